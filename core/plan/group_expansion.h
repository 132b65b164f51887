// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/graph/graph.h"

#include <map>

namespace spw {

/// A graph whose repeated groups are written out.
struct ExpandedGraph {
    Graph graph;
    std::map<NodeId, NodeId> origin;   // copies and what they are copies of
    Diagnostics diagnostics;           // groups that cannot be repeated; they stay single
};

/// Stacks every group with `repeat` n > 1: n - 1 copies of its nodes and inner wires are added; what enters the group
/// from outside enters the first copy, each further copy reads the output of the one before it, and readers outside
/// read the last one. For that exactly one port outside may feed the group and exactly one of its ports may be read
/// outside. Copies are called "Conv 1 [2]", "Conv 1 [3]", ...
ExpandedGraph expandGroups(const Graph& graph);

} // namespace spw
