// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& eventRateMetricSpec()
{
    static const NodeSpec spec{
        .id = "metric.event_rate",
        .title = "Event rate",
        .category = Category::Metric,
        .caption = "Tells how much happens on a wire.",
        .doc = "Mean over the steps since the last reset of the number of values of one sample that are not 0: the events that hardware "
               "has to send.",
        .source = "lava-dl, slayer.utils event rate",
        .inputs = {{"x", PortType::Sequence, "Spikes or graded events of a layer."}},
        .outputs = {{"events", PortType::Scalar, "Events per step and sample."}},
        .shape = [](const ShapeQuery&, NodeReport&) {
            return ShapeAnswer{.outputs = {{.type = PortType::Scalar, .features = {1}, .steps = {}, .classes = {}}}};
        },
    };
    return spec;
}

} // namespace spw
