// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of planning: what flows where, and whether the graph makes sense as a whole.
#include "core/nodes/learners/local_learner.h"
#include "core/plan/planner.h"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

namespace spw {

namespace {

std::string shortNumber(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

} // namespace

/// @return true if the outputs changed.
bool Planner::inferOne(int index, Diagnostics& found)
{
    Item& item = m_items[std::size_t(index)];
    PlannedNode& node = item.planned;
    for (PlannedInput& input : node.inputs)
        input.info.reset();
    for (const int w : item.incoming) {
        const Wire& wire = m_wires[std::size_t(w)];
        PlannedInput& input = node.inputs[std::size_t(wire.input)];
        const Item& from = m_items[std::size_t(wire.from)];
        if (!input.info && !from.onBadCycle)
            input.info = from.planned.outputs[std::size_t(wire.output)];
    }

    std::vector<PortInfo> outputs;
    for (const PortSpec& out : item.spec->outputs)
        outputs.push_back({.type = out.type, .features = {}, .steps = {}, .classes = {}});
    node.parameterCount = 0;
    node.multiplications = 0;
    if (item.spec->shape && item.valuesLegal) {
        ShapeQuery query{.values = node.values, .inputs = {}};
        for (const PlannedInput& input : node.inputs)
            query.inputs.push_back(input.info);
        NodeReport report;
        const ShapeAnswer answer = item.spec->shape(query, report);
        for (std::size_t i = 0; i < outputs.size() && i < answer.outputs.size(); ++i) {
            outputs[i].type = answer.outputs[i].type;
            if (answer.valid)
                outputs[i] = answer.outputs[i];
        }
        if (answer.valid) {
            node.parameterCount = answer.parameterCount;
            node.multiplications = answer.multiplications;
        }
        for (Diagnostic d : report.list()) {
            d.node = node.id;
            d.nodeName = node.name;
            if (d.code.empty())
                d.code = "SPW-S010";
            found.push_back(std::move(d));
        }
    }
    const bool changed = outputs != node.outputs;
    node.outputs = std::move(outputs);
    return changed;
}

void Planner::inferShapes(const std::vector<int>& order)
{
    // Shapes settle in one pass, unless a loop leads back to a node that was asked before its input was known.
    constexpr int kMostPasses = 16;
    const int passes = std::min(m_delaysOnLoops + 1, kMostPasses);
    Diagnostics found;
    for (int pass = 0; pass < passes; ++pass) {
        found.clear();
        bool changed = false;
        for (const int index : order)
            changed |= inferOne(index, found);
        if (!changed)
            break;
    }
    std::move(found.begin(), found.end(), std::back_inserter(m_plan.diagnostics));
}

void Planner::checkUse()
{
    const auto isGoal = [](const Item& item) {
        if (!item.spec)
            return true;   // nobody knows what a placeholder does
        switch (item.spec->category) {
        case Category::Readout:
        case Category::Loss:
        case Category::Learner:
        case Category::Metric:
        case Category::Probe: return true;
        default: return item.spec->outputs.empty();
        }
    };
    std::vector<bool> used(m_items.size(), false);
    std::vector<int> open;
    bool anyGoal = false;
    for (int index = 0; index < int(m_items.size()); ++index) {
        if (isGoal(m_items[std::size_t(index)])) {
            anyGoal = anyGoal || m_items[std::size_t(index)].spec;
            used[std::size_t(index)] = true;
            open.push_back(index);
        }
    }
    while (!open.empty()) {
        const Item& item = m_items[std::size_t(open.back())];
        open.pop_back();
        for (const int w : item.incoming) {
            const std::size_t from = std::size_t(m_wires[std::size_t(w)].from);
            if (!used[from]) {
                used[from] = true;
                open.push_back(int(from));
            }
        }
    }
    if (!anyGoal)   // still being built, or made to be looked at: one remark instead of one per node
        return;
    for (int index = 0; index < int(m_items.size()); ++index) {
        const Item& item = m_items[std::size_t(index)];
        // A node that has a wire to a broken place is already named by that problem.
        const bool leadsSomewhereBroken =
            std::count(item.outputUsed.begin(), item.outputUsed.end(), true) > 0 && item.outgoing.empty();
        if (!used[std::size_t(index)] && !item.onBadCycle && !leadsSomewhereBroken)
            report(index, Severity::Warning, "SPW-G009", "", "Nothing depends on this node.",
                   "It leads to no readout, loss or probe, so it is left out of training.",
                   "Connect it, or delete it.");
    }
}

void Planner::checkLearners()
{
    int first = -1;
    for (int index = 0; index < int(m_items.size()); ++index) {
        const Item& item = m_items[std::size_t(index)];
        if (!item.spec || item.spec->category != Category::Learner || learners::isLocal(*item.spec))
            continue;   // each synapse may have a local learner of its own
        if (first < 0)
            first = index;
        else
            report(index, Severity::Error, "SPW-G011", "", "There is more than one learner.",
                   nameOf(first) + " already trains this network.", "Delete one of them.");
    }
}

void Planner::checkReadouts()
{
    for (int index = 0; index < int(m_items.size()); ++index) {
        const Item& readout = m_items[std::size_t(index)];
        // Others read membranes, or what a readout before them says.
        if (!readout.spec || (readout.spec->id != "readout.rate" && readout.spec->id != "readout.spike_count"
                              && readout.spec->id != "readout.first_spike" && readout.spec->id != "readout.moving_window"))
            continue;
        // Pools, voting and the like may lie between the neurons and the readout; weights may not.
        int at = index;
        for (std::size_t hops = 0; hops <= m_items.size(); ++hops) {
            const Item& item = m_items[std::size_t(at)];
            if (item.incoming.empty())
                break;
            const Wire& wire = m_wires[std::size_t(item.incoming.front())];
            const Item& from = m_items[std::size_t(wire.from)];
            if (from.onBadCycle || from.planned.outputs[std::size_t(wire.output)].type == PortType::Spikes)
                break;
            const bool passesOn = from.spec->category == Category::Layer && from.planned.parameterCount == 0 &&
                                  from.planned.multiplications == 0;
            if (passesOn) {
                at = wire.from;
                continue;
            }
            if (!from.planned.outputs[std::size_t(wire.output)].features.empty())
                report(index, Severity::Warning, "SPW-G012", readout.spec->inputs.front().name,
                       "There are no spikes to count: " + nameOf(wire.from) + " gives analog values.",
                       "Their mean over time is taken instead of a firing rate.",
                       "Put a neuron between " + nameOf(wire.from) + " and this node.");
            break;
        }
    }
}

/// Their kernels count milliseconds, so steps of two lengths in one network mean that some time constants are wrong
/// (K16 of models.md). What most nodes say is taken for meant.
void Planner::checkStepTimes()
{
    std::map<double, int> nodesOf;
    const auto stepTime = [&](const Item& item) -> std::optional<double> {
        const bool wired = !item.incoming.empty() || !item.outgoing.empty();
        if (!item.spec || !wired || !item.valuesLegal || !item.spec->param("Ts"))
            return {};
        return item.planned.values.real("Ts");
    };
    for (const Item& item : m_items)
        if (const auto time = stepTime(item))
            ++nodesOf[*time];
    if (nodesOf.size() < 2)
        return;
    const auto most = std::max_element(nodesOf.begin(), nodesOf.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    for (int index = 0; index < int(m_items.size()); ++index)
        if (const auto time = stepTime(m_items[std::size_t(index)]); time && *time != most->first)
            report(index, Severity::Error, "SPW-G016", "Ts",
                   "A step lasts " + shortNumber(*time) + " ms here and " + shortNumber(most->first) + " ms elsewhere.",
                   "All nodes of a SLAYER network count time in the same steps.",
                   "Set 'Time of a step' to " + shortNumber(most->first) + " here, or change the other nodes.");
}

} // namespace spw
