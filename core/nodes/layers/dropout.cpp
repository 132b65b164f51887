// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& dropoutSpec()
{
    static const NodeSpec spec{
        .id = "layer.dropout",
        .title = "Dropout",
        .category = Category::Layer,
        .caption = "The same neurons stay silent for the whole clip: temporal structure survives.",
        .doc = "In training y[t] = x[t] m / (1 - p); each value of the mask m is 0 with probability p, else 1, drawn "
               "once per sample and kept for all steps. Otherwise y = x.",
        .source = "SpikingJelly, layer.Dropout; Srivastava and others 2014",
        .inputs = {{"x", PortType::Sequence, "Any sequence."}},
        .outputs = {{"y", PortType::Sequence, "The same sequence with some values silenced, the others enlarged."}},
        .params = {
            {.name = "p", .caption = "Dropped share", .type = ParamType::Real, .initial = 0.5,
             .range = betweenBelow(0, 1), .doc = "Probability that a value is silenced."},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) { return shapes::like(q, PortType::Sequence); },
    };
    return spec;
}

} // namespace spw
