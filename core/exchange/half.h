// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace spw {

/// IEEE half precision of the nearest value, ties to even; too large becomes infinity.
std::uint16_t halfBits(float value);
/// What is left of a number that went through half precision.
float roundedToHalf(float value);

} // namespace spw
