// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"

namespace spw {
namespace {

ParamSpec optionalBound(const char* name, const char* caption, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::OptionalReal, .initial = std::monostate{},
            .range = anyReal(), .doc = doc, .common = false};
}

} // namespace

const NodeSpec& iLifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.i_lif",
        .title = "I-LIF",
        .category = Category::Neuron,
        .caption = "Trains with integers, runs with D binary steps.",
        .doc = "Integer LIF: H[t] = V[t-1] - V[t-1] / tau + X[t]; S[t] = clip(round(H[t] / v_threshold), 0, D), halves "
               "to even; V[t] = H[t] - v_threshold S[t]. Backward, S has slope 1 in H / v_threshold from 0 to D, else "
               "0.",
        .source = "SpikingJelly, neuron.ILIFNode; Luo and others 2024",
        .inputs = neurons::inputs(),
        .outputs = {{"s", PortType::Spikes, "Spike counts from 0 to D, in the shape of the input."}},
        .params = neurons::withSlopeChoice({
            {.name = "tau", .caption = "Time constant", .type = ParamType::Real, .initial = 4.0 / 3.0,
             .range = above(1), .unit = Unit::Steps, .doc = "Larger values forget input more slowly."},
            {.name = "D", .caption = "Most spikes per step", .type = ParamType::Int, .initial = 4,
             .range = between(1, 1 << 20), .doc = "Counts are cut at this."},
            {.name = "v_threshold", .caption = "Threshold", .type = ParamType::Real, .initial = 1.0,
             .range = above(0), .doc = "How much membrane one spike stands for."},
            {.name = "detach_reset", .caption = "Detach reset", .type = ParamType::Bool, .initial = false,
             .doc = "Let no gradient flow through the reset.", .common = false},
        }, "ramp", "Ramp from 0 to D", "The ramp of the original, or one of the surrogates that all neurons share, at the "
                                       "nearest of the D steps."),
        .shape = neurons::shapeRule("neuron.i_lif"),
        .check = neurons::checkSurrogate,
        .states = {"v"},
    };
    return spec;
}

const NodeSpec& stBifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.st_bif",
        .title = "ST-BIF",
        .category = Category::Neuron,
        .caption = "Fires negative spikes to take back a mistake.",
        .doc = "q <- q + X[t] / s. Sends +s where q >= 1 while the balance of spikes is below pos_max, -s where q < 0 "
               "while it is above neg_min; then q and the balance change by the spike. q starts at 0.5. Over enough "
               "steps the sum of what it sends is X quantised to `level` levels. The scale s learns; to X the "
               "gradient passes straight through.",
        .source = "SpikingJelly, neuron.STBIFNeuron; You and others 2024",
        .inputs = neurons::inputs(),
        .outputs = {{"y", PortType::Sequence, "-s, 0 or s, in the shape of the input."}},
        .params = neurons::withSlopeChoice({
            {.name = "q_threshold", .caption = "Scale", .type = ParamType::Real, .initial = 1.0, .range = above(0),
             .doc = "What one spike is worth; where learning starts."},
            {.name = "level", .caption = "Levels", .type = ParamType::Int, .initial = 16, .range = between(2, 1 << 20),
             .doc = "Number of levels of the quantiser that the neuron stands for."},
            {.name = "sym", .caption = "Symmetric", .type = ParamType::Bool, .initial = false,
             .doc = "Levels on both sides of 0. Off: from 0 up."},
            optionalBound("pos_max", "Largest balance", "none takes level - 1, or level / 2 - 1 when symmetric."),
            optionalBound("neg_min", "Smallest balance", "none takes 0, or -level / 2 when symmetric."),
        }, "straight", "Straight through", "1 as in the original, or one of the surrogates that all neurons share, at the "
                                           "nearer of the two thresholds."),
        .shape = neurons::shapeRule("neuron.st_bif", PortType::Sequence),
        .check = neurons::checkSurrogate,
        .states = {"q", "acc_q"},
        .learns = true,
    };
    return spec;
}

} // namespace spw
