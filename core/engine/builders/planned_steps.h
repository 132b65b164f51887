// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"

#include <cstdint>

namespace spw::engine {

/// Steps of the sequences that a node with a weight for each step works on: its parameter T, or what the plan says.
/// @throws Error if neither is known.
std::int64_t plannedSteps(const PlannedNode& node);

} // namespace spw::engine
