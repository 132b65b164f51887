// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// A triangle of height alpha and half width 1/alpha (models.md SG1).
struct PiecewiseQuadratic {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 1.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const R alpha = p.value[0];
        return atLeast(fmadd(absolute(x), splat<V>(-alpha * alpha), splat<V>(alpha)), R(0));
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        const double alpha = p.value[0];
        if (x < -1.0 / alpha)
            return 0.0;
        if (x > 1.0 / alpha)
            return 1.0;
        return -0.5 * alpha * alpha * std::fabs(x) * x + alpha * x + 0.5;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
