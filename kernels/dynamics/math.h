// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/host_device.h"

#include <cmath>
#include <cstdint>
#include <cstring>

/// The few operations beyond + - * / that dynamics and surrogates are written in, for one number. `cpu/vectors.h`
/// adds the same names for vectors. The sources are compiled without contraction, and every fused multiply-add is
/// written out, so that all instruction sets (and CUDA) round alike.
namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Number type of a value or of the elements of a vector, the integer of the same width, and what a comparison gives.
template <class V>
struct Lanes;
template <>
struct Lanes<float> {
    using Real = float;
    using Bits = std::int32_t;
    using Mask = bool;
};
template <>
struct Lanes<double> {
    using Real = double;
    using Bits = std::int64_t;
    using Mask = bool;
};

SPW_HOST_DEVICE float select(bool mask, float a, float b) { return mask ? a : b; }
SPW_HOST_DEVICE double select(bool mask, double a, double b) { return mask ? a : b; }
SPW_HOST_DEVICE float fmadd(float a, float b, float c) { return ::fmaf(a, b, c); }
SPW_HOST_DEVICE double fmadd(double a, double b, double c) { return ::fma(a, b, c); }

SPW_HOST_DEVICE std::int32_t toBits(float v)
{
    std::int32_t bits;
    std::memcpy(&bits, &v, sizeof bits);
    return bits;
}
SPW_HOST_DEVICE std::int64_t toBits(double v)
{
    std::int64_t bits;
    std::memcpy(&bits, &v, sizeof bits);
    return bits;
}
SPW_HOST_DEVICE float fromBits(std::int32_t bits)
{
    float v;
    std::memcpy(&v, &bits, sizeof v);
    return v;
}
SPW_HOST_DEVICE double fromBits(std::int64_t bits)
{
    double v;
    std::memcpy(&v, &bits, sizeof v);
    return v;
}

// Towards minus infinity, towards zero, to the nearest (halves to even), and the square root: all exact.
SPW_HOST_DEVICE float roundedDown(float x) { return ::floorf(x); }
SPW_HOST_DEVICE double roundedDown(double x) { return ::floor(x); }
SPW_HOST_DEVICE float truncated(float x) { return ::truncf(x); }
SPW_HOST_DEVICE double truncated(double x) { return ::trunc(x); }
SPW_HOST_DEVICE float roundedToEven(float x) { return ::rintf(x); }
SPW_HOST_DEVICE double roundedToEven(double x) { return ::rint(x); }
SPW_HOST_DEVICE float squareRoot(float x) { return ::sqrtf(x); }
SPW_HOST_DEVICE double squareRoot(double x) { return ::sqrt(x); }

// Masks: comparisons give bool for one number and a vector of all-ones or zero for several.
SPW_HOST_DEVICE bool both(bool a, bool b) { return a && b; }
SPW_HOST_DEVICE bool either(bool a, bool b) { return a || b; }
SPW_HOST_DEVICE bool opposite(bool a) { return !a; }

/// Whole numbers for integer arithmetic (32 bits beside float, 64 beside double), rounded towards zero, and back.
SPW_HOST_DEVICE std::int32_t toInteger(float x) { return std::int32_t(x); }
SPW_HOST_DEVICE std::int64_t toInteger(double x) { return std::int64_t(x); }
SPW_HOST_DEVICE float toReal(std::int32_t x) { return float(x); }
SPW_HOST_DEVICE double toReal(std::int64_t x) { return double(x); }

} // namespace SPW_LEVEL
} // namespace spw::kernels

#if defined(SPW_VECTORS)   // set by the files that are compiled once per instruction set
#include "kernels/cpu/vectors.h"
#endif

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// The same number in every lane.
template <class V>
SPW_HOST_DEVICE V splat(typename Lanes<V>::Real r)
{
    return r - V{};
}

template <class V>
SPW_HOST_DEVICE V absolute(V x)
{
    return select(x < V{}, -x, x);
}

template <class V>
SPW_HOST_DEVICE V atLeast(V x, typename Lanes<V>::Real low)
{
    return select(x < low, splat<V>(low), x);   // a NaN passes
}

template <class V>
SPW_HOST_DEVICE V atMost(V x, typename Lanes<V>::Real high)
{
    return select(x > high, splat<V>(high), x);   // a NaN passes
}

