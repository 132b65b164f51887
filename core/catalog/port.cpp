// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/port.h"

namespace spw {

bool canConnect(PortType from, PortType to)
{
    return from == to || (from == PortType::Spikes && to == PortType::Sequence);
}

const char* portTypeName(PortType type)
{
    switch (type) {
    case PortType::Spikes: return "spikes";
    case PortType::Sequence: return "an analog sequence";
    case PortType::Static: return "a static picture";
    case PortType::Events: return "events";
    case PortType::Label: return "a label";
    case PortType::Scalar: return "a loss";
    case PortType::Readout: return "a readout";
    }
    return "?";
}

std::string connectAdvice(PortType from, PortType to)
{
    const bool wantsSequence = hasSteps(to);
    if (from == PortType::Static && wantsSequence)
        return "This node expects a sequence. Put an encoder in between: 'Direct encoder' repeats the picture, "
               "'Poisson encoder' makes spikes of it.";
    if (from == PortType::Events && wantsSequence)
        return "Put 'Events to frames' in between.";
    if (from == PortType::Sequence && to == PortType::Spikes)
        return "Put a neuron in between.";
    if ((from == PortType::Spikes || from == PortType::Sequence) && to == PortType::Readout)
        return "Put 'Firing rate' in between.";
    if (to == PortType::Label)
        return "Connect the label of a dataset.";
    if (to == PortType::Scalar)
        return "Connect the output of a loss.";
    return std::string("Connect an output that gives ") + portTypeName(to) + ".";
}

std::string shapeText(const std::vector<Dim>& features)
{
    if (features.empty())
        return "?";
    std::string text;
    for (const Dim& dim : features)
        text += (text.empty() ? "" : "x") + (dim ? std::to_string(*dim) : std::string("?"));
    return text;
}

} // namespace spw
