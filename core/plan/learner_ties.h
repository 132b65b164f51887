// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"

#include <vector>

namespace spw {

/// What trains the weights of a node.
enum class TrainedBy { Nothing, Gradient, Learner, Frozen };
const char* trainedByName(TrainedBy by);   // "gradient", "learner", "frozen", "-"

/// A local learner (STDP and its kin) with what it is tied to.
struct LearnerTie {
    const PlannedNode* learner = nullptr;
    const PlannedNode* synapse = nullptr;
    EdgeEnd pre, post, reward;   // ports whose values it sees; reward.node 0: it needs none
};

/// The ties that work: the synapse is trained by its learner. A graph with a learner of gradients trains a synapse by
/// its learner if the synapse says so; without one every tied synapse that is not frozen is.
std::vector<LearnerTie> learnerTies(const Plan& plan);

TrainedBy trainedBy(const Plan& plan, const PlannedNode& node);

/// The learner that trains by a loss; nullptr: none.
const PlannedNode* gradientLearner(const Plan& plan);

/// Everything that is wrong with local learners and what they are tied to.
Diagnostics checkLearnerTies(const Plan& plan);

} // namespace spw
