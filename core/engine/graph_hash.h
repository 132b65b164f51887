// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"

#include <string>

namespace spw::engine {

/// Sixteen hexadecimal digits that stand for what a checkpoint depends on: nodes with their names, types, parameters
/// and wires. Not in it: positions, file paths, probes, parameters that may change during a run (thresholds, learning
/// rate), the number of epochs. Equal hashes: the checkpoint fits.
std::string graphHash(const Plan& plan);

} // namespace spw::engine
