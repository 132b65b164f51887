// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/node_spec.h"

namespace spw {

const char* categoryTitle(Category category)
{
    switch (category) {
    case Category::Dataset: return "Data";
    case Category::Transform: return "Transforms";
    case Category::Encoder: return "Encoders";
    case Category::Layer: return "Layers";
    case Category::Synapse: return "Synapses";
    case Category::Neuron: return "Neurons";
    case Category::Container: return "Containers";
    case Category::Readout: return "Readouts";
    case Category::Loss: return "Losses";
    case Category::Learner: return "Learners";
    case Category::Metric: return "Metrics";
    case Category::Probe: return "Probes";
    }
    return "?";
}

void NodeReport::error(std::string place, std::string what, std::string why, std::string fix, std::string code)
{
    m_list.push_back({.severity = Severity::Error, .code = std::move(code), .nodeName = {}, .port = std::move(place),
                      .what = std::move(what), .why = std::move(why), .fix = std::move(fix)});
}

void NodeReport::warn(std::string place, std::string what, std::string why, std::string fix, std::string code)
{
    error(std::move(place), std::move(what), std::move(why), std::move(fix), std::move(code));
    m_list.back().severity = Severity::Warning;
}

const ParamSpec* NodeSpec::param(const std::string& name) const
{
    for (const ParamSpec& param : params)
        if (param.name == name)
            return &param;
    return nullptr;
}

namespace {
int portIndex(const std::vector<PortSpec>& ports, const std::string& name)
{
    for (std::size_t i = 0; i < ports.size(); ++i)
        if (ports[i].name == name)
            return int(i);
    return -1;
}
} // namespace

int NodeSpec::inputIndex(const std::string& port) const
{
    return portIndex(inputs, port);
}

int NodeSpec::outputIndex(const std::string& port) const
{
    return portIndex(outputs, port);
}

ParamValues NodeSpec::initialValues() const
{
    ParamValues values;
    for (const ParamSpec& param : params)
        values.set(param.name, param.initial);
    return values;
}

} // namespace spw
