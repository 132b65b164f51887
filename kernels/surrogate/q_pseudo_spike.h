// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// A power law (models.md SG11): (1 + 2 |x| / (alpha - 1))^-alpha.
struct QPseudoSpike {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 2.0, 1.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const V base = fmadd(absolute(x), splat<V>(R(2) / (p.value[0] - R(1))), splat<V>(R(1)));
        return expNegative(logarithm(base) * -p.value[0]);
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        const double alpha = p.value[0];
        const double tail = 0.5 * std::pow(1.0 + 2.0 * std::fabs(x) / (alpha - 1.0), 1.0 - alpha);
        return x < 0.0 ? tail : 1.0 - tail;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
