// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

namespace spw {

/// The shapes of the moving-shapes set as still pictures. Outputs: "image" ([1, H, W], 0..1). Samples are made when asked
/// for and depend on the node's values, split and index only, on every platform.
std::unique_ptr<Dataset> openGlyphs(const ParamValues& values);

} // namespace spw
