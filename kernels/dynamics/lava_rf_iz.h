// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/lava_resonator.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// models.md N33: Izhikevich resonator.
struct LavaRfIz : LavaResonator<false, true> {};

} // namespace SPW_LEVEL
} // namespace spw::kernels
