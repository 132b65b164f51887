// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& scaleSpec()
{
    static const NodeSpec spec{
        .id = "layer.scale",
        .title = "Scale",
        .category = Category::Layer,
        .caption = "Louder or softer, each value by itself.",
        .doc = "y[t] = scale x[t], with one factor for the layer, each channel or each value. They start at 'Factor' and come from a "
               "weights file otherwise.",
        .source = "NIR, Scale; Pedersen and others 2024",
        .inputs = {{"x", PortType::Sequence, "A sequence of any shape."}},
        .outputs = {{"y", PortType::Sequence, "The scaled values in the same shape."}},
        .params = {
            {.name = "scale", .caption = "Factor", .type = ParamType::Real, .initial = 1.0, .range = anyReal(),
             .doc = "Where the factors start.", .applies = Applies::Rebuild},
            {.name = "per", .caption = "Own factors for", .type = ParamType::Choice, .initial = "layer",
             .doc = "How many factors there are.",
             .choices = {{"layer", "The layer"}, {"channel", "Each channel"}, {"neuron", "Each value"}}, .applies = Applies::Rebuild},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            const std::string& per = q.values.text("per");
            Dim count = 1;
            if (per != "layer")
                count = !shapes::knowsAxes(q) ? Dim() : per == "channel" ? q.inputs[0]->features.front() : shapes::product(q.inputs[0]->features);
            answer.parameterCount = count.value_or(0);
            return answer;
        },
        .learns = true,
    };
    return spec;
}

} // namespace spw
