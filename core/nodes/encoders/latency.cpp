// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& latencyEncoderSpec()
{
    static const NodeSpec spec{
        .id = "encoder.latency",
        .title = "Latency encoder",
        .category = Category::Encoder,
        .caption = "The brighter, the earlier.",
        .doc = "Every value sends one spike in each period of T steps, at t_f = round((T - 1)(1 - x)) (linear) or round(T - 1 - "
               "ln(a x + 1)) with a = exp(T - 1) - 1 (log). x is expected in [0, 1] and cut to it; halves round to even. The picture "
               "of the first step counts until the state is reset.",
        .source = "SpikingJelly, encoding.LatencyEncoder",
        .inputs = {{"image", PortType::Static, "Brightness, 0 to 1."}},
        .outputs = {{"s", PortType::Spikes, "One spike a value and period."}},
        .params = {
            {.name = "T", .caption = "Period", .type = ParamType::Int, .initial = 16,
             .range = between(2, 100'000), .unit = Unit::Steps, .doc = "Steps of one period.", .applies = Applies::Rebuild},
            {.name = "enc_function", .caption = "Scale", .type = ParamType::Choice, .initial = "linear",
             .doc = "How brightness becomes time.",
             .choices = {{"linear", "Linear"}, {"log", "Logarithmic"}}},
            {.name = "periods", .caption = "Periods", .type = ParamType::Int, .initial = 1,
             .range = between(1, 10'000), .doc = "How often the code is sent, one after the other.", .applies = Applies::Rebuild, .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = shapes::like(q, PortType::Spikes);
            answer.outputs[0].steps = q.values.integer("T") * q.values.integer("periods");
            return answer;
        },
    };
    return spec;
}

} // namespace spw
