// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/lava_resonator.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// models.md N35: adaptive Izhikevich resonator.
struct LavaAdrfIz : LavaResonator<true, true> {};

} // namespace SPW_LEVEL
} // namespace spw::kernels
