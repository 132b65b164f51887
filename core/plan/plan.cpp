// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan.h"

#include "core/plan/planner.h"

#include <algorithm>

namespace spw {

const PlannedNode* Plan::find(NodeId id) const
{
    const auto it = std::find_if(nodes.begin(), nodes.end(), [&](const PlannedNode& node) { return node.id == id; });
    return it == nodes.end() ? nullptr : &*it;
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
    constexpr double kReal = 4;               // float32
    constexpr double kPerParameter = 4 * kReal;   // value, gradient, two moments of Adam
    double bytes = double(parameterCount()) * kPerParameter;
    for (const PlannedNode& node : nodes) {
        for (const PortInfo& out : node.outputs) {
            if ((out.type != PortType::Sequence && out.type != PortType::Spikes) || out.features.empty())
                continue;
            double numbers = double(batch) * double(out.steps.value_or(1));
            for (const Dim& dim : out.features)
                numbers *= double(dim.value_or(1));
            // A neuron keeps its membrane before reset besides its spikes: all its backward pass needs.
            bytes += numbers * kReal * (node.spec->category == Category::Neuron ? 2 : 1);
        }
    }
    return bytes;
}

Plan makePlan(const Graph& graph)
{
    return Planner(graph).make();
}

} // namespace spw
