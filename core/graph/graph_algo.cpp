// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph_algo.h"

#include <unordered_set>
#include <vector>

namespace spw::GraphAlgo {
namespace {

/// Walks one direction a node at a time, so that two walks can take turns.
template <bool kForward>
class Walk {
public:
    Walk(const Graph& graph, NodeId start) : m_graph(graph), m_open{start} {}
    bool done() const { return m_open.empty(); }
    bool saw(NodeId id) const { return m_seen.count(id) != 0; }
    const std::unordered_set<NodeId>& seen() const { return m_seen; }

    /// Looks at the neighbours of one node. `visit` says whether to go on from the neighbour.
    template <class Visit>
    void step(Visit visit)
    {
        const NodeId at = m_open.back();
        m_open.pop_back();
        const auto look = [&](NodeId next) {
            if (m_seen.insert(next).second && visit(next))
                m_open.push_back(next);
        };
        if constexpr (kForward) {
            for (const Edge& edge : m_graph.outgoing(at))
                look(edge.to.node);
        } else {
            for (const Edge& edge : m_graph.incoming(at))
                look(edge.from.node);
        }
    }

private:
    const Graph& m_graph;
    std::vector<NodeId> m_open;
    std::unordered_set<NodeId> m_seen;
};

template <bool kForward>
std::set<NodeId> reach(const Graph& graph, NodeId start)
{
    Walk<kForward> walk(graph, start);
    while (!walk.done())
        walk.step([](NodeId) { return true; });
    std::set<NodeId> found(walk.seen().begin(), walk.seen().end());
    found.erase(start);
    return found;
}

} // namespace

std::set<NodeId> upstream(const Graph& graph, NodeId node)
{
    return reach<false>(graph, node);
}

std::set<NodeId> downstream(const Graph& graph, NodeId node)
{
    return reach<true>(graph, node);
}

bool closesUndelayedCycle(const Graph& graph, const Edge& edge)
{
    const auto passes = [&](NodeId id) {
        const NodeSpec* spec = graph.spec(id);
        return !(spec && spec->delaysOutput);
    };
    const NodeId from = edge.from.node, to = edge.to.node;
    if (!passes(from) || !passes(to))
        return false;
    if (from == to)
        return true;
    // A node added at either end of a long chain has a short way in one direction: the two walks take turns, and the
    // one that runs dry first decides.
    Walk<true> down(graph, to);
    Walk<false> up(graph, from);
    while (!down.done() && !up.done()) {
        down.step(passes);
        up.step(passes);
        if (down.saw(from) || up.saw(to))
            return true;
    }
    return false;
}

} // namespace spw::GraphAlgo
