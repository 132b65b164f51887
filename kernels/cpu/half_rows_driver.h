// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/simd.h"

#include "kernels/cpu/half_rows.h"

/// Defines the conversions of one instruction set. Included by the per-level files alone.
namespace spw::kernels::SPW_LEVEL {

inline constexpr float kLargestHalf = 65504.0f;

SPW_HOST_DEVICE float realOf(std::uint32_t bits)
{
    float value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

SPW_HOST_DEVICE std::uint32_t bitsOf(float value)
{
    std::uint32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}

SPW_HOST_DEVICE float halfAsFloat(std::uint16_t half)
{
    const std::uint32_t sign = std::uint32_t(half & 0x8000u) << 16, rest = half & 0x7fffu;
    if (rest >= 0x7c00u)   // infinite, or not a number
        return realOf(sign | 0x7f800000u | (rest & 0x3ffu) << 13);
    if (rest < 0x400u)     // no denormal float on the way: the caller may have them flushed
        return realOf(bitsOf(realOf((rest << 13) + (113u << 23)) - 0x1p-14f) | sign);
    return realOf(sign | ((rest << 13) + (112u << 23)));
}

SPW_HOST_DEVICE std::uint16_t floatAsHalf(float value)
{
    const std::uint32_t bits = bitsOf(value), sign = bits >> 16 & 0x8000u, rest = bits & 0x7fffffffu;
    if (rest > 0x7f800000u)
        return std::uint16_t(sign | 0x7e00u);
    if (rest >= 0x47800000u)
        return std::uint16_t(sign | 0x7c00u);
    if (rest < 0x38800000u)   // the sum rounds to the steps of denormal halves
        return std::uint16_t(sign | (bitsOf(realOf(rest) + 0.5f) - 0x3f000000u));
    return std::uint16_t(sign | (rest - (112u << 23) + 0xfffu + (rest >> 13 & 1u)) >> 13);
}

SPW_HOST_DEVICE std::uint16_t nextHalf(std::uint16_t half, bool up)
{
    if ((half & 0x7fffu) == 0)
        return up ? 0x0001u : 0x8001u;
    return std::uint16_t(up == (half < 0x8000u) ? half + 1 : half - 1);
}

SPW_HOST_DEVICE std::uint16_t floatAsHalfBeside(float value, float threshold)
{
    const float bounded = value > kLargestHalf ? kLargestHalf : value < -kLargestHalf ? -kLargestHalf : value;
    const std::uint16_t half = floatAsHalf(bounded);
    const bool fires = value >= threshold;
    return fires == (halfAsFloat(half) >= threshold) ? half : nextHalf(half, fires);
}

#if defined(__AVX512F__)
inline constexpr std::int64_t kHalfLanes = 16;
using HalfVector = __m256i;
template <int kRounding>
SPW_HOST_DEVICE HalfVector narrowed(FloatVector v) { return _mm512_cvtps_ph(v, kRounding); }
SPW_HOST_DEVICE FloatVector widened(HalfVector v) { return _mm512_cvtph_ps(v); }
#elif defined(__AVX2__)
inline constexpr std::int64_t kHalfLanes = 8;
using HalfVector = __m128i;
template <int kRounding>
SPW_HOST_DEVICE HalfVector narrowed(FloatVector v) { return _mm256_cvtps_ph(v, kRounding); }
SPW_HOST_DEVICE FloatVector widened(HalfVector v) { return _mm256_cvtph_ps(v); }
#endif

void halfToFloat(const std::uint16_t* from, float* to, std::int64_t count)
{
    std::int64_t n = 0;
#if defined(__AVX2__)
    for (; n + kHalfLanes <= count; n += kHalfLanes) {
        HalfVector v;
        __builtin_memcpy(&v, from + n, sizeof v);
        store<false>(to + n, widened(v));
    }
#endif
    for (; n < count; ++n)
        to[n] = halfAsFloat(from[n]);
}

void floatToHalf(const float* from, std::uint16_t* to, std::int64_t count)
{
    std::int64_t n = 0;
#if defined(__AVX2__)
    for (; n + kHalfLanes <= count; n += kHalfLanes) {
        const HalfVector v = narrowed<0>(load<FloatVector>(from + n));   // to the nearest
        __builtin_memcpy(to + n, &v, sizeof v);
    }
#endif
    for (; n < count; ++n)
        to[n] = floatAsHalf(from[n]);
}

void floatToHalfBeside(const float* from, std::uint16_t* to, std::int64_t count, float threshold)
{
    std::int64_t n = 0;
#if defined(__AVX2__)
    const FloatVector largest = splat<FloatVector>(kLargestHalf), border = splat<FloatVector>(threshold);
    for (; n + kHalfLanes <= count; n += kHalfLanes) {
        const FloatVector value = load<FloatVector>(from + n);
        FloatVector v = select(value > largest, largest, value);
        v = select(v < -largest, -largest, v);
        const FloatVector back = widened(narrowed<0>(v));
        const auto fires = value >= border;
        const auto wrong = fires ^ (back >= border);
        // The neighbour on the right side is what rounding down (1) or up (2) gives.
        const FloatVector other = select(fires, widened(narrowed<2>(v)), widened(narrowed<1>(v)));
        const HalfVector half = narrowed<0>(select(wrong, other, back));
        __builtin_memcpy(to + n, &half, sizeof half);
    }
#endif
    for (; n < count; ++n)
        to[n] = floatAsHalfBeside(from[n], threshold);
}

void bfloatToFloat(const std::uint16_t* from, float* to, std::int64_t count)
{
    for (std::int64_t n = 0; n < count; ++n)
        to[n] = realOf(std::uint32_t(from[n]) << 16);
}

void floatToBfloat(const float* from, std::uint16_t* to, std::int64_t count)
{
    for (std::int64_t n = 0; n < count; ++n) {
        const std::uint32_t bits = bitsOf(from[n]), rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
        to[n] = std::uint16_t((bits & 0x7fffffffu) > 0x7f800000u ? 0x7fc0u : rounded);
    }
}

} // namespace spw::kernels::SPW_LEVEL
