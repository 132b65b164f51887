// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/synapse_choice.h"

#include <set>

namespace spw::ui {

bool isSynapse(const NodeSpec* spec)
{
    if (!spec || !spec->learns || (spec->category != Category::Layer && spec->category != Category::Synapse))
        return false;
    for (const ParamSpec& param : spec->params)      // who says how many outputs there are has a weight for each of them
        if (param.name.rfind("out_", 0) == 0 || param.name == "outFeatures" || param.name == "outChannels")
            return true;
    return false;
}

std::vector<NodeId> synapsesOf(const Graph& graph)
{
    std::vector<NodeId> found;
    for (const auto& [id, node] : graph.nodes())
        if (isSynapse(graph.spec(id)))
            found.push_back(id);
    return found;
}

NodeId learnerOf(const Graph& graph, NodeId synapse)
{
    for (const Edge& edge : graph.outgoing(synapse))
        if (const NodeSpec* to = graph.spec(edge.to.node); to && to->category == Category::Learner && edge.to.port == "synapse")
            return edge.to.node;
    return 0;
}

NodeId neuronAfter(const Graph& graph, NodeId synapse)
{
    std::set<NodeId> seen{synapse};
    std::vector<NodeId> level{synapse};
    while (!level.empty()) {
        std::vector<NodeId> next;
        for (const NodeId id : level)
            for (const Edge& edge : graph.outgoing(id)) {
                const NodeSpec* to = graph.spec(edge.to.node);
                if (to && to->category == Category::Neuron)
                    return edge.to.node;
                if (to && !isSynapse(to) && seen.insert(edge.to.node).second)
                    next.push_back(edge.to.node);
            }
        level = std::move(next);
    }
    return 0;
}

NodeId synapseFor(const Graph& graph, NodeId node)
{
    if (!graph.contains(node))
        return 0;
    const NodeSpec* spec = graph.spec(node);
    if (isSynapse(spec))
        return node;
    if (!spec)
        return 0;
    if (spec->category == Category::Learner) {
        const auto source = graph.source({node, "synapse"});
        return source && isSynapse(graph.spec(source->node)) ? source->node : 0;
    }
    if (spec->category != Category::Neuron)
        return 0;
    // Upstream to the nearest synapse; what is between (a normalisation, a delay) has no weights of this kind.
    std::set<NodeId> seen{node};
    std::vector<NodeId> level{node};
    while (!level.empty()) {
        std::vector<NodeId> next;
        for (const NodeId id : level)
            for (const Edge& edge : graph.incoming(id)) {
                const NodeSpec* from = graph.spec(edge.from.node);
                if (isSynapse(from))
                    return edge.from.node;
                if (from && from->category != Category::Neuron && seen.insert(edge.from.node).second)
                    next.push_back(edge.from.node);
            }
        level = std::move(next);
    }
    return 0;
}

} // namespace spw::ui
