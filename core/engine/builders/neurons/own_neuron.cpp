// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/neurons/own_neuron.h"

#include "core/base/error.h"
#include "core/engine/builders/neurons/kernel_params.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

OwnNeuron::OwnNeuron(const PlannedNode& node) : NodeModule(node) {}

std::vector<NamedTensor> OwnNeuron::parameters() const
{
    std::vector<NamedTensor> list;
    for (const auto& [name, tensor] : m_learnables)
        list.push_back({name, *tensor});
    return list;
}

std::vector<NamedTensor> OwnNeuron::buffers() const
{
    std::vector<NamedTensor> list;
    for (const auto& [name, tensor] : m_buffers)
        list.push_back({name, *tensor});
    return list;
}

void OwnNeuron::toDevice(c10::Device device)
{
    for (const auto& [name, tensor] : m_learnables)
        moveLeaf(*tensor, device);
    for (const Named* list : {&m_buffers, &m_states})
        for (const auto& [name, tensor] : *list)
            if (tensor->defined())
                moveTensor(*tensor, device);
}

void OwnNeuron::reset()
{
    for (const auto& [name, tensor] : m_states)
        tensor->reset();
    m_sequences.clear();
    m_time = 0;
}

void OwnNeuron::detach()
{
    for (const auto& [name, tensor] : m_states)
        if (tensor->defined())
            *tensor = tensor->detach();
}

std::vector<NamedTensor> OwnNeuron::saveState() const
{
    std::vector<NamedTensor> list;
    for (const auto& [name, tensor] : m_states)
        if (tensor->defined())
            list.push_back({name, tensor->detach().clone()});
    if (m_time > 0)
        list.push_back({"steps", at::full({1}, m_time, at::kLong)});
    return list;
}

void OwnNeuron::restoreState(const std::vector<NamedTensor>& state)
{
    reset();
    for (const NamedTensor& entry : state) {
        bool known = entry.name == "steps";
        if (known)
            m_time = entry.tensor.item<std::int64_t>();
        for (const auto& [name, tensor] : m_states)
            if (name == entry.name) {
                *tensor = entry.tensor.clone();
                known = true;
            }
        if (!known)
            throw Error("There is no state '" + entry.name + "'.", name(), "Restore states saved from the same graph.");
    }
}

Tensors OwnNeuron::step(const Tensors& inputs)
{
    m_sequences.clear();
    Tensors outputs = NodeModule::step(inputs);
    for (auto& [state, sequence] : m_sequences)
        sequence = sequence.squeeze(0);   // a probe asks for one step, [N, ...]
    return outputs;
}

at::Tensor OwnNeuron::stateSequence(const std::string& state) const
{
    const auto it = m_sequences.find(state);
    return it == m_sequences.end() ? at::Tensor() : it->second;
}

void OwnNeuron::requireSteps(std::int64_t steps, std::int64_t limit) const
{
    if (m_time + steps > limit)
        throw Error("This neuron is made for " + std::to_string(limit) + " steps, and " +
                        std::to_string(m_time + steps) + " were asked for.",
                    name(), "Reset the network before each sample, or change 'Steps'.");
}

at::Tensor OwnNeuron::stacked(const std::vector<at::Tensor>& steps, const at::Tensor& x)
{
    return steps.empty() ? at::empty_like(x) : at::stack(steps);
}

at::Tensor OwnNeuron::fire(const at::Tensor& h) const
{
    ops::SequenceConfig config = fusedConfig("part.spike");
    config.params.clear();
    return ops::runSequence({h}, {}, {}, config).outputs.at(0);
}

ops::SequenceConfig OwnNeuron::fusedConfig(const std::string& neuron, const kernels::NamedValues& changed) const
{
    ops::SequenceConfig config;
    config.neuron = neuron;
    config.params = kernelParams(values());
    for (const auto& [name, value] : changed)
        config.params[name] = value;
    const SurrogateSetting surrogate = surrogateSetting(values());
    config.surrogate = surrogate.id;
    config.surrogateParams = surrogate.params;
    config.keepStates = keepsStates() || (values().has("store_v_seq") && values().flag("store_v_seq"));
    return config;
}

} // namespace spw::engine
