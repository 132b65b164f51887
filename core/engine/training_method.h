// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/online_learning.h"

#include <memory>

namespace spw::engine {

/// How gradients come about where the learner's `method` is not "through time" (models.md LR7 to LR9).
class TrainingMethod {
public:
    virtual ~TrainingMethod() = default;
    /// One batch from reset states. @param epoch, batch  from 0.  @return loss and readout, as Trainer::learn().
    virtual std::pair<double, at::Tensor> learn(const PortValues& feeds, std::int64_t epoch, std::int64_t batch, const OnlineHooks& hooks) = 0;
    /// learn() has changed the weights already.
    virtual bool updates() const { return false; }
    /// The network is run step by step, so that no spikes are counted.
    virtual bool stepwise() const { return false; }
    virtual std::vector<Network::Entry> state() const = 0;
    /// @param entries  of a checkpoint; others are passed over.
    virtual void restore(const std::vector<Network::Entry>& entries) = 0;
};

/// nullptr: backpropagation through time. @throws Error naming what does not go together.
std::unique_ptr<TrainingMethod> makeTrainingMethod(Network& network, const Plan& plan, const Goal& goal, const PlannedNode& learner,
                                                   std::uint64_t seed);

} // namespace spw::engine
