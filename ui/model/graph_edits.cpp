// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/graph_edits.h"

#include "core/document/document.h"
#include "ui/model/group_edits.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace spw::ui {

std::string freeTitle(const std::string& wanted, std::set<std::string>& taken)
{
    if (taken.insert(wanted).second)
        return wanted;
    std::string base = wanted;
    while (!base.empty() && std::isdigit(static_cast<unsigned char>(base.back())))
        base.pop_back();
    while (!base.empty() && base.back() == ' ')
        base.pop_back();
    for (int n = 2;; ++n) {
        const std::string title = base + " " + std::to_string(n);
        if (taken.insert(title).second)
            return title;
    }
}

namespace {

std::set<std::string> titles(const Graph& graph)
{
    std::set<std::string> all;
    for (const auto& [id, node] : graph.nodes())
        all.insert(node.title);
    return all;
}

Paste copyInto(const Graph& graph, const std::vector<Node>& nodes, const std::vector<Edge>& edges,
               const std::vector<Group>& groups, Point offset)
{
    std::map<NodeId, NodeId> renumbered;
    std::set<std::string> taken = titles(graph);
    NodeId next = graph.nextId();
    Batch batch;
    std::set<NodeId> made;
    for (Node node : nodes) {
        renumbered[node.id] = next;
        node.id = next++;
        node.title = freeTitle(node.title, taken);
        node.position = {snapToGrid(node.position.x + offset.x), snapToGrid(node.position.y + offset.y)};
        made.insert(node.id);
        batch.edits.push_back(AddNode{std::move(node)});
    }
    for (Edge edge : edges) {
        const auto from = renumbered.find(edge.from.node), to = renumbered.find(edge.to.node);
        if (from != renumbered.end())
            edge.from.node = from->second;
        if (to == renumbered.end())
            continue;
        edge.to.node = to->second;
        batch.edits.push_back(Connect{std::move(edge)});
    }
    std::int64_t nextGroup = nextGroupId(graph);
    std::vector<Group> named;
    for (const Group& group : groups) {
        Group twin{nextGroup++, freeGroupTitle(graph, group.title, named), {}, group.repeat};
        for (const NodeId member : group.members)
            twin.members.insert(renumbered.at(member));
        named.push_back(twin);
        batch.edits.push_back(SetGroup{std::move(twin)});
    }
    return {std::move(batch), std::move(made)};
}

} // namespace

double snapToGrid(double value)
{
    return std::round(value / 8.0) * 8.0;
}

std::optional<GraphEdit> removeNodes(const Graph& graph, const std::set<NodeId>& nodes)
{
    Batch batch;
    for (const NodeId id : nodes)
        if (graph.contains(id))
            batch.edits.push_back(RemoveNode{id});
    if (batch.edits.empty())
        return std::nullopt;
    return batch;
}

std::optional<GraphEdit> dissolveNodes(const Graph& graph, const std::set<NodeId>& nodes)
{
    Graph rest = graph;
    Batch batch;
    for (const NodeId id : nodes) {
        if (!rest.contains(id))
            continue;
        std::vector<EdgeEnd> sources, targets;
        for (const Edge& edge : rest.edges()) {
            if (edge.to.node == id)
                sources.push_back(edge.from);
            if (edge.from.node == id)
                targets.push_back(edge.to);
        }
        rest.apply(RemoveNode{id});
        batch.edits.push_back(RemoveNode{id});
        for (const EdgeEnd& target : targets)
            for (const EdgeEnd& source : sources) {
                const Edge edge{source, target};
                if (!rest.whyNotConnect(edge).empty())
                    continue;
                rest.apply(Connect{edge});
                batch.edits.push_back(Connect{edge});
                break;
            }
    }
    if (batch.edits.empty())
        return std::nullopt;
    return batch;
}

std::string fragmentText(const Graph& graph, const std::set<NodeId>& nodes)
{
    Document fragment{Graph(graph.catalog()), {}, {}, {}};
    for (const NodeId id : nodes)
        if (graph.contains(id))
            fragment.graph.apply(AddNode{graph.node(id)});
    for (const Edge& edge : graph.edges())
        if (nodes.count(edge.from.node) && nodes.count(edge.to.node))
            fragment.graph.apply(Connect{edge});
    for (const Group& group : wholeGroups(graph, nodes))
        fragment.graph.apply(SetGroup{group});
    return writeDocument(fragment);
}

std::optional<Paste> pasteFragment(const Graph& graph, const std::string& text, std::optional<Point> at)
{
    const Document fragment = readDocument(text, "clipboard", graph.catalog());
    if (fragment.graph.nodes().empty())
        return std::nullopt;
    std::vector<Node> nodes;
    double left = 1e300, right = -1e300, top = 1e300, bottom = -1e300;
    for (const auto& [id, node] : fragment.graph.nodes()) {
        nodes.push_back(node);
        left = std::min(left, node.position.x);
        right = std::max(right, node.position.x);
        top = std::min(top, node.position.y);
        bottom = std::max(bottom, node.position.y);
    }
    const Point offset = at ? Point{at->x - (left + right) / 2, at->y - (top + bottom) / 2} : Point{32, 32};
    std::vector<Group> groups;
    for (const auto& [id, group] : fragment.graph.groups())
        groups.push_back(group);
    return copyInto(graph, nodes, fragment.graph.edges(), groups, offset);
}

