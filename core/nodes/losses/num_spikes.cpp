// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& numSpikesLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.num_spikes",
        .title = "Number of spikes (SLAYER)",
        .category = Category::Loss,
        .caption = "The count matters inside the window; anything outside is a mistake.",
        .doc = "Within region_start to region_stop every step carries the same error e = (count - wanted) / (steps of the region) * "
               "numSpikesScale, with count = sum of the spikes there times Ts and wanted = count_true for the right class, count_false "
               "for the others; to this the psp of the spikes outside is added. loss = 1/2 sum of e^2 Ts, and the gradient of e with "
               "respect to the spikes is that of the psp.",
        .source = "SLAYER PyTorch, spikeLoss.numSpikes",
        .inputs = losses::sequenceInputs("Spikes of the output layer, one neuron per class."),
        .outputs = losses::outputs(),
        .params = {
            {.name = "region_start", .caption = "Window starts", .type = ParamType::Real, .initial = 0.0,
             .range = atLeast(0), .unit = Unit::Milliseconds, .doc = "Where counting starts."},
            {.name = "region_stop", .caption = "Window ends", .type = ParamType::Real, .initial = 300.0,
             .range = atLeast(0), .unit = Unit::Milliseconds, .doc = "Where counting stops; it is cut to the length of the recording."},
            {.name = "count_true", .caption = "Count of the right class", .type = ParamType::Real, .initial = 60.0,
             .range = atLeast(0), .doc = "Spikes that the right class should send within the window."},
            {.name = "count_false", .caption = "Count of the others", .type = ParamType::Real, .initial = 10.0,
             .range = atLeast(0), .doc = "Spikes that every other class should send within the window."},
            {.name = "numSpikesScale", .caption = "Scale", .type = ParamType::Real, .initial = 1.0,
             .range = atLeast(0), .doc = "Weight of the count against what lies outside the window.", .common = false},
            {.name = "tauSr", .caption = "Filter time constant", .type = ParamType::Real, .initial = 10.0,
             .range = above(0), .unit = Unit::Milliseconds, .doc = "Time constant of the psp kernel t/tauSr exp(1 - t/tauSr)."},
            {.name = "Ts", .caption = "Time step", .type = ParamType::Real, .initial = 1.0,
             .range = above(0), .unit = Unit::Milliseconds, .doc = "Length of one step; a spike has the height 1/Ts."},
        },
        .shape = losses::sequenceShape,
        .check = [](const ParamValues& v, NodeReport& report) {
            if (v.real("region_stop") <= v.real("region_start"))
                report.error("region_stop", "The window ends before it starts.", "Then no spike is counted.",
                             "Let it end after 'Window starts'.");
        },
    };
    return spec;
}

} // namespace spw
