// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/graph/graph.h"

#include <map>
#include <string>

namespace spw {

/// Ids of copies say whose copy they are, so that whoever shows a run needs no plan to know, and lie above those that
/// drawing gives, so that a node drawn during a run is never taken for a copy.
///
///     copyId(7, 2)          // "LIF [2]", the second of the stack; copyId(7, 1) is 7
///     copyRef(node).member  // the drawn node; node itself if it is no copy
NodeId copyId(NodeId member, std::int64_t copy);
struct CopyRef {
    NodeId member = 0;
    std::int64_t copy = 1;
};
CopyRef copyRef(NodeId node);

/// Code of the diagnostic that says so; its node is the first member and its name the group's.
inline constexpr const char* kNotRepeatable = "SPW-G015";
/// Whether `repeat` of this group can be more than 1: one port outside feeds it and one of its ports is read outside.
/// @return what is against it, in words; empty: nothing.
std::string whyNotRepeat(const Graph& graph, const Group& group);

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
