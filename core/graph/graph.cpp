// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph.h"

#include "core/base/error.h"
#include "core/graph/graph_algo.h"

#include <algorithm>

namespace spw {
namespace {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

std::string nodeText(const Node& node)
{
    return "'" + node.title + "'";
}

std::string freeTitle(const std::map<NodeId, Node>& nodes, const std::string& base)
{
    for (int n = 1;; ++n) {
        const std::string title = base + " " + std::to_string(n);
        const bool taken = std::any_of(nodes.begin(), nodes.end(), [&](const auto& e) { return e.second.title == title; });
        if (!taken)
            return title;
    }
}

} // namespace

Graph::Graph(const Graph& other) : m_catalog(other.m_catalog), m_nodes(other.m_nodes), m_edges(other.m_edges) {}

Graph& Graph::operator=(const Graph& other)
{
    m_catalog = other.m_catalog;
    m_nodes = other.m_nodes;
    m_edges = other.m_edges;
    return *this;
}

const Node& Graph::node(NodeId id) const
{
    const auto it = m_nodes.find(id);
    if (it == m_nodes.end())
        throw Error("There is no node " + std::to_string(id) + ".", "graph", "Use the id of a node that exists.");
    return it->second;
}

const NodeSpec* Graph::spec(NodeId id) const
{
    return m_catalog->find(node(id).type);
}

std::optional<EdgeEnd> Graph::source(const EdgeEnd& input) const
{
    for (const Edge& edge : m_edges)
        if (edge.to == input)
            return edge.from;
    return std::nullopt;
}

NodeId Graph::nextId() const
{
    return m_nodes.empty() ? 1 : m_nodes.rbegin()->first + 1;
}

NodeId Graph::find(const std::string& nameOrId) const
{
    NodeId found = 0;
    int count = 0;
    std::string known;
    for (const auto& [id, node] : m_nodes) {
        if (node.title == nameOrId) {
            found = id;
            ++count;
        }
        known += (known.empty() ? "" : ", ") + node.title;
    }
    if (count == 1)
        return found;
    if (!nameOrId.empty() && nameOrId.size() < 18 &&
        std::all_of(nameOrId.begin(), nameOrId.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        const NodeId id = std::stoll(nameOrId);
        if (contains(id))
            return id;
    }
    if (count > 1)
        throw Error("Several nodes are called '" + nameOrId + "'.", "graph", "Use the node's id instead of its name.");
    throw Error("There is no node '" + nameOrId + "'.", "graph", "Use one of: " + known + ".");
}

std::string Graph::whyNotConnect(const Edge& edge) const
{
    if (!contains(edge.from.node) || !contains(edge.to.node))
        return "One of the two nodes no longer exists.";
    if (edge.from.node == edge.to.node)
        return "A node cannot feed itself directly.";
    const NodeSpec* from = spec(edge.from.node);
    const NodeSpec* to = spec(edge.to.node);
    if (!from || !to)
        return "The type of " + nodeText(node(from ? edge.to.node : edge.from.node)) + " is not installed.";
    const int out = from->outputIndex(edge.from.port);
    const int in = to->inputIndex(edge.to.port);
    if (out < 0)
        return nodeText(node(edge.from.node)) + " has no output '" + edge.from.port + "'.";
    if (in < 0)
        return nodeText(node(edge.to.node)) + " has no input '" + edge.to.port + "'.";
    const PortType given = from->outputs[std::size_t(out)].type;
    const PortType wanted = to->inputs[std::size_t(in)].type;
    if (!canConnect(given, wanted)) {
        std::string why = nodeText(node(edge.from.node)) + " gives " + portTypeName(given) + ", " +
                          nodeText(node(edge.to.node)) + " expects " + portTypeName(wanted) + ".";
        if (given == PortType::Static && wanted == PortType::Sequence)
            why += " Put an encoder in between: Direct encoder repeats the picture, Poisson encoder makes spikes of it.";
        if (given == PortType::Events && (wanted == PortType::Sequence || wanted == PortType::Spikes))
            why += " Put 'Events to frames' in between.";
        return why;
    }
    if (GraphAlgo::closesUndelayedCycle(*this, edge))
        return "This wire would close a loop without a delay, so no node could go first. "
               "Put a node that holds its output for one step into the loop.";
    return {};
}

GraphEdit Graph::apply(const GraphEdit& edit)
{
    if (const Batch* batch = std::get_if<Batch>(&edit.value)) {
        Batch inverse;
        try {
            for (const GraphEdit& one : batch->edits)
                inverse.edits.insert(inverse.edits.begin(), apply(one));
        } catch (...) {
            for (const GraphEdit& one : inverse.edits)   // all or nothing
                apply(one);
            throw;
        }
        return inverse;
    }
    GraphEdit inverse = applyOne(edit);
    notify(edit);
    return inverse;
}

GraphEdit Graph::applyOne(const GraphEdit& edit)
{
    return std::visit(
        Overloaded{
            [&](const AddNode& add) -> GraphEdit {
                Node node = add.node;
                if (node.id == 0)
                    node.id = nextId();
                if (node.id < 0 || contains(node.id))
                    throw Error("Node id " + std::to_string(node.id) + " is taken or negative.", "graph",
                                "Use a new positive id.");
                const NodeSpec* type = m_catalog->find(node.type);
                if (type) {
                    for (const ParamSpec& param : type->params) {
                        if (!node.values.has(param.name))
                            node.values.set(param.name, param.initial);
                        else
                            node.values.set(param.name, normalised(param, node.values.at(param.name)));
                    }
                }
                if (node.title.empty())
                    node.title = freeTitle(m_nodes, type ? type->title : node.type);
                const NodeId id = node.id;
                m_nodes.emplace(id, std::move(node));
                return RemoveNode{id};
            },
            [&](const RemoveNode& remove) -> GraphEdit {
                Batch inverse{{AddNode{node(remove.node)}}};
                for (const Edge& edge : m_edges)
                    if (edge.from.node == remove.node || edge.to.node == remove.node)
                        inverse.edits.push_back(Connect{edge});
                std::erase_if(m_edges, [&](const Edge& e) { return e.from.node == remove.node || e.to.node == remove.node; });
                m_nodes.erase(remove.node);
                return inverse;
            },
            [&](const Connect& connect) -> GraphEdit {
                const std::string why = whyNotConnect(connect.edge);
                if (!why.empty())
                    throw Error("Cannot connect.", nodeText(node(connect.edge.from.node)) + " to " +
                                                       nodeText(node(connect.edge.to.node)), why);
                if (std::binary_search(m_edges.begin(), m_edges.end(), connect.edge))
                    return Batch{};
                Batch inverse{{Disconnect{connect.edge}}};
                const NodeSpec* to = spec(connect.edge.to.node);
                if (!to->inputs[std::size_t(to->inputIndex(connect.edge.to.port))].bundle) {
                    if (const auto old = source(connect.edge.to)) {
                        const Edge oldEdge{*old, connect.edge.to};
                        std::erase(m_edges, oldEdge);
                        inverse.edits.push_back(Connect{oldEdge});
                    }
                }
                m_edges.insert(std::upper_bound(m_edges.begin(), m_edges.end(), connect.edge), connect.edge);
                return inverse;
            },
            [&](const Disconnect& disconnect) -> GraphEdit {
                const auto it = std::lower_bound(m_edges.begin(), m_edges.end(), disconnect.edge);
                if (it == m_edges.end() || *it != disconnect.edge)
                    throw Error("This wire does not exist.", "graph", "Refresh the view.");
                m_edges.erase(it);
                return Connect{disconnect.edge};
            },
            [&](const SetParam& set) -> GraphEdit {
                const Node& current = node(set.node);
                const NodeSpec* type = spec(set.node);
                const ParamSpec* param = type ? type->param(set.name) : nullptr;
                if (!param)
                    throw Error("There is no parameter '" + set.name + "'.", nodeText(current),
                                "Use a parameter that the inspector lists.");
                ParamValue value = normalised(*param, set.value);
                if (const std::string why = whyIllegal(*param, value); !why.empty())
                    throw Error("'" + param->caption + "' " + why + ".", nodeText(current),
                                "Enter " + param->range.text() + ".");
                ParamValue old = current.values.at(set.name);
                m_nodes.at(set.node).values.set(set.name, std::move(value));
                return SetParam{set.node, set.name, std::move(old)};
            },
            [&](const MoveNode& move) -> GraphEdit {
                const Point old = node(move.node).position;
                m_nodes.at(move.node).position = move.position;
                return MoveNode{move.node, old};
            },
            [&](const RenameNode& rename) -> GraphEdit {
                if (rename.title.empty())
                    throw Error("A node needs a name.", nodeText(node(rename.node)), "Type at least one character.");
                std::string old = node(rename.node).title;
                m_nodes.at(rename.node).title = rename.title;
                return RenameNode{rename.node, std::move(old)};
            },
            [&](const Batch&) -> GraphEdit { return Batch{}; },   // apply() unfolds batches
        },
        edit.value);
}

int Graph::addListener(Listener listener)
{
    m_listeners.emplace(m_nextToken, std::move(listener));
    return m_nextToken++;
}

void Graph::removeListener(int token)
{
    m_listeners.erase(token);
}

void Graph::notify(const GraphEdit& edit)
{
    const auto listeners = m_listeners;   // a listener may remove itself
    for (const auto& [token, listener] : listeners)
        listener(edit);
}

} // namespace spw
