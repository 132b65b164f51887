// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/catalog.h"
#include "core/graph/graph_edit.h"
#include "core/graph/title_index.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
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

    /// For readers of files only: nodes and edges exactly as given, values unchanged, so that a project that is wrong
    /// opens and can be repaired (makePlan says what is wrong with it). Of equal edges one is kept.
    /// @throws Error for a node id that is not from 1 to kLargestId or is taken, for an edge without a node, and for a
    ///         group with an unknown or shared member or an illegal repeat.
    static Graph restore(const Catalog& catalog, std::vector<Node> nodes, std::vector<Edge> edges,
                         std::vector<Group> groups = {});

    /// The one door for change. Checks the edit, then commits it: a refused edit changes nothing.
    /// @return the inverse edit.  @throws Error naming the node and the remedy.
    GraphEdit apply(const GraphEdit& edit);

    /// Why an edge cannot be drawn (wrong type, unknown port, same node, cycle without a delay); empty: it can.
    std::string whyNotConnect(const Edge& edge) const;

    const Catalog& catalog() const { return *m_catalog; }
    const std::map<NodeId, Node>& nodes() const { return m_nodes; }
    const std::map<std::int64_t, Group>& groups() const { return m_groups; }
    const Group* groupOf(NodeId id) const;   // nullptr: in none
    const std::vector<Edge>& edges() const { return m_edges; }   // sorted
    bool contains(NodeId id) const { return m_nodes.count(id) != 0; }
    const Node& node(NodeId id) const;      // @throws Error
    const NodeSpec* spec(NodeId id) const;  // nullptr for a placeholder
    std::optional<EdgeEnd> source(const EdgeEnd& input) const;   // what feeds a single input
    std::span<const Edge> outgoing(NodeId id) const;             // valid until the next edit
    std::vector<Edge> incoming(NodeId id) const;
    NodeId nextId() const;

    /// By title if unique, else by id written as a number. @throws Error listing near names.
    NodeId find(const std::string& nameOrId) const;

    /// Called after each elementary edit, with ids, titles and values filled in. What an edit implies comes before it
    /// as edits of its own: removing a node first disconnects its wires, a new wire first the one it replaces.
    using Listener = std::function<void(const GraphEdit&)>;
    int addListener(Listener listener);
    void removeListener(int token);

    bool operator==(const Graph& other) const
    {
        return m_nodes == other.m_nodes && m_edges == other.m_edges && m_groups == other.m_groups;
    }

private:
    GraphEdit applyOne(const GraphEdit& edit);
    GraphEdit addNode(Node node);
    GraphEdit removeNode(NodeId id);
    GraphEdit connect(const Connect& connect);
    GraphEdit disconnect(const Edge& edge);
    GraphEdit setParam(const SetParam& set);
    GraphEdit setGroup(Group group);
    void insertEdge(const Edge& edge);
    void notify(const GraphEdit& edit);

    const Catalog* m_catalog;
    std::map<NodeId, Node> m_nodes;
    std::vector<Edge> m_edges;
    std::set<std::pair<EdgeEnd, EdgeEnd>> m_byInput;   // the same edges as (to, from)
    std::map<std::int64_t, Group> m_groups;
    TitleIndex m_titles;
    std::map<int, Listener> m_listeners;
    int m_nextToken = 1;
};

/// Ids stay exact in every JSON reader.
inline constexpr NodeId kLargestId = 9007199254740991;

} // namespace spw
