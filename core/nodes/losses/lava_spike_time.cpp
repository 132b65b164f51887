// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& lavaSpikeTimeLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.spike_time",
        .title = "Spike times (lava-dl)",
        .category = Category::Loss,
        .caption = "Blur both trains, then compare them.",
        .doc = "loss = sum or mean of (h * x - h * target)^2, h[t] = exp(-t/time_constant) for t < length, convolved with itself "
               "filter_order - 1 times and cut to length.",
        .source = "lava-dl, slayer.loss.SpikeTime",
        .inputs = {{"x", PortType::Sequence, "Spikes of the output layer."},
                   {"target", PortType::Sequence, "Spikes that are wanted, in the same shape."}},
        .outputs = losses::outputs(),
        .params = {
            {.name = "time_constant", .caption = "Time constant", .type = ParamType::Real, .initial = 5.0,
             .range = above(0), .unit = Unit::Steps, .doc = "How far a spike is blurred."},
            {.name = "length", .caption = "Filter length", .type = ParamType::Int, .initial = std::int64_t(100),
             .range = between(1, 100'000), .unit = Unit::Steps, .doc = "Where the filter is cut."},
            {.name = "filter_order", .caption = "Filter order", .type = ParamType::Int, .initial = std::int64_t(1),
             .range = between(1, 16), .doc = "How often the filter is applied.", .common = false},
            losses::reduction("sum"),
        },
        .shape = losses::pairShape,
    };
    return spec;
}

} // namespace spw
