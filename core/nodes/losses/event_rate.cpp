// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& eventRateLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.event_rate",
        .title = "Sparsity",
        .category = Category::Loss,
        .caption = "Spend spikes like money.",
        .doc = "loss = lam * sum over the layers wired to it of relu(mean |x| - max_rate)^2. Add it to the loss of the task with a Sum of "
               "losses.",
        .source = "lava-dl, event-rate (sparsity) loss of the PilotNet example",
        .inputs = {{"x", PortType::Sequence, "Spikes of one layer or of many.", false, true}},
        .outputs = losses::outputs(),
        .params = {
            {.name = "max_rate", .caption = "Free rate", .type = ParamType::Real, .initial = 0.01,
             .range = atLeast(0), .doc = "Mean events per step and neuron that cost nothing."},
            {.name = "lam", .caption = "Weight", .type = ParamType::Real, .initial = 1.0,
             .range = atLeast(0), .doc = "Price of what lies above.", .applies = Applies::Live},
        },
        .shape = [](const ShapeQuery&, NodeReport&) {
            return ShapeAnswer{.outputs = {{.type = PortType::Scalar, .features = {1}, .steps = {}, .classes = {}}}};
        },
    };
    return spec;
}

} // namespace spw
