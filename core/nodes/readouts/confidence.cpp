// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& confidenceSpec()
{
    static const NodeSpec spec{
        .id = "readout.confidence",
        .title = "Confidence",
        .category = Category::Readout,
        .caption = "Rates become probabilities.",
        .doc = "probability: y = rate / (sum of the rates + 1e-6); softmax: y = softmax of the rates. Over the last axis.",
        .source = "lava-dl, slayer.classifier.Rate.confidence",
        .inputs = {{"rate", PortType::Readout, "One rate per class."}},
        .outputs = {{"y", PortType::Readout, "Probabilities."}},
        .params = {
            {.name = "mode", .caption = "Kind", .type = ParamType::Choice, .initial = "probability",
             .doc = "How rates become probabilities.",
             .choices = {{"probability", "Share of all spikes"}, {"softmax", "Softmax"}}},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) { return shapes::like(q, PortType::Readout); },
    };
    return spec;
}

} // namespace spw
