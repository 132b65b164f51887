// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

/// What a user does to groups, as edits. They compute and change nothing.
namespace spw::ui {

/// The one group that is changed by grouping `nodes`: a new one of them all, or, where they are one whole group and
/// others, that group with the others. nullopt: no nodes, or they are a group already.
std::optional<Group> groupOfNodes(const Graph& graph, const std::set<NodeId>& nodes);

struct Ungrouped {
    GraphEdit edit;
    int dissolved = 0;      // groups that are gone
    int left = 0;           // nodes that left a group which stays
};
/// Groups all of whose members are in `nodes` go; of other groups those members leave. nullopt: none is in a group.
std::optional<Ungrouped> ungroup(const Graph& graph, const std::set<NodeId>& nodes);

/// Groups that lie wholly in `nodes`.
std::vector<Group> wholeGroups(const Graph& graph, const std::set<NodeId>& nodes);

/// "Block" is taken: "Block 2".
std::string freeGroupTitle(const Graph& graph, const std::string& wanted, const std::vector<Group>& others = {});

std::int64_t nextGroupId(const Graph& graph);

} // namespace spw::ui
