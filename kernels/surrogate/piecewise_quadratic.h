// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// A triangle of height alpha and half width 1/alpha (models.md SG1).
struct PiecewiseQuadratic {
    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(R alpha, V x)
    {
        return atLeast(fmadd(absolute(x), splat<V>(-alpha * alpha), splat<V>(alpha)), R(0));
    }
    static double primitive(double alpha, double x)
    {
        if (x < -1.0 / alpha)
            return 0.0;
        if (x > 1.0 / alpha)
            return 1.0;
        return -0.5 * alpha * alpha * std::fabs(x) * x + alpha * x + 0.5;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
