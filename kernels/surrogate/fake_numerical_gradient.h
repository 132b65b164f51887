// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// The slope of the chord through the origin, cut off at alpha (models.md SG13): min(1 / |x|, alpha).
struct FakeNumericalGradient {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 0.3, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const V distance = absolute(x);
        return select(distance * p.value[0] > R(1), splat<V>(R(1)) / distance, splat<V>(p.value[0]));
    }
    /// The libraries have none; this is the integral of the slope, 1/2 at the threshold.
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        const double scaled = std::fabs(p.value[0] * x);
        return 0.5 + std::copysign(scaled > 1.0 ? 1.0 + std::log(scaled) : scaled, x);
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
