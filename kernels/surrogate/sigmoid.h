// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Slope of the logistic function, the default surrogate (models.md SG3): alpha s(alpha x) (1 - s(alpha x)).
struct Sigmoid {
    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(R alpha, V x)
    {
        const V e = expNegative(-absolute(x * alpha));   // even in x, and stable for large |x|
        const V sum = e + R(1);
        return e * alpha / (sum * sum);
    }
    static double primitive(double alpha, double x) { return 1.0 / (1.0 + std::exp(-alpha * x)); }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
