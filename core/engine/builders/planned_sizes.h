// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"

#include <cstdint>

namespace spw::engine {

/// Steps of the sequences that a node with a weight for each step works on: its parameter T, or what the plan says.
/// @throws Error if neither is known.
std::int64_t plannedSteps(const PlannedNode& node);

/// Channels of what arrives at the first input of a node that the plan found sound: the first of its features.
inline std::int64_t plannedChannels(const PlannedNode& node) { return node.inputs.at(0).info->features.at(0).value(); }

} // namespace spw::engine
