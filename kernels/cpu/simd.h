// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"

/// Loads, stores and sums of the vectors of one instruction set. Included by the per-level files alone.
namespace spw::kernels {
inline namespace SPW_LEVEL {

template <class R>
struct VectorOf;
#if defined(__AVX2__)
template <>
struct VectorOf<float> {
    using Type = FloatVector;
};
template <>
struct VectorOf<double> {
    using Type = DoubleVector;
};
#else
template <>
struct VectorOf<float> {
    using Type = float;
};
template <>
struct VectorOf<double> {
    using Type = double;
};
#endif

template <class V>
SPW_HOST_DEVICE V load(const typename Lanes<V>::Real* from)
{
    V v;
    __builtin_memcpy(&v, from, sizeof v);   // one unaligned vector load
    return v;
}

template <bool Stream, class V>
SPW_HOST_DEVICE void store(typename Lanes<V>::Real* to, V v)
{
#if defined(__AVX2__)
    if constexpr (Stream && sizeof(V) > sizeof(typename Lanes<V>::Real))
        streamTo(to, v);
    else
#endif
        __builtin_memcpy(to, &v, sizeof v);
}

/// Sum of the lanes, first to last.
template <class V>
SPW_HOST_DEVICE double laneSum(V v)
{
    using Real = typename Lanes<V>::Real;
    Real lanes[sizeof(V) / sizeof(Real)];
    __builtin_memcpy(lanes, &v, sizeof v);
    double sum = 0.0;
    for (const Real lane : lanes)
        sum += double(lane);
    return sum;
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
