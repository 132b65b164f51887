// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& periodicEncoderSpec()
{
    static const NodeSpec spec{
        .id = "encoder.periodic",
        .title = "Periodic encoder",
        .category = Category::Encoder,
        .caption = "Plays a pattern in a loop.",
        .doc = "s[t] = pattern[t mod T0]: the first axis of the pattern (T0 long) is time.",
        .source = "SpikingJelly, encoding.PeriodicEncoder",
        .inputs = {{"pattern", PortType::Static, "A pattern whose first axis is time."}},
        .outputs = {{"s", PortType::Sequence, "The pattern again and again: spikes if it is made of them."}},
        .params = {
            {.name = "T", .caption = "Steps", .type = ParamType::Int, .initial = 16,
             .range = between(1, 100'000), .unit = Unit::Steps, .doc = "How many steps are sent.", .applies = Applies::Rebuild},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            std::vector<Dim>& features = answer.outputs[0].features;
            if (features.size() == 1) {
                report.error("pattern", "The pattern has one axis only.", "The first is time, the others are neurons.",
                             "Give a pattern of time x neurons.", "SPW-S011");
                return shapes::refused(PortType::Sequence);
            }
            if (!features.empty())
                features.erase(features.begin());
            answer.outputs[0].steps = q.values.integer("T");
            return answer;
        },
    };
    return spec;
}

} // namespace spw
