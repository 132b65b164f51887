// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goal.h"

#include "core/base/error.h"

namespace spw::engine {

void requireOk(const Plan& plan)
{
    std::string problems;
    for (const Diagnostic& diagnostic : plan.diagnostics)
        if (diagnostic.severity == Severity::Error) {
            if (!problems.empty())
                problems += '\n';
            problems += toText(diagnostic);
        }
    if (!problems.empty())
        throw Error(problems, "the graph", "Mend what is listed, then start again.");
}

EdgeEnd outputOf(const PlannedNode& node) { return {node.id, node.spec->outputs.at(0).name}; }

Goal findGoal(const Plan& plan)
{
    Goal goal;
    const PlannedNode* anyLoss = nullptr;
    const PlannedNode* anyReadout = nullptr;
    for (const PlannedNode& node : plan.nodes) {
        switch (node.spec->category) {
        case Category::Learner:
            if (goal.learner)
                throw Error("The graph has two learners.", node.name, "Keep one of them.");
            goal.learner = &node;
            break;
        case Category::Loss: anyLoss = &node; break;
        case Category::Readout: anyReadout = &node; break;
        case Category::Neuron: goal.neurons.push_back(&node); break;
        default: break;
        }
    }
    goal.loss = anyLoss;
    if (goal.learner && !goal.learner->inputs.empty() && !goal.learner->inputs[0].from.empty())
        goal.loss = plan.find(goal.learner->inputs[0].from[0].node);
    if (goal.loss) {
        goal.lossPort = outputOf(*goal.loss);
        if (!goal.loss->inputs.empty() && !goal.loss->inputs[0].from.empty())
            goal.readoutPort = goal.loss->inputs[0].from[0];
    } else if (anyReadout) {
        goal.readoutPort = outputOf(*anyReadout);
    }
    return goal;
}

void Goal::requireLearner() const
{
    if (!learner)
        throw Error("The graph has no learner, so there is nothing to train with.", "the graph",
                    "Add a BPTT node and wire the loss to it.");
    requireLoss();
}

void Goal::requireLoss() const
{
    if (!loss || readoutPort.node == 0)
        throw Error("The graph has no loss that is wired to a readout.", "the graph",
                    "Add a firing-rate readout and a loss, and wire them to the last layer and the labels.");
}

} // namespace spw::engine
