// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

#include <map>
#include <optional>
#include <vector>

namespace spw {

struct PlannedInput {
    std::vector<EdgeEnd> from;              // one, or many for a bundle; empty: open
    std::optional<PortInfo> info;           // of the first wire
};

struct PlannedNode {
    NodeId id = 0;
    const NodeSpec* spec = nullptr;
    std::string name;                       // title if unique, else "title #id"; names weights and recordings
    ParamValues values;
    std::vector<PlannedInput> inputs;       // as NodeSpec::inputs
    std::vector<PortInfo> outputs;          // as NodeSpec::outputs
    std::int64_t parameterCount = 0;
    double multiplications = 0;
    bool stepByStep = false;                // lies on a cycle
};

/// A checked, ordered, fully shaped graph; or the list of everything that is wrong with it.
struct Plan {
    std::vector<PlannedNode> nodes;         // sources first; nodes with problems included where they can be ordered
    Diagnostics diagnostics;
    std::map<EdgeEnd, PortInfo> ports;      // every output whose shape is known, also with problems elsewhere

    bool ok() const { return !hasErrors(diagnostics); }
    const PlannedNode* find(NodeId id) const;
    /// Whether what leaves there has one entry a step; false if that is not known.
    bool hasSteps(const EdgeEnd& end) const;
    std::int64_t parameterCount() const;
    double multiplicationsPerSample() const;   // all steps
    double trainingBytes(std::int64_t batch) const;   // rough: activations kept for backward, weights, gradients
};

/// Repeated groups are written out first: their copies are nodes with ids of their own.
/// Types, shapes, cycles, open inputs, ranges, unreachable nodes: all at once, running nothing.
/// 1,000 nodes take under 10 ms.
Plan makePlan(const Graph& graph);

} // namespace spw
