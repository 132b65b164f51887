// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/group_expansion.h"

#include <set>

namespace spw {

namespace {

/// What crosses the border of a group.
struct Border {
    std::vector<Edge> entering, inner, leaving;
    std::set<EdgeEnd> sources, exits;
};

Border borderOf(const Graph& graph, const Group& group)
{
    Border border;
    for (const Edge& edge : graph.edges()) {
        const bool fromInside = group.members.count(edge.from.node) != 0, toInside = group.members.count(edge.to.node) != 0;
        if (fromInside && toInside) {
            border.inner.push_back(edge);
        } else if (toInside) {
            border.entering.push_back(edge);
            border.sources.insert(edge.from);
        } else if (fromInside) {
            border.leaving.push_back(edge);
            border.exits.insert(edge.from);
        }
    }
    return border;
}

std::string whyNotRepeat(const Border& border, const Group& group)
{
    if (border.sources.size() == 1 && border.exits.size() == 1)
        return {};
    const auto outputs = [](std::size_t count) {
        return count == 0 ? "no output" : count == 1 ? "one output" : std::to_string(count) + " outputs";
    };
    const std::size_t fed = border.sources.size(), read = border.exits.size();
    return "The group '" + group.title + "' cannot be repeated: " + outputs(fed) + (fed < 2 ? " feeds it and " : " feed it and ")
           + (read == 0 ? "none" : read == 1 ? "one" : std::to_string(read)) + " of its outputs "
           + (read < 2 ? "is" : "are") + " read outside.";
}

constexpr int kMemberBits = 45;   // the 8 bits above count the copies: kMostRepeats
constexpr NodeId kMembers = NodeId(1) << kMemberBits;
static_assert((kMostRepeats - 1) * kMembers + (kMembers - 1) <= kLargestId);

} // namespace

NodeId copyId(NodeId member, std::int64_t copy)
{
    return (copy - 1) * kMembers + member;
}

CopyRef copyRef(NodeId node)
{
    return {node % kMembers, node / kMembers + 1};
}

std::string whyNotRepeat(const Graph& graph, const Group& group)
{
    return whyNotRepeat(borderOf(graph, group), group);
}

ExpandedGraph expandGroups(const Graph& graph)
{
    ExpandedGraph expanded{graph, {}, {}};
    for (const auto& [id, group] : graph.groups()) {
        if (group.repeat == 1)
            continue;
        const Border border = borderOf(expanded.graph, group);
        if (const std::string why = whyNotRepeat(border, group); !why.empty()) {
            expanded.diagnostics.push_back(
                {.severity = Severity::Error, .code = kNotRepeatable, .node = *group.members.begin(),
                 .nodeName = group.title, .port = {}, .what = why,
                 .why = "Each copy reads what the one before it gives, so there must be one way in and one way out.",
                 .fix = "Group nodes with one input and one output, or set the repeat of the group to 1."});
            continue;
        }
        const EdgeEnd exit = *border.exits.begin();
        Graph& out = expanded.graph;
        EdgeEnd last = exit;
        for (std::int64_t copy = 2; copy <= group.repeat; ++copy) {
            std::map<NodeId, NodeId> twin;
            for (const NodeId member : group.members) {
                Node node = graph.node(member);
                node.id = copyId(member, copy);
                if (member >= kMembers || out.contains(node.id))   // ids as large as these were written by hand
                    node.id = out.nextId();
                node.title += " [" + std::to_string(copy) + "]";
                out.apply(AddNode{node});
                twin[member] = node.id;
                expanded.origin[node.id] = member;
            }
            for (const Edge& edge : border.inner)
                out.apply(Connect{{{twin.at(edge.from.node), edge.from.port}, {twin.at(edge.to.node), edge.to.port}}, true});
            for (const Edge& edge : border.entering)
                out.apply(Connect{{last, {twin.at(edge.to.node), edge.to.port}}, true});
            last = {twin.at(exit.node), exit.port};
        }
        for (const Edge& edge : border.leaving) {
            out.apply(Disconnect{edge});
            out.apply(Connect{{last, edge.to}, true});
        }
    }
    return expanded;
}

} // namespace spw
