// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& synapseFilterSpec()
{
    static const NodeSpec spec{
        .id = "synapse.synapse_filter",
        .title = "Synapse filter",
        .category = Category::Synapse,
        .caption = "A spike leaves an echo.",
        .doc = "The current i[t] = i[t-1] - (1 - x[t]) i[t-1] / tau + x[t], i[-1] = 0, comes out: it decays while no spike "
               "arrives. With 'learnable' 1/tau = sigmoid(w), w starting at -ln(tau - 1). Behind neurons and before the next "
               "weights it is a stateful synapse; at the end of a network its last value is a readout.",
        .source = "SpikingJelly, layer.SynapseFilter; Diehl, Cook 2015",
        .inputs = {{"x", PortType::Sequence, "Spikes, or any sequence."}},
        .outputs = {{"i", PortType::Sequence, "The current at each step."}},
        .params = {
            {.name = "tau", .caption = "Time constant", .type = ParamType::Real, .initial = 100.0, .range = above(1),
             .unit = Unit::Steps, .doc = "Larger values keep the echo for longer."},
            {.name = "learnable", .caption = "Learn the time constant", .type = ParamType::Bool, .initial = false,
             .doc = "One number for the layer.", .applies = Applies::Rebuild},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            answer.parameterCount = q.values.flag("learnable") ? 1 : 0;
            return answer;
        },
        .learns = true,
    };
    return spec;
}

} // namespace spw
