// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// lava's slope of a graded spike (models.md SG21): scale exp(min(x, 0) / tau); tau and scale as in lava_laplacian.
struct LavaGraded {
    static constexpr bool kUsesThreshold = true;
    static constexpr SurrogateParam kParams[] = {{"tau_grad", 1.0, 0.0, kNoLimit, true},
                                                 {"scale_grad", 1.0, 0.0, kNoLimit, true},
                                                 {"tau_factor", 100.0, 0.0, kNoLimit, true},
                                                 {"scale_factor", 0.1, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const R rate = R(1) / (p.value[0] * p.value[2] * p.threshold);
        return expNegative(atMost(x, R(0)) * rate) * (p.value[1] * p.value[3]);
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        const double tau = p.value[0] * p.value[2] * p.threshold, scale = p.value[1] * p.value[3];
        return x < 0.0 ? scale * tau * std::exp(x / tau) : scale * (tau + x);
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
