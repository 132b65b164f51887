// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& fakeQuantizeSpec()
{
    static const NodeSpec spec{
        .id = "layer.fake_quantize",
        .title = "Fake quantisation",
        .category = Category::Layer,
        .caption = "Rounds on the way there, pretends not to on the way back.",
        .doc = "round, ceil, floor: to whole numbers; step: round(x/step) step; k_bit: round(x (2^k - 1)) / (2^k - 1); affine: "
               "w k_bit(x) + b; clamp: to [low, high]; linear: (x - min) / (max - min + eps) over all values at hand. Halves "
               "round to even. Backward rounding counts as the identity; clamp passes gradients within its limits.",
        .source = "SpikingJelly, quantize",
        .inputs = {{"x", PortType::Sequence, "Any values."}},
        .outputs = {{"y", PortType::Sequence, "The values on a grid."}},
        .params = {
            {.name = "kind", .caption = "Kind", .type = ParamType::Choice, .initial = "step",
             .doc = "Which grid the values are put on.",
             .choices = {{"round", "Whole numbers"}, {"ceil", "Whole numbers, up"}, {"floor", "Whole numbers, down"},
                         {"step", "Multiples of a step"}, {"k_bit", "k bits of 0 to 1"}, {"affine", "k bits, scaled"},
                         {"clamp", "Cut to limits"}, {"linear", "Scaled to 0 to 1"}}},
            {.name = "step", .caption = "Step", .type = ParamType::Real, .initial = 0.25, .range = above(0),
             .doc = "Distance of the grid.", .visibleWhen = "kind=step"},
            {.name = "k", .caption = "Bits", .type = ParamType::Int, .initial = 8, .range = between(1, 24),
             .doc = "Bits of a value.", .visibleWhen = "kind=k_bit|affine"},
            {.name = "w", .caption = "Scale", .type = ParamType::Real, .initial = 1.0, .range = anyReal(),
             .doc = "Factor of the quantised value.", .visibleWhen = "kind=affine"},
            {.name = "b", .caption = "Offset", .type = ParamType::Real, .initial = 0.0, .range = anyReal(),
             .doc = "Added to the scaled value.", .visibleWhen = "kind=affine"},
            {.name = "low", .caption = "Lower limit", .type = ParamType::Real, .initial = 0.0, .range = anyReal(),
             .doc = "Smaller values are cut.", .visibleWhen = "kind=clamp"},
            {.name = "high", .caption = "Upper limit", .type = ParamType::Real, .initial = 1.0, .range = anyReal(),
             .doc = "Larger values are cut.", .visibleWhen = "kind=clamp"},
            {.name = "eps", .caption = "Guard", .type = ParamType::Real, .initial = 1e-5, .range = above(0),
             .doc = "Keeps equal values from being divided by zero.", .visibleWhen = "kind=linear"},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) { return shapes::like(q, PortType::Sequence); },
        .check = [](const ParamValues& v, NodeReport& report) {
            if (v.text("kind") == "clamp" && v.real("high") < v.real("low"))
                report.error("high", "The upper limit is below the lower one.", "No value fits between them.",
                             "Swap them.");
        },
    };
    return spec;
}

} // namespace spw
