// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// SuperSpike as SpikingJelly computes it (models.md SG15): the slope of the arc tangent, alpha at first 1.
struct SuperSpike {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 1.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const V scaled = x * (R(1.57079632679489661923) * p.value[0]);
        return splat<V>(p.value[0] * R(0.5)) / fmadd(scaled, scaled, splat<V>(R(1)));
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        return std::atan(kPi * p.value[0] * x / 2.0) / kPi + 0.5;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
