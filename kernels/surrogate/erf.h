// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// A Gaussian, the slope of the error function (models.md SG7): alpha / sqrt(pi) exp(-(alpha x)^2).
struct Erf {
    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(R alpha, V x)
    {
        const V scaled = x * alpha;
        return expNegative(-(scaled * scaled)) * (alpha * R(0.56418958354775628695));
    }
    static double primitive(double alpha, double x) { return 0.5 * std::erfc(-alpha * x); }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