std::optional<Paste> duplicateNodes(const Graph& graph, const std::set<NodeId>& nodes, bool withInputs)
{
    std::vector<Node> copies;
    for (const NodeId id : nodes)
        if (graph.contains(id))
            copies.push_back(graph.node(id));
    if (copies.empty())
        return std::nullopt;
    std::vector<Edge> edges;
    for (const Edge& edge : graph.edges())
        if (nodes.count(edge.to.node) && (withInputs || nodes.count(edge.from.node)))
            edges.push_back(edge);
    return copyInto(graph, copies, edges, wholeGroups(graph, nodes), {32, 32});
}

Added addNode(const Graph& graph, const NodeSpec& spec, Point at, const std::optional<Edge>& wire)
{
    const NodeId id = graph.nextId();
    Node node{id, spec.id, {}, {}, {snapToGrid(at.x), snapToGrid(at.y)}, {}};
    if (!wire)
        return {AddNode{std::move(node)}, id};
    Edge edge = *wire;
    (edge.from.node == 0 ? edge.from.node : edge.to.node) = id;
    return {Batch{{AddNode{std::move(node)}, Connect{std::move(edge)}}}, id};
}

std::optional<GraphEdit> autoLayout(const Graph& graph, const std::set<NodeId>& nodes, const std::map<NodeId, Point>& sizes)
{
    std::set<NodeId> chosen = nodes;
    if (chosen.empty())
        for (const auto& [id, node] : graph.nodes())
            chosen.insert(id);
    if (chosen.empty())
        return std::nullopt;

    std::map<NodeId, std::vector<NodeId>> into, out;
    for (const Edge& edge : graph.edges())
        if (chosen.count(edge.from.node) && chosen.count(edge.to.node)) {
            into[edge.to.node].push_back(edge.from.node);
            out[edge.from.node].push_back(edge.to.node);
        }
    // Longest path; a cycle is cut where it closes.
    std::map<NodeId, int> rank;
    std::set<NodeId> under;
    const auto rankOf = [&](auto&& self, NodeId id) -> int {
        if (const auto it = rank.find(id); it != rank.end())
            return it->second;
        if (!under.insert(id).second)
            return 0;
        int best = 0;
        for (const NodeId from : into[id])
            best = std::max(best, self(self, from) + 1);
        under.erase(id);
        return rank[id] = best;
    };
    int last = 0;
    for (const NodeId id : chosen)
        last = std::max(last, rankOf(rankOf, id));
    // A source stands right before what it feeds, not at the far left.
    for (const NodeId id : chosen)
        if (into[id].empty() && !out[id].empty()) {
            int nearest = last;
            for (const NodeId to : out[id])
                nearest = std::min(nearest, rank[to] - 1);
            rank[id] = std::max(0, nearest);
        }

    std::vector<std::vector<NodeId>> columns(size_t(last) + 1);
    for (const NodeId id : chosen)
        columns[size_t(rank[id])].push_back(id);
    std::map<NodeId, double> row;
    double left = 1e300, top = 1e300;
    for (const NodeId id : chosen) {
        row[id] = graph.node(id).position.y;
        left = std::min(left, graph.node(id).position.x);
        top = std::min(top, graph.node(id).position.y);
    }
    const auto sizeOf = [&](NodeId id) {
        const auto it = sizes.find(id);
        return it == sizes.end() ? Point{200, 80} : it->second;
    };
    constexpr double gapX = 72, gapY = 32;
    std::map<NodeId, Point> place;
    for (int sweep = 0; sweep < 3; ++sweep) {
        double x = left;
        for (auto& column : columns) {
            const auto wish = [&](NodeId id) {
                double sum = 0;
                int count = 0;
                for (const NodeId other : into[id])
                    sum += row[other] + sizeOf(other).y / 2, ++count;
                if (sweep > 0)
                    for (const NodeId other : out[id])
                        sum += row[other] + sizeOf(other).y / 2, ++count;
                return count ? sum / count - sizeOf(id).y / 2 : row[id];
            };
            std::map<NodeId, double> wishes;
            for (const NodeId id : column)
                wishes[id] = wish(id);
            std::stable_sort(column.begin(), column.end(), [&](NodeId a, NodeId b) { return wishes[a] < wishes[b]; });
            double y = -1e300, width = 0;
            for (const NodeId id : column) {
                y = std::max(y, wishes[id]);
                row[id] = y;
                place[id] = {x, y};
                y += sizeOf(id).y + gapY;
                width = std::max(width, sizeOf(id).x);
            }
            if (!column.empty())
                x += width + gapX;
        }
    }
    double highest = 1e300;
    for (const auto& [id, p] : place)
        highest = std::min(highest, p.y);
    Batch batch;
    for (const auto& [id, p] : place) {
        const Point to{snapToGrid(p.x), snapToGrid(p.y - highest + top)};
        if (!(graph.node(id).position == to))
            batch.edits.push_back(MoveNode{id, to});
    }
    if (batch.edits.empty())
        return std::nullopt;
    return batch;
}

} // namespace spw::ui
