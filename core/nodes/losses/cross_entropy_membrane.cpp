// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& crossEntropyMembraneLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.cross_entropy_membrane",
        .title = "Cross-entropy on membrane",
        .category = Category::Loss,
        .caption = "The opinion counts as a voltage, without spiking.",
        .doc = "loss = mean over samples of -ln softmax(r)[label], r = the mean, the largest or the last value over time of each "
               "output. Meant for membranes of neurons that never fire.",
        .source = "SpikingJelly, cross-entropy of the output membrane; tempotron style with max",
        .inputs = losses::sequenceInputs("Membrane of the output layer, one neuron per class."),
        .outputs = losses::outputs(),
        .params = {
            {.name = "reduce", .caption = "Over time", .type = ParamType::Choice, .initial = "mean",
             .doc = "Which value of the membrane counts.",
             .choices = {{"mean", "Mean"}, {"max", "Largest"}, {"last", "Last"}}},
            {.name = "label_smoothing", .caption = "Label smoothing", .type = ParamType::Real, .initial = 0.0,
             .range = betweenBelow(0, 1), .doc = "Share of the target that is spread over all classes.", .common = false},
        },
        .shape = losses::sequenceShape,
    };
    return spec;
}

} // namespace spw
