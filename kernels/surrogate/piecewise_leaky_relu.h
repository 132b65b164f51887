// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// A ramp of half width w with leaky ends (models.md SG8): 1 / (2 w) for |x| < w, else c. The bounds themselves belong
/// to the ends, as in SpikingJelly.
struct PiecewiseLeakyRelu {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"w", 1.0, 0.0, kNoLimit, true}, {"c", 0.01, 0.0, kNoLimit}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        return select(absolute(x) < p.value[0], splat<V>(R(1) / (R(2) * p.value[0])), splat<V>(p.value[1]));
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        const double w = p.value[0], c = p.value[1];
        if (x < -w)
            return c * x + c * w;
        return x > w ? c * x - c * w + 1.0 : x / (2.0 * w) + 0.5;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
