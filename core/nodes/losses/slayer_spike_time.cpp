// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& slayerSpikeTimeLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.slayer_spike_time",
        .title = "Spike times (SLAYER)",
        .category = Category::Loss,
        .caption = "Match the rhythm.",
        .doc = "loss = 1/2 sum over t of (psp(x - target)[t])^2 Ts: the van Rossum distance with the kernel t/tauSr exp(1 - t/tauSr), "
               "cut where it falls below 0.01.",
        .source = "SLAYER PyTorch, spikeLoss.spikeTime",
        .inputs = {{"x", PortType::Sequence, "Spikes of the output layer."},
                   {"target", PortType::Sequence, "Spikes that are wanted, in the same shape."}},
        .outputs = losses::outputs(),
        .params = {
            {.name = "tauSr", .caption = "Filter time constant", .type = ParamType::Real, .initial = 10.0,
             .range = above(0), .unit = Unit::Milliseconds, .doc = "Time constant of the psp kernel t/tauSr exp(1 - t/tauSr)."},
            {.name = "Ts", .caption = "Time step", .type = ParamType::Real, .initial = 1.0,
             .range = above(0), .unit = Unit::Milliseconds, .doc = "Length of one step; a spike has the height 1/Ts."},
        },
        .shape = losses::pairShape,
    };
    return spec;
}

} // namespace spw
