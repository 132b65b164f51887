// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"

namespace spw::kernels {

inline constexpr int kMaxSurrogateParams = 5;
inline constexpr double kNoLimit = 1.7976931348623157e308;
inline constexpr double kPi = 3.14159265358979323846;

/// What a surrogate is set by: its parameters in the order of its kParams, and the threshold of the neuron for those
/// that scale with it.
template <class R>
struct SurrogateNumbers {
    R value[kMaxSurrogateParams];
    R threshold;
};

/// One parameter of a surrogate, with its legal range.
struct SurrogateParam {
    const char* name;
    double initial, low, high;
    bool lowOpen = false, whole = false;
};

inline namespace SPW_LEVEL {

template <class R>
SPW_HOST_DEVICE SurrogateNumbers<R> numbersAs(const SurrogateNumbers<double>& from)
{
    SurrogateNumbers<R> to{};
    for (int i = 0; i < kMaxSurrogateParams; ++i)
        to.value[i] = R(from.value[i]);
    to.threshold = R(from.threshold);
    return to;
}

/// Density of the normal distribution around 0.
template <class R, class V>
SPW_HOST_DEVICE V normalDensity(V x, R sigma)
{
    const V scaled = x * (R(0.70710678118654752440) / sigma);
    return expNegative(-(scaled * scaled)) * (R(0.39894228040143267794) / sigma);
}

// Shares of a distribution below x, for primitives.
inline double normalShare(double x) { return 0.5 * std::erfc(x * -0.70710678118654752440); }
inline double laplaceShare(double x) { return x < 0.0 ? 0.5 * std::exp(x) : 1.0 - 0.5 * std::exp(-x); }

} // namespace SPW_LEVEL
} // namespace spw::kernels
