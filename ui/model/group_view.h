// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/plan/plan.h"
#include "core/run/snapshot.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

/// A node in a repeated group is drawn once and runs as often as the group says: what the studio shows for all copies.
namespace spw::ui {

/// The group that a diagnostic speaks of as a whole; nullptr: it speaks of a node.
const Group* groupOf(const Graph& graph, const Diagnostic& diagnostic);
/// How often the node runs: the repeat of its group, 1 outside of groups.
std::int64_t copiesOf(const Graph& graph, NodeId node);

/// Activity of a node over all its copies. Health is that of the worst copy: one dead layer stops the stack.
struct StackActivity {
    double rate = 0;                                  // mean
    double lowest = 0, highest = 0;
    double deadShare = 0, saturatedShare = 0;         // of the worst copies
    int deadCopy = 1, saturatedCopy = 1;              // which those are, from 1
    std::vector<NodeActivity> copies;                 // the drawn node first
};
/// As the run had it, whose groups may have been repeated otherwise; nullopt: not measured.
std::optional<StackActivity> stackActivity(const Snapshot& snapshot, NodeId node);

/// What a wire carries: in the first copy and in the last one (the same where nothing changes on the way, and for wires
/// outside of groups). Readers outside of a group read the last copy. nullptr: not known.
std::pair<const PortInfo*, const PortInfo*> wireInfo(const Graph& graph, const Plan& plan, const Edge& edge);
/// The same of an output port, in the first copy and the last.
std::pair<const PortInfo*, const PortInfo*> outputInfo(const Graph& graph, const Plan& plan, const EdgeEnd& output);

/// "16×34×34", "16×34×34 … 16×9×9" where copies differ, "?".
QString stackShape(const std::pair<const PortInfo*, const PortInfo*>& info);

} // namespace spw::ui
