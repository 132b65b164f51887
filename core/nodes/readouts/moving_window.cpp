// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& movingWindowSpec()
{
    static const NodeSpec spec{
        .id = "readout.moving_window",
        .title = "Moving window",
        .category = Category::Readout,
        .caption = "Says the rate of a moment ago, at every moment.",
        .doc = "y[t] = spikes of the last time_window steps / time_window, at every step; before the start there is silence.",
        .source = "lava-dl, slayer.classifier.MovingWindow",
        .inputs = {{"x", PortType::Sequence, "Spikes of a layer."}},
        .outputs = {{"rate", PortType::Sequence, "Rates at every step."}},
        .params = {
            {.name = "time_window", .caption = "Window", .type = ParamType::Int, .initial = 10,
             .range = between(1, 100'000), .unit = Unit::Steps, .doc = "Steps that are looked back, this one included."},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) { return shapes::like(q, PortType::Sequence); },
    };
    return spec;
}

} // namespace spw
