// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/network.h"
#include "core/engine/update_rules.h"

#include <string>
#include <vector>

namespace spw::engine {

/// Applies one of updateRules() to all learnable tensors (a test compares bits with LibTorch's own optimizers). Its
/// state is a list of named tensors, so that a checkpoint holds all of it.
class Optimizer {
public:
    /// @param learner  values of the learner node.
    Optimizer(std::vector<Network::Entry> parameters, const ParamValues& learner);

    /// One update from the gradients, which are cleared afterwards. Parameters without a gradient stay.
    void step(double learningRate);

    void dropGradients();   // without an update

    const std::vector<Network::Entry>& parameters() const { return m_parameters; }
    /// "Conv 1/weight#exp_avg" and so on; the number of steps is apart.
    std::vector<Network::Entry> state() const;
    std::int64_t steps() const { return m_steps; }
    /// @throws Error if a tensor is missing or has another shape.
    void restore(const std::vector<Network::Entry>& state, std::int64_t steps);

private:
    const UpdateRule& m_rule;
    UpdateSettings m_settings;
    std::vector<Network::Entry> m_parameters;
    std::vector<UpdateSlot> m_slots;   // as m_parameters
    std::int64_t m_steps = 0;
};

} // namespace spw::engine
