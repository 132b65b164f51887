// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/group_edits.h"

#include "ui/model/graph_edits.h"

#include <algorithm>
#include <map>

namespace spw::ui {

std::int64_t nextGroupId(const Graph& graph)
{
    if (graph.groups().empty() || graph.groups().rbegin()->first < kLargestId)
        return graph.groups().empty() ? 1 : graph.groups().rbegin()->first + 1;
    std::int64_t id = 1;
    for (const auto& [taken, group] : graph.groups())
        if (taken == id)
            ++id;
    return id;
}

std::vector<Group> wholeGroups(const Graph& graph, const std::set<NodeId>& nodes)
{
    std::vector<Group> whole;
    for (const auto& [id, group] : graph.groups())
        if (std::includes(nodes.begin(), nodes.end(), group.members.begin(), group.members.end()))
            whole.push_back(group);
    return whole;
}

std::string freeGroupTitle(const Graph& graph, const std::string& wanted, const std::vector<Group>& others)
{
    std::set<std::string> taken;
    for (const auto& [id, group] : graph.groups())
        taken.insert(group.title);
    for (const Group& group : others)
        taken.insert(group.title);
    return freeTitle(wanted, taken);
}

std::optional<Group> groupOfNodes(const Graph& graph, const std::set<NodeId>& nodes)
{
    std::set<NodeId> members;
    for (const NodeId id : nodes)
        if (graph.contains(id))
            members.insert(id);
    if (members.empty())
        return std::nullopt;
    const std::vector<Group> whole = wholeGroups(graph, members);
    if (whole.size() == 1) {
        if (whole.front().members == members)
            return std::nullopt;
        Group larger = whole.front();
        larger.members = std::move(members);
        return larger;
    }
    const std::int64_t id = nextGroupId(graph);
    return Group{id, freeGroupTitle(graph, "Group " + std::to_string(id)), std::move(members), 1};
}

std::optional<Ungrouped> ungroup(const Graph& graph, const std::set<NodeId>& nodes)
{
    Ungrouped done{Batch{}, 0, 0};
    Batch batch;
    for (const auto& [id, group] : graph.groups()) {
        Group rest = group;
        for (const NodeId node : nodes)
            rest.members.erase(node);
        if (rest.members.size() == group.members.size())
            continue;
        if (rest.members.empty())
            ++done.dissolved;
        else
            done.left += int(group.members.size() - rest.members.size());
        batch.edits.push_back(SetGroup{std::move(rest)});
    }
    if (batch.edits.empty())
        return std::nullopt;
    done.edit = std::move(batch);
    return done;
}

} // namespace spw::ui
