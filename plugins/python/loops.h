// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/network_view.h"

namespace spw::python {

/// What runs as one: a node over all steps, or the nodes of a loop of wires step by step.
struct Unit {
    std::vector<const PlannedNode*> nodes;
    bool loop = false;
};

/// Every unit after all that feed it.
std::vector<Unit> unitsOf(const NetworkView& view);

} // namespace spw::python