/// 1 where the mask is set, else 0.
template <class V>
SPW_HOST_DEVICE V indicator(typename Lanes<V>::Mask mask)
{
    return select(mask, splat<V>(typename Lanes<V>::Real(1)), V{});
}

/// -1, 0 or 1.
template <class V>
SPW_HOST_DEVICE V signOf(V x)
{
    return indicator<V>(x > V{}) - indicator<V>(x < V{});
}

/// exp(x) for x <= 0, relative error below 2e-7 (float) or 3e-16 (double), never denormal: x is clamped at -60 or
/// -600, where every surrogate is nothing beside 1. Vectorises on every instruction set, unlike std::exp.
/// Source: Cephes expf / exp.
template <class V>
SPW_HOST_DEVICE V expNegative(V x)
{
    using Real = typename Lanes<V>::Real;
    if constexpr (sizeof(Real) == sizeof(float)) {
        x = atLeast(x, -60.0f);
        const V shifted = fmadd(x, splat<V>(1.44269504088896341f), splat<V>(12582912.0f));   // rounds to an integer
        const V n = shifted - 12582912.0f;
        V r = fmadd(n, splat<V>(-0.693359375f), x);
        r = fmadd(n, splat<V>(2.12194440e-4f), r);
        V poly = fmadd(splat<V>(1.9875691500e-4f), r, splat<V>(1.3981999507e-3f));
        poly = fmadd(poly, r, splat<V>(8.3334519073e-3f));
        poly = fmadd(poly, r, splat<V>(4.1665795894e-2f));
        poly = fmadd(poly, r, splat<V>(1.6666665459e-1f));
        poly = fmadd(poly, r, splat<V>(5.0000001201e-1f));
        poly = fmadd(poly, r * r, r) + 1.0f;
        return poly * fromBits((toBits(shifted) - 0x4B400000 + 127) << 23);
    } else {
        x = atLeast(x, -600.0);
        const V shifted = fmadd(x, splat<V>(1.4426950408889634074), splat<V>(6755399441055744.0));
        const V n = shifted - 6755399441055744.0;
        V r = fmadd(n, splat<V>(-6.93145751953125e-1), x);
        r = fmadd(n, splat<V>(-1.42860682030941723212e-6), r);
        const V r2 = r * r;
        V top = fmadd(splat<V>(1.26177193074810590878e-4), r2, splat<V>(3.02994407707441961300e-2));
        top = fmadd(top, r2, splat<V>(1.0)) * r;
        V bottom = fmadd(splat<V>(3.00198505138664455042e-6), r2, splat<V>(2.52448340349684104192e-3));
        bottom = fmadd(bottom, r2, splat<V>(2.27265548208155028766e-1));
        bottom = fmadd(bottom, r2, splat<V>(2.0));
        const V result = fmadd(splat<V>(2.0), top / (bottom - top), splat<V>(1.0));
        return result * fromBits((toBits(shifted) - 0x4338000000000000 + 1023) << 52);
    }
}

/// exp(x) for any x; what would not be a normal number is clamped to exp(-87) or exp(88) (float), exp(-708) or
/// exp(709) (double). Same accuracy as expNegative.
template <class V>
SPW_HOST_DEVICE V exponential(V x)
{
    using Real = typename Lanes<V>::Real;
    // Two halves of the range of expNegative: exp(x) = exp(-|x|) or its inverse, each exact to the last bits.
    const Real limit = sizeof(Real) == sizeof(float) ? Real(44) : Real(354);
    const V half = atMost(atLeast(x * Real(0.5), sizeof(Real) == sizeof(float) ? Real(-43.5) : Real(-354)), limit);
    const V e = expNegative(-absolute(half));
    const V part = select(half > V{}, splat<V>(Real(1)) / e, e);
    return part * part;
}

