// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

namespace spw {

/// Clouds of points, one around the centre of each class: port "x", [features], values 0 to 1. Centres lie on a curve
/// through the cube, c_d = 1/2 + 0.35 sin(2 pi (k + 1/2) (d + 1) / classes + d) for class k, so that a class differs from
/// its neighbours in several features; points are normal around them with deviation `spread`.
std::unique_ptr<Dataset> openPoints(const ParamValues& values);

} // namespace spw
