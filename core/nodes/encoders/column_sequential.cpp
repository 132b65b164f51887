// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& columnSequentialSpec()
{
    static const NodeSpec spec{
        .id = "encoder.column_sequential",
        .title = "Column by column",
        .category = Category::Encoder,
        .caption = "Read the picture like a sentence.",
        .doc = "A picture C x H x W becomes W steps of C H values: x[t] is column t, channels one after the other.",
        .source = "SpikingJelly, sequential Fashion-MNIST tutorial",
        .inputs = {{"image", PortType::Static, "A picture of channels x height x width."}},
        .outputs = {{"x", PortType::Sequence, "One column a step."}},
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            std::vector<Dim>& features = answer.outputs[0].features;
            if (!features.empty() && features.size() != 3) {
                report.error("image", "It cannot read a shape of " + shapeText(features) + ".",
                             "It needs channels x height x width.", "Connect a picture.", "SPW-S011");
                return shapes::refused(PortType::Sequence);
            }
            answer.outputs[0].steps = std::nullopt;
            if (features.size() == 3) {
                answer.outputs[0].steps = features[2];
                features = {shapes::product({features[0], features[1]})};
            }
            return answer;
        },
    };
    return spec;
}

} // namespace spw
