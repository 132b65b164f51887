// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Slope of an arc tangent (models.md SG5): alpha / (2 (1 + (pi alpha x / 2)^2)).
struct Atan {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 2.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const R alpha = p.value[0];
        const V scaled = x * (R(1.57079632679489661923) * alpha);
        return splat<V>(alpha * R(0.5)) / fmadd(scaled, scaled, splat<V>(R(1)));
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        return std::atan(kPi * p.value[0] * x / 2.0) / kPi + 0.5;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
