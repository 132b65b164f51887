// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

#include <set>

namespace spw::GraphAlgo {

/// Nodes from which `node` can be reached, without itself.
std::set<NodeId> upstream(const Graph& graph, NodeId node);
/// Nodes that `node` can reach, without itself.
std::set<NodeId> downstream(const Graph& graph, NodeId node);
/// True if adding `edge` makes a cycle with no node that delays its output.
bool closesUndelayedCycle(const Graph& graph, const Edge& edge);

} // namespace spw::GraphAlgo
