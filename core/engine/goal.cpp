// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goal.h"

#include "core/base/error.h"
#include "core/nodes/learners/local_learner.h"

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

namespace {

bool judgesClasses(const PlannedNode& loss)
{
    for (const PortSpec& port : loss.spec->inputs)
        if (port.type == PortType::Label)
            return true;
    return false;
}

PortType typeOf(const PlannedNode& node, const std::string& port)
{
    const int index = node.spec->outputIndex(port);
    return index < 0 ? PortType::Scalar : node.outputs.at(std::size_t(index)).type;
}

/// Where the answers are that `loss` judges: its readout; for a loss that looks at every step the readout beside it, or
/// else the sequence itself; for a sum that of its first part that has labels.
EdgeEnd answersOf(const Plan& plan, const PlannedNode& loss, int depth)
{
    constexpr int kDeepest = 64;
    if (loss.inputs.empty() || loss.inputs[0].from.empty() || depth > kDeepest)
        return {};
    if (loss.spec->inputs[0].type == PortType::Scalar) {
        EdgeEnd found;
        for (const bool withLabels : {true, false})
            for (const EdgeEnd& from : loss.inputs[0].from)
                if (const PlannedNode* part = plan.find(from.node); part && found.node == 0 && judgesClasses(*part) >= withLabels)
                    found = answersOf(plan, *part, depth + 1);
        return found;
    }
    const EdgeEnd source = loss.inputs[0].from[0];
    const PlannedNode* maker = plan.find(source.node);
    if (!maker || typeOf(*maker, source.port) == PortType::Readout)
        return source;
    EdgeEnd beside, anywhere;
    for (const PlannedNode& node : plan.nodes) {
        if (node.spec->category != Category::Readout || node.outputs.empty() || node.outputs[0].type != PortType::Readout)
            continue;
        anywhere = outputOf(node);
        if (!node.inputs.empty() && !node.inputs[0].from.empty() && node.inputs[0].from[0] == source)
            beside = anywhere;
    }
    return beside.node != 0 ? beside : anywhere.node != 0 ? anywhere : source;
}

} // namespace

Goal findGoal(const Plan& plan)
{
    Goal goal;
    const PlannedNode* anyLoss = nullptr;
    const PlannedNode* anyReadout = nullptr;
    for (const PlannedNode& node : plan.nodes) {
        switch (node.spec->category) {
        case Category::Learner:
            if (learners::isLocal(*node.spec))
                break;
            if (goal.learner)
                throw Error("The graph has two learners.", node.name, "Keep one of them.");
            goal.learner = &node;
            break;
        case Category::Loss: anyLoss = &node; break;
        case Category::Readout:
            if (!node.outputs.empty() && node.outputs[0].type == PortType::Readout)
                anyReadout = &node;
            break;
        case Category::Neuron: goal.neurons.push_back(&node); break;
        default: break;
        }
    }
    goal.loss = anyLoss;
    goal.ties = learnerTies(plan);
    const bool wired = goal.learner && !goal.learner->inputs.empty() && !goal.learner->inputs[0].from.empty();
    const bool byLoss = goal.learner && goal.learner->spec->inputIndex("loss") >= 0;
    if (wired && byLoss)
        goal.loss = plan.find(goal.learner->inputs[0].from[0].node);
    if (goal.loss) {
        goal.lossPort = outputOf(*goal.loss);
        goal.readoutPort = answersOf(plan, *goal.loss, 0);
    } else if (wired) {
        goal.readoutPort = goal.learner->inputs[0].from[0];
    } else if (anyReadout) {
        goal.readoutPort = outputOf(*anyReadout);
    }
    return goal;
}

void Goal::requireLearner() const
{
    if (!learner && ties.empty())
        throw Error("The graph has no learner, so there is nothing to train with.", "the graph",
                    "Add a BPTT node and wire the loss to it, or tie an STDP node to a synapse and its neurons.");
    if (learner && learner->spec->inputIndex("loss") >= 0)
        requireLoss();
}

void Goal::requireLoss() const
{
    if (!loss || readoutPort.node == 0)
        throw Error("The graph has no loss that is wired to a readout.", "the graph",
                    "Add a firing-rate readout and a loss, and wire them to the last layer and the labels.");
}

void Goal::requireAnswer() const
{
    if (readoutPort.node == 0)
        throw Error("The graph gives no answer that could be compared with the labels.", "the graph",
                    "Add a readout: 'Neuron labels' for neurons without a teacher, or a firing-rate readout and a loss.");
}

} // namespace spw::engine
