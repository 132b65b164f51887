// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"

#include <string>
#include <vector>

namespace spw {

/// The part of a plan that another program can hold: from where data enter to what nobody but a loss reads. Datasets,
/// transforms, losses, learners, metrics and probes are left out. Encoders and readouts are in it; whether they can be
/// said over there is the exporter's question.
struct NetworkView {
    std::vector<const PlannedNode*> nodes;    // in the plan's order: sources first, repeated groups written out
    std::vector<EdgeEnd> entries;             // ports of datasets and transforms that `nodes` read, each once
    std::vector<EdgeEnd> exits;               // outputs of `nodes` that no node of the view reads
    std::vector<const PlannedNode*> skipped;  // the rest, for reports

    /// The nodes that read an output, with the index of the input; in the order of `nodes`.
    struct Reader {
        const PlannedNode* node = nullptr;
        std::size_t input = 0;
    };
    std::vector<Reader> readers(const EdgeEnd& output) const;
    /// The one output that feeds an input; nullptr if it is open or a bundle of many.
    static const EdgeEnd* source(const PlannedNode& node, std::size_t input = 0);
    const PlannedNode* find(NodeId id) const;
};

/// `plan` must outlive the view.
NetworkView networkView(const Plan& plan);

} // namespace spw
