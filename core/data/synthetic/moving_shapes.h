// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

namespace spw {

/// The built-in teaching set: ten shapes that move and turn before a simulated event camera (README.md beside this
/// file says how). Outputs: "events", "image" ([1, H, W], luminance 0..1 at mid recording). Samples are made when
/// asked for and depend on the node's values, split and index only, on every platform.
/// @throws Error if a value is out of range.
std::unique_ptr<Dataset> openMovingShapes(const ParamValues& values);

} // namespace spw
