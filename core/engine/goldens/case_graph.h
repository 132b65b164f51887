// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

#include <string>
#include <utility>
#include <vector>

namespace spw::engine::golden {

/// Adds a node of this type to the graph of a case that needs more than one.
inline NodeId addCaseNode(Graph& graph, const char* type, const std::vector<std::pair<std::string, ParamValue>>& values)
{
    Node node;
    node.id = graph.nextId();
    node.type = type;
    for (const auto& [name, value] : values)
        node.values.set(name, value);
    const NodeId id = node.id;
    graph.apply(AddNode{std::move(node)});
    return id;
}

} // namespace spw::engine::golden
