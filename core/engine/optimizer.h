// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"
#include "core/engine/network.h"

#include <memory>
#include <string>
#include <vector>

namespace spw::engine {

/// SGD with momentum, Adam or AdamW, with the formulas and the order of operations of PyTorch (a test compares bits).
/// Its state is a list of named tensors, so that a checkpoint holds all of it.
class Optimizer {
public:
    /// @param values  of the learner node: optimizer, momentum, weight_decay.
    Optimizer(std::vector<Network::Entry> parameters, const ParamValues& values);

    /// One update from the gradients, which are cleared afterwards. Parameters without a gradient stay.
    void step(double learningRate);

    /// "Conv 1/weight#exp_avg" and so on; the number of steps is apart.
    std::vector<Network::Entry> state() const;
    std::int64_t steps() const { return m_steps; }
    /// @throws Error if a tensor is missing or has another shape.
    void restore(const std::vector<Network::Entry>& state, std::int64_t steps);

private:
    struct Slot {
        Network::Entry parameter;
        at::Tensor first, second;   // momentum buffer, or the two moments
    };
    void sgd(Slot& slot, const at::Tensor& grad, double learningRate) const;
    void adam(Slot& slot, const at::Tensor& grad, double learningRate) const;

    enum class Kind { Sgd, Adam, AdamW };
    Kind m_kind;
    double m_momentum, m_weightDecay;
    std::vector<Slot> m_slots;
    std::int64_t m_steps = 0;
};

/// Learning rate of an epoch (1 is the first), from the base rate and the learner's schedule. A closed form, so that
/// a resumed run needs no history.
double scheduledRate(double base, const ParamValues& learner, std::int64_t epoch, std::int64_t epochs);

} // namespace spw::engine
