// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/stateful_module.h"

namespace spw::engine {

Tensors StatefulModule::step(const Tensors& inputs)
{
    Tensors out = NodeModule::step(inputs);
    for (at::Tensor& sequence : m_stateSeq)
        if (sequence.defined())
            sequence = sequence.squeeze(0);
    return out;
}

void StatefulModule::reset()
{
    m_state.clear();
    m_stateSeq.clear();
}

void StatefulModule::detach()
{
    for (at::Tensor& state : m_state)
        state = state.detach();
}

std::vector<NamedTensor> StatefulModule::saveState() const
{
    std::vector<NamedTensor> list;
    for (std::size_t i = 0; i < m_state.size(); ++i)
        list.push_back({i < m_stateNames.size() ? m_stateNames[i] : "state" + std::to_string(i),
                        m_state[i].detach().clone()});
    return list;
}

void StatefulModule::restoreState(const std::vector<NamedTensor>& state)
{
    m_state.clear();
    for (const NamedTensor& entry : state)
        m_state.push_back(entry.tensor.clone());
}

at::Tensor StatefulModule::stateSequence(const std::string& state) const
{
    for (std::size_t i = 0; i < m_stateSeq.size() && i < m_stateNames.size(); ++i)
        if (m_stateNames[i] == state)
            return m_stateSeq[i];
    return {};
}

} // namespace spw::engine
