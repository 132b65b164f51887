// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& spikeCountSpec()
{
    static const NodeSpec spec{
        .id = "readout.spike_count",
        .title = "Spike count",
        .category = Category::Readout,
        .caption = "Count the votes.",
        .doc = "y = sum of x[t] over t. The prediction (getClass) is the largest value; of equal ones the first.",
        .source = "lava-dl; SLAYER PyTorch, spikeClassifier.getClass",
        .inputs = {{"x", PortType::Sequence, "Spikes of the last layer: one neuron per class."}},
        .outputs = {{"y", PortType::Readout, "Spikes of each class."}},
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            if (!shapes::hasAxes(q, 1, "a flat list, one neuron per class", "Insert Flatten and Linear before it.",
                                 report, "SPW-S015"))
                return shapes::refused(PortType::Readout);
            ShapeAnswer answer = shapes::like(q, PortType::Readout);
            answer.outputs[0].steps = std::nullopt;
            return answer;
        },
    };
    return spec;
}

} // namespace spw