/// Natural logarithm of a normal number above 0, relative error below 3e-7 (float) or 3e-15 (double) of 1 + |result|.
template <class V>
SPW_HOST_DEVICE V logarithm(V x)
{
    using Real = typename Lanes<V>::Real;
    // x = 2^n m with m in [sqrt(1/2), sqrt(2)); ln m = 2 atanh((m - 1) / (m + 1)) as an odd series.
    V m, n;
    if constexpr (sizeof(Real) == sizeof(float)) {
        const auto bits = toBits(x);
        const auto exponent = (bits - 0x3F3504F3) >> 23;
        m = fromBits(bits - (exponent << 23));
        n = toReal(exponent);
    } else {
        const auto bits = toBits(x);
        const auto exponent = (bits - 0x3FE6A09E667F3BCD) >> 52;
        m = fromBits(bits - (exponent << 52));
        n = toReal(exponent);
    }
    const V s = (m - Real(1)) / (m + Real(1)), z = s * s;
    V series = splat<V>(Real(2.0 / 9.0));
    if constexpr (sizeof(Real) == sizeof(double)) {
        series = splat<V>(Real(2.0 / 21.0));
        series = fmadd(series, z, splat<V>(Real(2.0 / 19.0)));
        series = fmadd(series, z, splat<V>(Real(2.0 / 17.0)));
        series = fmadd(series, z, splat<V>(Real(2.0 / 15.0)));
        series = fmadd(series, z, splat<V>(Real(2.0 / 13.0)));
        series = fmadd(series, z, splat<V>(Real(2.0 / 11.0)));
        series = fmadd(series, z, splat<V>(Real(2.0 / 9.0)));
    }
    series = fmadd(series, z, splat<V>(Real(2.0 / 7.0)));
    series = fmadd(series, z, splat<V>(Real(2.0 / 5.0)));
    series = fmadd(series, z, splat<V>(Real(2.0 / 3.0)));
    const V ln = fmadd(series * z, s, s + s);
    return fmadd(n, splat<V>(Real(0.69314718055994530942)), ln);
}

/// cos(x), absolute error below 2e-7 (float, |x| < 1e4) or 1e-15 (double, |x| < 1e6). Source: Cephes.
template <class V>
SPW_HOST_DEVICE V cosine(V x)
{
    using Real = typename Lanes<V>::Real;
    // Folded to [-pi/2, pi/2] around the nearest multiple of pi, then sin of the distance to pi/2's grid.
    const V turns = roundedDown(fmadd(x, splat<V>(Real(0.31830988618379067154)), splat<V>(Real(0.5))));
    V r = fmadd(turns, splat<V>(Real(-3.140625)), x);
    if constexpr (sizeof(Real) == sizeof(float)) {
        r = fmadd(turns, splat<V>(-9.67502593994140625e-4f), r);
        r = fmadd(turns, splat<V>(-1.509957990978376432e-7f), r);
    } else {
        r = fmadd(turns, splat<V>(-9.67502593994140625e-4), r);
        r = fmadd(turns, splat<V>(-1.50995788317231927e-7), r);
        r = fmadd(turns, splat<V>(-1.0780605716316238e-14), r);
    }
    // Taylor on [-pi/2, pi/2]: enough terms for the accuracy above.
    const V z = r * r;
    V c = splat<V>(Real(-1.0 / 3628800.0));
    if constexpr (sizeof(Real) == sizeof(double)) {
        c = splat<V>(Real(1.0 / 2432902008176640000.0));
        c = fmadd(c, z, splat<V>(Real(-1.0 / 6402373705728000.0)));
        c = fmadd(c, z, splat<V>(Real(1.0 / 20922789888000.0)));
        c = fmadd(c, z, splat<V>(Real(-1.0 / 87178291200.0)));
        c = fmadd(c, z, splat<V>(Real(1.0 / 479001600.0)));
        c = fmadd(c, z, splat<V>(Real(-1.0 / 3628800.0)));
    } else {
        c = fmadd(splat<V>(Real(1.0 / 479001600.0)), z, c);
    }
    c = fmadd(c, z, splat<V>(Real(1.0 / 40320.0)));
    c = fmadd(c, z, splat<V>(Real(-1.0 / 720.0)));
    c = fmadd(c, z, splat<V>(Real(1.0 / 24.0)));
    c = fmadd(c, z, splat<V>(Real(-0.5)));
    c = fmadd(c, z, splat<V>(Real(1)));
    const V odd = turns - roundedDown(turns * Real(0.5)) * Real(2);   // cos(r + pi) = -cos(r)
    return fmadd(c * odd, splat<V>(Real(-2)), c);
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
