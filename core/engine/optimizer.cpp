// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/optimizer.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

Optimizer::Optimizer(std::vector<Network::Entry> parameters, const ParamValues& learner)
    : m_rule(updateRule(learner.text("optimizer"))), m_settings(updateSettings(m_rule, learner)),
      m_parameters(std::move(parameters))
{
    const auto options = at::TensorOptions().requires_grad(false);
    for (const Network::Entry& parameter : m_parameters) {
        UpdateSlot slot{parameter.tensor, {}};
        for (const std::string_view name : m_rule.memory)
            slot.memory.push_back(name == "mu_product" ? at::zeros({1}, options.dtype(at::kDouble))
                                                       : at::zeros_like(parameter.tensor, options));
        m_slots.push_back(std::move(slot));
    }
}

void Optimizer::step(double learningRate)
{
    const at::NoGradGuard noGrad;
    ++m_steps;
    for (UpdateSlot& slot : m_slots) {
        if (!slot.parameter.grad().defined())
            continue;
        m_rule.update(slot, slot.parameter.grad(), m_settings, learningRate, m_steps);
        slot.parameter.mutable_grad().reset();
    }
}

void Optimizer::dropGradients()
{
    for (UpdateSlot& slot : m_slots)
        slot.parameter.mutable_grad().reset();
}

std::vector<Network::Entry> Optimizer::state() const
{
    std::vector<Network::Entry> list;
    for (std::size_t i = 0; i < m_slots.size(); ++i)
        for (std::size_t k = 0; k < m_rule.memory.size(); ++k)
            list.push_back({m_parameters[i].node, m_parameters[i].name + "#" + std::string(m_rule.memory[k]),
                            m_slots[i].memory[k]});
    return list;
}

void Optimizer::restore(const std::vector<Network::Entry>& saved, std::int64_t steps)
{
    const at::NoGradGuard noGrad;
    for (Network::Entry& mine : state()) {
        bool found = false;
        for (const Network::Entry& entry : saved)
            if (entry.name == mine.name && entry.tensor.sizes() == mine.tensor.sizes()) {
                mine.tensor.copy_(entry.tensor);   // shares memory with the slot
                found = true;
            }
        if (!found)
            throw Error("The optimizer's state lacks '" + mine.name + "' in the shape of this network.",
                        "optimizer.h5", "Resume from a checkpoint that this graph and optimizer wrote.");
    }
    m_steps = steps;
}

} // namespace spw::engine
