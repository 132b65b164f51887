// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"

#include <vector>

namespace spw::engine {

/// A node that computes, in the order in which whole sequences pass through the network.
struct OrderedNode {
    const PlannedNode* node = nullptr;
    int loop = -1;   // nodes of one loop of wires have the same number and stand together; -1: on none
};

/// Nodes with a module. Every node comes after all that feed it, except inside loops, whose nodes keep the order of
/// the plan (a delaying node may come after its readers: it shows its value before the step).
std::vector<OrderedNode> runOrder(const Plan& plan);

} // namespace spw::engine
