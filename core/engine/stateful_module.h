// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"

namespace spw::engine {

/// A module whose states are a list of tensors that every call takes and gives: forgotten, cut off, saved and shown alike.
class StatefulModule : public NodeModule {
public:
    /// @param states  names as probes and checkpoints have them; further states are called "state1" and so on.
    StatefulModule(const PlannedNode& node, std::vector<std::string> states)
        : NodeModule(node), m_stateNames(std::move(states)) {}

    Tensors step(const Tensors& inputs) override;
    void reset() override;
    void detach() override;
    std::vector<NamedTensor> saveState() const override;
    void restoreState(const std::vector<NamedTensor>& state) override;
    at::Tensor stateSequence(const std::string& state) const override;

protected:
    std::vector<at::Tensor> m_state;      // of the last step, empty before the first
    /// Set by forward() as far as keepsStates(): [T, N, ...] of the last call, in the order of the names.
    std::vector<at::Tensor> m_stateSeq;

private:
    std::vector<std::string> m_stateNames;
};

} // namespace spw::engine
