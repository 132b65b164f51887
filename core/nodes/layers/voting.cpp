// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& votingSpec()
{
    static const NodeSpec spec{
        .id = "layer.voting",
        .title = "Voting",
        .category = Category::Layer,
        .caption = "Ten voters per class.",
        .doc = "y[t, c] = mean of x[t, c v] ... x[t, c v + v - 1] with v = voting_size: C*v neurons vote for C classes.",
        .source = "SpikingJelly, layer.VotingLayer; Fang and others 2021",
        .inputs = {{"x", PortType::Sequence, "A flat list of classes x voting_size values over time."}},
        .outputs = {{"y", PortType::Sequence, "One value per class over time."}},
        .params = {
            {.name = "voting_size", .caption = "Voters per class", .type = ParamType::Int, .initial = 10,
             .range = between(1, 65536), .doc = "How many neighbouring neurons are averaged.",
             .applies = Applies::Rebuild},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            if (!shapes::hasAxes(q, 1, "a flat list of features", "Insert a Flatten node before it.", report,
                                 "SPW-S015"))
                return shapes::refused(PortType::Sequence);
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            if (!shapes::knowsAxes(q))
                return answer;
            const std::int64_t size = q.values.integer("voting_size");
            Dim& features = answer.outputs[0].features[0];
            if (features && *features % size != 0) {
                report.error("voting_size", std::to_string(*features) + " features cannot be shared by groups of " +
                                                std::to_string(size) + " voters.",
                             "The number of classes times 'Voters per class' must equal the features.",
                             "Give the layer before it classes x " + std::to_string(size) + " outputs.", "SPW-S018");
                return shapes::refused(PortType::Sequence);
            }
            if (features)
                *features /= size;
            return answer;
        },
    };
    return spec;
}

} // namespace spw
