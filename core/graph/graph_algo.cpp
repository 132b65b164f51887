// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph_algo.h"

#include <map>

namespace spw::GraphAlgo {
namespace {

template <class Passes>
std::set<NodeId> reach(const Graph& graph, NodeId start, bool forward, Passes passes)
{
    std::multimap<NodeId, NodeId> next;
    for (const Edge& edge : graph.edges())
        forward ? next.emplace(edge.from.node, edge.to.node) : next.emplace(edge.to.node, edge.from.node);
    std::set<NodeId> seen;
    std::vector<NodeId> open{start};
    while (!open.empty()) {
        const NodeId at = open.back();
        open.pop_back();
        if (at != start && !passes(at))
            continue;
        for (auto [it, end] = next.equal_range(at); it != end; ++it)
            if (seen.insert(it->second).second)
                open.push_back(it->second);
    }
    return seen;
}

} // namespace

std::set<NodeId> upstream(const Graph& graph, NodeId node)
{
    std::set<NodeId> found = reach(graph, node, false, [](NodeId) { return true; });
    found.erase(node);
    return found;
}

std::set<NodeId> downstream(const Graph& graph, NodeId node)
{
    std::set<NodeId> found = reach(graph, node, true, [](NodeId) { return true; });
    found.erase(node);
    return found;
}

bool closesUndelayedCycle(const Graph& graph, const Edge& edge)
{
    const auto delays = [&](NodeId id) {
        const NodeSpec* spec = graph.spec(id);
        return spec && spec->delaysOutput;
    };
    if (delays(edge.from.node) || delays(edge.to.node))
        return false;
    return reach(graph, edge.to.node, true, [&](NodeId id) { return !delays(id); }).count(edge.from.node) != 0;
}

} // namespace spw::GraphAlgo
