// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& firingRateMetricSpec()
{
    static const NodeSpec spec{
        .id = "metric.firing_rate",
        .title = "Mean firing rate",
        .category = Category::Metric,
        .caption = "Tells how loud a layer is.",
        .doc = "Mean of |x| over all steps, samples and neurons since the last reset.",
        .source = "SpikingJelly, monitors of the firing rate",
        .inputs = {{"x", PortType::Sequence, "Spikes of a layer."}},
        .outputs = {{"rate", PortType::Scalar, "Spikes per step and neuron."}},
        .shape = [](const ShapeQuery&, NodeReport&) {
            return ShapeAnswer{.outputs = {{.type = PortType::Scalar, .features = {1}, .steps = {}, .classes = {}}}};
        },
    };
    return spec;
}

} // namespace spw
