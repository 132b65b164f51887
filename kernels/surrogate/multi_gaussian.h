// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// sinabs' normal density less two wide ones beside it (models.md SG24):
/// grad_scale ((1 + h) N(x; mu, sigma) - h N(x; -sigma, s sigma) - h N(x; sigma, s sigma)); as in the library, without a
/// division by theta.
struct MultiGaussian {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"mu", 0.0, -kNoLimit, kNoLimit},
                                                 {"sigma", 0.5, 0.0, kNoLimit, true},
                                                 {"grad_scale", 1.0, 0.0, kNoLimit, true},
                                                 {"h", 0.15, 0.0, kNoLimit},
                                                 {"s", 6.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const R sigma = p.value[1], h = p.value[3], wide = p.value[4] * sigma;
        const V sides = normalDensity(x + sigma, wide) + normalDensity(x - sigma, wide);
        return fmadd(sides, splat<V>(-h), normalDensity(x - p.value[0], sigma) * (R(1) + h)) * p.value[2];
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        const double sigma = p.value[1], h = p.value[3], wide = p.value[4] * sigma;
        return ((1.0 + h) * normalShare((x - p.value[0]) / sigma) - h * normalShare((x + sigma) / wide)
                - h * normalShare((x - sigma) / wide))
               * p.value[2];
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
