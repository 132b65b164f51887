// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& accuracyMetricSpec()
{
    static const NodeSpec spec{
        .id = "metric.accuracy",
        .title = "Accuracy",
        .category = Category::Metric,
        .caption = "Tells how many answers were right.",
        .doc = "Share of the samples seen since the last reset whose largest value is that of the label; of equal values the first "
               "counts.",
        .source = "SpikingJelly, training scripts",
        .inputs = {{"y", PortType::Readout, "One value per class."}, {"label", PortType::Label, "The right class."}},
        .outputs = {{"accuracy", PortType::Scalar, "0 to 1."}},
        .shape = [](const ShapeQuery&, NodeReport&) {
            return ShapeAnswer{.outputs = {{.type = PortType::Scalar, .features = {1}, .steps = {}, .classes = {}}}};
        },
    };
    return spec;
}

} // namespace spw
