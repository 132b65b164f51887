// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/neurons/variants.h"

namespace spw {

const NodeSpec& qifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.qif",
        .title = "QIF",
        .category = Category::Neuron,
        .caption = "Near threshold the membrane accelerates by itself: v_c is the point of no return.",
        .doc = std::string("Quadratic integrate-and-fire. Charge H[t] = V[t-1] + (X[t] + a0 (V[t-1] - v_rest) "
                           "(V[t-1] - v_c)) / tau. With hard reset v_reset must be below v_threshold and not above "
                           "v_rest.") +
               neurons::kFireAndReset,
        .source = "SpikingJelly, neuron.QIFNode",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::withCommonParams({
            neurons::timeConstant("tau", "Time constant", "Larger values make the membrane slower."),
            {.name = "v_c", .caption = "Critical voltage", .type = ParamType::Real, .initial = 0.8, .range = anyReal(),
             .doc = "Above it the membrane rises on its own; below it falls back to rest."},
            {.name = "a0", .caption = "Curvature", .type = ParamType::Real, .initial = 1.0, .range = above(0),
             .doc = "How strongly the quadratic term pulls."},
            {.name = "v_rest", .caption = "Resting potential", .type = ParamType::Real, .initial = 0.0,
             .range = anyReal(), .doc = "Where the membrane settles without input."},
        }, {.vReset = -0.1, .smooth = true}),
        .shape = neurons::shapeRule("neuron.qif"),
        .check = neurons::checkLevels,
        .states = {"v"},
    };
    return spec;
}

} // namespace spw
