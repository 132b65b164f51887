// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& poissonEncoderSpec()
{
    static const NodeSpec spec{
        .id = "encoder.poisson",
        .title = "Poisson encoder",
        .category = Category::Encoder,
        .caption = "Brightness becomes probability.",
        .doc = "S[t] = 1 where U <= x, else 0, with a fresh uniform number U in [0, 1) for every step, sample and "
               "value. x is expected in [0, 1]; values outside saturate (never or always a spike).",
        .source = "SpikingJelly, encoding.PoissonEncoder",
        .inputs = {{"image", PortType::Static, "Probabilities of a spike, 0 to 1."}},
        .outputs = {{"s", PortType::Spikes, "Spikes drawn afresh at each of T steps."}},
        .params = {
            {.name = "T", .caption = "Steps", .type = ParamType::Int, .initial = 16, .range = between(1, 100'000),
             .unit = Unit::Steps, .doc = "How many steps are drawn.", .applies = Applies::Rebuild},
            {.name = "seed", .caption = "Seed", .type = ParamType::Int, .initial = 1,
             .range = between(0, 2'147'483'647), .doc = "Another seed draws other spikes.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = shapes::like(q, PortType::Spikes);
            answer.outputs[0].steps = q.values.integer("T");
            return answer;
        },
    };
    return spec;
}

} // namespace spw
