// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/half.h"

#include <bit>
#include <cmath>

namespace spw {

float roundedToHalf(float value)
{
    const float size = std::fabs(value);
    if (std::isnan(value) || size == 0.0f)
        return value;
    if (size >= 65520.0f)   // halfway from the largest, 65504, to the next, which is not there
        return std::copysign(INFINITY, value);
    // 11 digits from the first one; below 2^-14 the last digit stays at 2^-24.
    int exponent = 0;
    std::frexp(size, &exponent);
    const int last = std::fmax(exponent - 11, -24);
    return std::ldexp(std::nearbyint(std::ldexp(value, -last)), last);
}

std::uint16_t halfBits(float value)
{
    const std::uint16_t sign = std::uint16_t(std::bit_cast<std::uint32_t>(value) >> 16 & 0x8000);
    const float rounded = std::fabs(roundedToHalf(value));
    if (std::isnan(rounded))
        return sign | 0x7e00;
    if (std::isinf(rounded))
        return sign | 0x7c00;
    if (rounded < 0x1p-14f)   // and 0
        return std::uint16_t(sign | std::uint16_t(std::ldexp(rounded, 24)));
    int exponent = 0;
    const float digits = std::frexp(rounded, &exponent);   // [0.5, 1)
    return std::uint16_t(sign | (exponent + 14) << 10 | (std::uint16_t(std::ldexp(digits, 11)) & 0x3ff));
}

} // namespace spw
