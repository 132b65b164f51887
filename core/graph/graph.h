// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/catalog.h"
#include "core/graph/graph_edit.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace spw {

/// The network as the user drew it. A value: copy it to give a run its own.
///
///     Graph graph(builtinCatalog());
///     const GraphEdit undo = graph.apply(SetParam{lif, "tau", 4.0});
///     graph.apply(undo);
class Graph {
public:
    explicit Graph(const Catalog& catalog = builtinCatalog()) : m_catalog(&catalog) {}
    Graph(const Graph& other);              // listeners are not copied
    Graph& operator=(const Graph& other);

    /// The one door for change. Checks the edit, then commits it: a refused edit changes nothing.
    /// @return the inverse edit.  @throws Error naming the node and the remedy.
    GraphEdit apply(const GraphEdit& edit);

    /// Why an edge cannot be drawn (wrong type, unknown port, same node, cycle without a delay); empty: it can.
    std::string whyNotConnect(const Edge& edge) const;

    const Catalog& catalog() const { return *m_catalog; }
    const std::map<NodeId, Node>& nodes() const { return m_nodes; }
    const std::vector<Edge>& edges() const { return m_edges; }   // sorted
    bool contains(NodeId id) const { return m_nodes.count(id) != 0; }
    const Node& node(NodeId id) const;      // @throws Error
    const NodeSpec* spec(NodeId id) const;  // nullptr for a placeholder
    std::optional<EdgeEnd> source(const EdgeEnd& input) const;   // what feeds a single input
    NodeId nextId() const;

    /// By title if unique, else by id written as a number. @throws Error listing near names.
    NodeId find(const std::string& nameOrId) const;

    using Listener = std::function<void(const GraphEdit&)>;   // called after each applied (elementary) edit
    int addListener(Listener listener);
    void removeListener(int token);

    bool operator==(const Graph& other) const { return m_nodes == other.m_nodes && m_edges == other.m_edges; }

private:
    GraphEdit applyOne(const GraphEdit& edit);
    void notify(const GraphEdit& edit);

    const Catalog* m_catalog;
    std::map<NodeId, Node> m_nodes;
    std::vector<Edge> m_edges;
    std::map<int, Listener> m_listeners;
    int m_nextToken = 1;
};

} // namespace spw
