// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"
#include "core/run/weights_file.h"

/// Weights are kept by the names of nodes, and a name depends on the titles of all the others.
namespace spw {

/// Removes all arrays of a node.
void eraseWeights(Weights& weights, const std::string& node);
/// Arrays of nodes of `from` by their names in `to`; those of nodes that `to` lacks are left out.
Weights renamedWeights(const Weights& weights, const Plan& from, const Plan& to);

} // namespace spw
