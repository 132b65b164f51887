// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/synapses/delay_common.h"

namespace spw::delays {

ShapeAnswer shape(const ShapeQuery& query, NodeReport&)
{
    return shapes::like(query, query.inputs[0] ? query.inputs[0]->type : PortType::Sequence);
}

ShapeAnswer learnableShape(const ShapeQuery& query, NodeReport& report)
{
    ShapeAnswer answer = shape(query, report);
    if (shapes::knowsAxes(query)) {
        const std::vector<Dim>& features = query.inputs[0]->features;
        const Dim count = query.values.text("per") == "channel" ? features[0] : shapes::product(features);
        answer.parameterCount = count.value_or(0);
    }
    return answer;
}

std::vector<PortSpec> inputs()
{
    return {{"x", PortType::Sequence, "Spikes or values over time, any shape."}};
}

std::vector<PortSpec> outputs()
{
    return {{"y", PortType::Sequence, "The same values, later; spikes stay spikes."}};
}

ParamSpec samplingTime()
{
    return {.name = "sampling_time", .caption = "Time of a step", .type = ParamType::Real, .initial = 1.0,
            .range = above(0), .doc = "How long a step lasts, in the unit of the delays (Ts of SLAYER).",
            .common = false};
}

ParamSpec per(bool all)
{
    ParamSpec spec{.name = "per", .caption = "One delay for each", .type = ParamType::Choice, .initial = "channel",
                   .doc = "Which values share a delay. In a flat list every value is a channel.",
                   .choices = {{"channel", "Channel"}, {"neuron", "Neuron"}}, .applies = Applies::Rebuild};
    if (all) {
        spec.initial = "all";
        spec.choices.insert(spec.choices.begin(), {"all", "Everything together"});
    }
    return spec;
}

} // namespace spw::delays
