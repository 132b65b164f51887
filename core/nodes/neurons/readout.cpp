// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& neuronReadoutSpec()
{
    static const NodeSpec spec{
        .id = "neuron.readout",
        .title = "Membrane readout",
        .category = Category::Neuron,
        .caption = "A neuron that never fires: what it has gathered is the answer.",
        .doc = "Without tau V[t] = V[t-1] + X[t]; with tau V[t] = V[t-1] + (X[t] - V[t-1]) / tau, or V[t] = V[t-1] - "
               "V[t-1] / tau + X[t] without decay_input. y is taken from V over all steps since the last reset: the "
               "last value, the largest, the one of largest magnitude (of equal ones the negative), or the mean.",
        .source = "SpikingJelly, neuron.NonSpikingIFNode, neuron.NonSpikingLIFNode",
        .inputs = neurons::inputs(),
        .outputs = {{"y", PortType::Readout, "One value per neuron and sample."},
                    {"v", PortType::Sequence, "Membrane at every step, in the shape of the input."}},
        .params = {
            {.name = "tau", .caption = "Time constant", .type = ParamType::OptionalReal, .initial = std::monostate{},
             .range = above(0), .unit = Unit::Steps, .doc = "How slowly the membrane forgets. none never forgets."},
            neurons::decayInput(),
            {.name = "decode", .caption = "Answer", .type = ParamType::Choice, .initial = "last-mem",
             .doc = "What of the membrane over time is the answer.",
             .choices = {{"last-mem", "Last value"}, {"max-mem", "Largest value"},
                         {"max-abs-mem", "Value of largest magnitude"}, {"mean-mem", "Mean"}}},
        },
        .shape = [](const ShapeQuery& query, NodeReport&) {
            ShapeAnswer answer = shapes::like(query, PortType::Readout);
            answer.outputs[0].steps = std::nullopt;
            answer.outputs.push_back(shapes::like(query, PortType::Sequence).outputs.at(0));
            return answer;
        },
        .states = {"v"},
    };
    return spec;
}

} // namespace spw
