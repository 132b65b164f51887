// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& weightedPhaseEncoderSpec()
{
    static const NodeSpec spec{
        .id = "encoder.weighted_phase",
        .title = "Weighted phase encoder",
        .category = Category::Encoder,
        .caption = "Each phase is worth half of the previous one.",
        .doc = "The value is written with K binary digits, floor(x 2^K); step k of a period sends digit k, the most significant first: "
               "it is worth 2^-(1+k). x must lie in [0, 1 - 2^-K].",
        .source = "SpikingJelly, encoding.WeightedPhaseEncoder",
        .inputs = {{"image", PortType::Static, "Values from 0 to 1 - 2^-K."}},
        .outputs = {{"s", PortType::Spikes, "The binary digits, one a step."}},
        .params = {
            {.name = "K", .caption = "Digits", .type = ParamType::Int, .initial = 8,
             .range = between(1, 30), .unit = Unit::Steps, .doc = "Binary digits, the steps of one period.", .applies = Applies::Rebuild},
            {.name = "periods", .caption = "Periods", .type = ParamType::Int, .initial = 1,
             .range = between(1, 10'000), .doc = "How often the code is sent, one after the other.", .applies = Applies::Rebuild, .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = shapes::like(q, PortType::Spikes);
            answer.outputs[0].steps = q.values.integer("K") * q.values.integer("periods");
            return answer;
        },
    };
    return spec;
}

} // namespace spw
