// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// sinabs' normal density (models.md SG24): grad_scale N(x; mu, sigma); as in the library, without a division by theta.
struct Gaussian {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"mu", 0.0, -kNoLimit, kNoLimit},
                                                 {"sigma", 0.5, 0.0, kNoLimit, true},
                                                 {"grad_scale", 1.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        return normalDensity(x - p.value[0], p.value[1]) * p.value[2];
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        return normalShare((x - p.value[0]) / p.value[1]) * p.value[2];
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
