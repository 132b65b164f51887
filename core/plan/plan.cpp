// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan.h"

#include "core/plan/group_expansion.h"
#include "core/plan/memory_need.h"
#include "core/plan/planner.h"

#include <algorithm>

namespace spw {

const PlannedNode* Plan::find(NodeId id) const
{
    const auto it = std::find_if(nodes.begin(), nodes.end(), [&](const PlannedNode& node) { return node.id == id; });
    return it == nodes.end() ? nullptr : &*it;
}

bool Plan::hasSteps(const EdgeEnd& end) const
{
    const auto port = ports.find(end);
    return port != ports.end() && spw::hasSteps(port->second.type);
}

std::int64_t Plan::parameterCount() const
{
    std::int64_t sum = 0;
    for (const PlannedNode& node : nodes)
        if (__builtin_add_overflow(sum, node.parameterCount, &sum))
            return std::numeric_limits<std::int64_t>::max();
    return sum;
}

double Plan::multiplicationsPerSample() const
{
    double sum = 0;
    for (const PlannedNode& node : nodes)
        if (!node.outputs.empty())
            sum += node.multiplications * double(node.outputs[0].steps.value_or(1));
    return sum;
}

double Plan::trainingBytes(std::int64_t batch) const
{
    constexpr double kPerParameter = 4 * kRealBytes;   // value, gradient, two moments of Adam
    double bytes = double(parameterCount()) * kPerParameter;
    for (const PlannedNode& node : nodes) {
        for (const PortInfo& out : node.outputs)   // a neuron keeps its membrane before reset besides its spikes: all its backward pass needs
            bytes += sequenceBytes(out, batch) * (node.spec->category == Category::Neuron ? 2 : 1);
    }
    return bytes;
}

Plan makePlan(const Graph& graph)
{
    const bool stacked = std::any_of(graph.groups().begin(), graph.groups().end(),
                                     [](const auto& entry) { return entry.second.repeat > 1; });
    if (!stacked)
        return Planner(graph).make();
    ExpandedGraph expanded = expandGroups(graph);
    Plan plan = Planner(expanded.graph).make();
    // What is wrong with a copy is wrong with the node the user sees: said once, there.
    Diagnostics found = std::move(expanded.diagnostics);
    for (Diagnostic& d : plan.diagnostics) {
        if (const auto origin = expanded.origin.find(d.node); origin != expanded.origin.end()) {
            const bool said = std::any_of(plan.diagnostics.begin(), plan.diagnostics.end(), [&](const Diagnostic& other) {
                return other.node == origin->second && other.code == d.code && other.port == d.port;
            });
            if (said)
                continue;
            d.node = origin->second;
        }
        found.push_back(std::move(d));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.severity > b.severity; });
    plan.diagnostics = std::move(found);
    return plan;
}

} // namespace spw
