// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/learner_ties.h"
#include "core/plan/plan.h"

#include <set>
#include <vector>

namespace spw::engine {

/// Where a planned graph says what is right and wrong: its loss, what the loss looks at, and the learner.
struct Goal {
    const PlannedNode* learner = nullptr;   // BPTT or the schedule of local learners; nullptr: none
    std::vector<LearnerTie> ties;           // local learners at work
    const PlannedNode* loss = nullptr;      // nullptr: no measure of success
    EdgeEnd lossPort;                       // node 0: none
    EdgeEnd readoutPort;                    // what accuracy looks at: a readout, or a sequence that a loss looks at; node 0: none
    std::vector<const PlannedNode*> neurons;   // every spiking node, in order

    /// @throws Error naming what is missing.
    void requireLearner() const;
    void requireLoss() const;
    void requireAnswer() const;
};

Goal findGoal(const Plan& plan);

/// @throws Error with all problems of a plan that has any, one a line.
void requireOk(const Plan& plan);

/// First output port of a node.
EdgeEnd outputOf(const PlannedNode& node);

} // namespace spw::engine
