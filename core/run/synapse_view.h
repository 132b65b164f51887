// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph_edit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spw {

/// Weights of one synapse and what its learner does, as live views show them.
struct SynapseView {
    std::uint64_t serial = 0;               // grows with every look
    NodeId synapse = 0, learner = 0;        // learner 0: none, the weights are only watched
    std::string synapseName, learnerName;
    std::int64_t step = 0;                  // steps of the run so far
    std::int64_t pre = 0, post = 0;
    std::vector<std::int64_t> preShape;     // of one row of weights: 784, or 1,28,28 if the pre side is a picture; of a convolution C,kh,kw
    std::vector<float> weights;             // [post][pre]
    std::optional<double> least, most;      // bounds the learner holds
    bool enabled = true;
    std::vector<float> tracePre, tracePost; // now, of the first sample of the batch
    struct Pair {
        float steps = 0, change = 0;        // t_post - t_pre, and the weight's relative change that it brought
    };
    std::vector<Pair> pairs;                // measured lately, newest last, at most 2,000
    std::vector<Pair> window;               // the rule's own curve: steps -60..60
};

} // namespace spw
