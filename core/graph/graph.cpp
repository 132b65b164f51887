// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph.h"

#include "core/base/error.h"
#include "core/graph/graph_algo.h"

#include <algorithm>
#include <cmath>

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

} // namespace

Graph::Graph(const Graph& other)
    : m_catalog(other.m_catalog), m_nodes(other.m_nodes), m_edges(other.m_edges), m_byInput(other.m_byInput)
    , m_groups(other.m_groups), m_titles(other.m_titles)
{
}

Graph& Graph::operator=(const Graph& other)
{
    m_catalog = other.m_catalog;
    m_nodes = other.m_nodes;
    m_edges = other.m_edges;
    m_byInput = other.m_byInput;
    m_groups = other.m_groups;
    m_titles = other.m_titles;
    return *this;
}

Graph Graph::restore(const Catalog& catalog, std::vector<Node> nodes, std::vector<Edge> edges,
                     std::vector<Group> groups)
{
    Graph graph(catalog);
    for (Node& node : nodes) {
        const NodeId id = node.id;
        if (id < 1 || id > kLargestId)
            throw Error("A node has the id " + std::to_string(id) + ".", nodeText(node), "Use ids from 1.");
        if (graph.contains(id))
            throw Error("Two nodes have the id " + std::to_string(id) + ".", nodeText(node),
                        "Give one of them another id.");
        graph.m_titles.add(node.title);
        graph.m_nodes.emplace(id, std::move(node));
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    for (const Edge& edge : edges) {
        for (const EdgeEnd& end : {edge.from, edge.to})
            if (!graph.contains(end.node))
                throw Error("An edge leads to node " + std::to_string(end.node) + ", which does not exist.", "graph",
                            "Remove the edge or add the node.");
        graph.m_byInput.emplace(edge.to, edge.from);
    }
    graph.m_edges = std::move(edges);
    for (Group& group : groups)
        graph.setGroup(std::move(group));
    return graph;
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

const Group* Graph::groupOf(NodeId id) const
{
    for (const auto& [groupId, group] : m_groups)
        if (group.members.count(id) != 0)
            return &group;
    return nullptr;
}

std::optional<EdgeEnd> Graph::source(const EdgeEnd& input) const
{
    const auto it = m_byInput.lower_bound({input, EdgeEnd{}});
    if (it == m_byInput.end() || it->first != input)
        return std::nullopt;
    return it->second;
}

std::span<const Edge> Graph::outgoing(NodeId id) const
{
    const auto before = [](const Edge& edge, NodeId node) { return edge.from.node < node; };
    const auto first = std::lower_bound(m_edges.begin(), m_edges.end(), id, before);
    const auto last = std::lower_bound(first, m_edges.end(), id + 1, before);
    return {first, last};
}

std::vector<Edge> Graph::incoming(NodeId id) const
{
    std::vector<Edge> edges;
    for (auto it = m_byInput.lower_bound({EdgeEnd{id, {}}, EdgeEnd{}}); it != m_byInput.end() && it->first.node == id; ++it)
        edges.push_back({it->second, it->first});
    return edges;
}

NodeId Graph::nextId() const
{
    if (m_nodes.empty() || m_nodes.rbegin()->first < kLargestId)
        return m_nodes.empty() ? 1 : m_nodes.rbegin()->first + 1;
    NodeId id = 1;   // somebody wrote the largest id into a file: take the first gap
    for (const auto& [taken, node] : m_nodes)
        if (taken == id)
            ++id;
    return id;
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
        return nodeText(node(edge.from.node)) + " gives " + portTypeName(given) + ", " + nodeText(node(edge.to.node)) +
               " expects " + portTypeName(wanted) + ". " + connectAdvice(given, wanted);
    }
    if (GraphAlgo::closesUndelayedCycle(*this, edge))
        return "This wire would close a loop without a delay, so no node could go first. "
               "Put a node that holds its output for one step into the loop.";
    return {};
}

GraphEdit Graph::apply(const GraphEdit& edit)
{
    const Batch* batch = std::get_if<Batch>(&edit.value);
    if (!batch)
        return applyOne(edit);
    Batch inverse;
    try {
        for (const GraphEdit& one : batch->edits)
            inverse.edits.push_back(apply(one));
    } catch (...) {
        for (auto it = inverse.edits.rbegin(); it != inverse.edits.rend(); ++it)   // all or nothing
            apply(*it);
        throw;
    }
    std::reverse(inverse.edits.begin(), inverse.edits.end());
    return inverse;
}

GraphEdit Graph::applyOne(const GraphEdit& edit)
{
    return std::visit(
        Overloaded{
            [&](const AddNode& add) -> GraphEdit { return addNode(add.node); },
            [&](const RemoveNode& remove) -> GraphEdit { return removeNode(remove.node); },
            [&](const Connect& wire) -> GraphEdit { return connect(wire); },
            [&](const Disconnect& wire) -> GraphEdit { return disconnect(wire.edge); },
            [&](const SetParam& set) -> GraphEdit { return setParam(set); },
            [&](const MoveNode& move) -> GraphEdit {
                const Point old = node(move.node).position;
                if (!std::isfinite(move.position.x) || !std::isfinite(move.position.y))
                    throw Error("The position is not finite.", nodeText(node(move.node)), "Drop the node on the canvas.");
                m_nodes.at(move.node).position = move.position;
                notify(move);
                return MoveNode{move.node, old};
            },
            [&](const RenameNode& rename) -> GraphEdit {
                const std::string old = node(rename.node).title;
                if (rename.title.empty())
                    throw Error("A node needs a name.", nodeText(node(rename.node)), "Type at least one character.");
                m_titles.remove(old);
                m_titles.add(rename.title);
                m_nodes.at(rename.node).title = rename.title;
                notify(rename);
                return RenameNode{rename.node, old};
            },
            [&](const SetGroup& set) -> GraphEdit { return setGroup(set.group); },
            [&](const Batch&) -> GraphEdit { return Batch{}; },   // apply() unfolds batches
        },
        edit.value);
}

GraphEdit Graph::addNode(Node node)
{
    if (node.id == 0)
        node.id = nextId();
    if (node.id < 0 || node.id > kLargestId || contains(node.id))
        throw Error("Node id " + std::to_string(node.id) + " is taken or out of range.", "graph",
                    "Use a new positive id.");
    const NodeSpec* type = m_catalog->find(node.type);
    if (type) {
        for (const ParamSpec& param : type->params)
            node.values.set(param.name, node.values.has(param.name)
                                            ? normalised(param, node.values.at(param.name)) : param.initial);
    }
    if (node.title.empty())
        node.title = m_titles.free(type ? type->title : node.type);
    const NodeId id = node.id;
    m_titles.add(node.title);
    const Node& added = m_nodes.emplace(id, std::move(node)).first->second;
    if (!m_listeners.empty())
        notify(AddNode{added});
    return RemoveNode{id};
}

GraphEdit Graph::removeNode(NodeId id)
{
    Batch inverse{{AddNode{node(id)}}};
    const std::span<const Edge> out = outgoing(id);
    std::vector<Edge> edges = incoming(id);
    for (const Edge& edge : out)
        if (edge.to.node != id)   // a restored graph may hold a wire from a node to itself: it is in `incoming` already
            edges.push_back(edge);
    for (const Edge& edge : edges) {
        disconnect(edge);
        inverse.edits.push_back(Connect{edge, true});
    }
    if (const Group* group = groupOf(id)) {
        Group smaller = *group;
        smaller.members.erase(id);
        inverse.edits.push_back(setGroup(std::move(smaller)));
    }
    m_titles.remove(node(id).title);
    m_nodes.erase(id);
    notify(RemoveNode{id});
    return inverse;
}

GraphEdit Graph::setGroup(Group group)
{
    const std::string place = "group '" + group.title + "'";
    if (group.id == 0)
        group.id = m_groups.empty() ? 1 : m_groups.rbegin()->first + 1;
    if (group.id < 0 || group.id > kLargestId)
        throw Error("Group id " + std::to_string(group.id) + " is out of range.", place, "Use a positive id.");
    if (group.repeat < 1 || group.repeat > kMostRepeats)
        throw Error("The group is repeated " + std::to_string(group.repeat) + " times.", place,
                    "Repeat it 1 to " + std::to_string(kMostRepeats) + " times.");
    for (const NodeId member : group.members)
        if (!contains(member))
            throw Error("The group holds node " + std::to_string(member) + ", which does not exist.", place,
                        "Leave it out.");
    Batch inverse;
    for (const NodeId member : group.members)
        if (const Group* other = groupOf(member); other && other->id != group.id) {
            Group smaller = *other;
            smaller.members.erase(member);
            inverse.edits.push_back(setGroup(std::move(smaller)));
        }
    const auto old = m_groups.find(group.id);
    if (group.members.empty() && old == m_groups.end())
        return inverse;
    Group before = old == m_groups.end() ? Group{.id = group.id, .title = {}, .members = {}} : old->second;
    if (group.members.empty()) {
        m_groups.erase(old);
    } else {
        if (group.title.empty())
            group.title = "Group " + std::to_string(group.id);
        m_groups[group.id] = group;
    }
    notify(SetGroup{group});
    inverse.edits.push_back(SetGroup{std::move(before)});
    std::reverse(inverse.edits.begin(), inverse.edits.end());   // what was done last is undone first
    return inverse;
}

GraphEdit Graph::connect(const Connect& wire)
{
    const Edge& edge = wire.edge;
    const std::string place = nodeText(node(edge.from.node)) + " to " + nodeText(node(edge.to.node));
    if (std::binary_search(m_edges.begin(), m_edges.end(), edge))
        return Batch{};
    if (wire.asItWas) {
        insertEdge(edge);
        notify(wire);
        return Disconnect{edge};
    }
    if (const std::string why = whyNotConnect(edge); !why.empty())
        throw Error("Cannot connect.", place, why);
    Batch inverse{{Disconnect{edge}}};
    const NodeSpec* to = spec(edge.to.node);
    if (!to->inputs[std::size_t(to->inputIndex(edge.to.port))].bundle) {
        while (const auto old = source(edge.to)) {   // a restored graph may hold several
            disconnect({*old, edge.to});
            inverse.edits.push_back(Connect{{*old, edge.to}, true});
        }
    }
    insertEdge(edge);
    notify(wire);
    return inverse;
}

GraphEdit Graph::disconnect(const Edge& edge)
{
    const auto it = std::lower_bound(m_edges.begin(), m_edges.end(), edge);
    if (it == m_edges.end() || *it != edge)
        throw Error("This wire does not exist.", "graph", "Refresh the view.");
    const Edge kept = edge;   // `edge` may be the element that goes
    m_byInput.erase({kept.to, kept.from});
    m_edges.erase(it);
    notify(Disconnect{kept});
    return Connect{kept, true};
}

GraphEdit Graph::setParam(const SetParam& set)
{
    const Node& current = node(set.node);
    const NodeSpec* type = spec(set.node);
    const ParamSpec* param = type ? type->param(set.name) : nullptr;
    if (!param)
        throw Error("There is no parameter '" + set.name + "'.", nodeText(current),
                    "Use a parameter that the inspector lists.");
    ParamValue value = set.asItWas ? set.value : normalised(*param, set.value);
    if (const std::string why = whyIllegal(*param, value); !set.asItWas && !why.empty())
        throw Error("'" + param->caption + "' " + why + ".", nodeText(current), "Enter " + legalText(*param) + ".");
    const ParamValue old = current.values.has(set.name) ? current.values.at(set.name) : param->initial;
    m_nodes.at(set.node).values.set(set.name, value);
    notify(SetParam{set.node, set.name, std::move(value), set.asItWas});
    return SetParam{set.node, set.name, old, true};
}

void Graph::insertEdge(const Edge& edge)
{
    m_edges.insert(std::upper_bound(m_edges.begin(), m_edges.end(), edge), edge);
    m_byInput.emplace(edge.to, edge.from);
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
    if (m_listeners.empty())
        return;
    const auto listeners = m_listeners;   // a listener may remove itself
    for (const auto& [token, listener] : listeners)
        listener(edit);
}

} // namespace spw
