// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& lavaSpikeMoidLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.spike_moid",
        .title = "Spike sigmoid (lava-dl)",
        .category = Category::Loss,
        .caption = "Every class answers yes or no on its own.",
        .doc = "loss = sum or mean of the binary cross-entropy between sigmoid((rate - theta) / alpha) and the one-hot label; with a "
               "moving window at every step.",
        .source = "lava-dl, slayer.loss.SpikeMoid",
        .inputs = losses::sequenceInputs("Spikes of the output layer, one neuron per class."),
        .outputs = losses::outputs(),
        .params = {
            {.name = "alpha", .caption = "Width", .type = ParamType::Real, .initial = 1.0,
             .range = above(0), .doc = "Rates within this distance of theta count as undecided."},
            {.name = "theta", .caption = "Threshold rate", .type = ParamType::Real, .initial = 0.0,
             .range = anyReal(), .doc = "The rate that counts as half a yes."},
            losses::movingWindow(),
            losses::reduction("sum"),
        },
        .shape = losses::sequenceShape,
    };
    return spec;
}

} // namespace spw
