// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Slope of an arc tangent (models.md SG5): alpha / (2 (1 + (pi alpha x / 2)^2)).
struct Atan {
    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(R alpha, V x)
    {
        const V scaled = x * (R(1.57079632679489661923) * alpha);
        return splat<V>(alpha * R(0.5)) / fmadd(scaled, scaled, splat<V>(R(1)));
    }
    static double primitive(double alpha, double x)
    {
        constexpr double kPi = 3.14159265358979323846;
        return std::atan(kPi * alpha * x / 2.0) / kPi + 0.5;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
