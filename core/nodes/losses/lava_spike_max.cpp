// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& lavaSpikeMaxLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.spike_max",
        .title = "Spike maximum (lava-dl)",
        .category = Category::Loss,
        .caption = "The right class must have the largest share of the spikes.",
        .doc = "loss = sum or mean of -ln p[label]; probability: p = rate / (sum of the rates + 1e-6), at least 1e-12; softmax: p = "
               "softmax of the rates. With a moving window at every step.",
        .source = "lava-dl, slayer.loss.SpikeMax",
        .inputs = losses::sequenceInputs("Spikes of the output layer, one neuron per class."),
        .outputs = losses::outputs(),
        .params = {
            {.name = "mode", .caption = "Confidence", .type = ParamType::Choice, .initial = "probability",
             .doc = "How rates become probabilities.",
             .choices = {{"probability", "Share of all spikes"}, {"softmax", "Softmax"}}},
            losses::movingWindow(),
            losses::reduction("sum"),
        },
        .shape = losses::sequenceShape,
    };
    return spec;
}

} // namespace spw
