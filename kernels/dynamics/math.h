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

/// Number type of a value or of the elements of a vector, and the integer of the same width.
template <class V>
struct Lanes;
template <>
struct Lanes<float> {
    using Real = float;
    using Bits = std::int32_t;
};
template <>
struct Lanes<double> {
    using Real = double;
    using Bits = std::int64_t;
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

} // namespace SPW_LEVEL
} // namespace spw::kernels
