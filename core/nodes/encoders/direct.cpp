// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& directEncoderSpec()
{
    static const NodeSpec spec{
        .id = "encoder.direct",
        .title = "Direct encoder",
        .category = Category::Encoder,
        .caption = "Show the same picture T times and let the first layer decide when to spike.",
        .doc = "X[t] = image for every t = 0 ... T-1. The first layer with its neurons then acts as a learned encoder.",
        .source = "SpikingJelly, direct encoding (constant current input)",
        .inputs = {{"image", PortType::Static, "A picture or feature list without time."}},
        .outputs = {{"x", PortType::Sequence, "The same values at each of T steps."}},
        .params = {
            {.name = "T", .caption = "Steps", .type = ParamType::Int, .initial = 16, .range = between(1, 100'000),
             .unit = Unit::Steps, .doc = "How often the picture is shown.", .applies = Applies::Rebuild},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            answer.outputs[0].steps = q.values.integer("T");
            return answer;
        },
    };
    return spec;
}

} // namespace spw
