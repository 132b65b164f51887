// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& lavaSpikeRateLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.spike_rate",
        .title = "Spike rate (lava-dl)",
        .category = Category::Loss,
        .caption = "Each class has a rate to keep, the right one a higher.",
        .doc = "loss = sum or mean of (rate - wanted)^2, wanted = true_rate for the right class and false_rate for the others; with a "
               "moving window at every step.",
        .source = "lava-dl, slayer.loss.SpikeRate",
        .inputs = losses::sequenceInputs("Spikes of the output layer, one neuron per class."),
        .outputs = losses::outputs(),
        .params = {
            {.name = "true_rate", .caption = "Rate of the right class", .type = ParamType::Real, .initial = 0.2,
             .range = between(0, 1), .doc = "Spikes per step that the right class should send."},
            {.name = "false_rate", .caption = "Rate of the others", .type = ParamType::Real, .initial = 0.03,
             .range = between(0, 1), .doc = "Spikes per step that every other class should send."},
            losses::movingWindow(),
            losses::reduction("sum"),
        },
        .shape = losses::sequenceShape,
    };
    return spec;
}

} // namespace spw
