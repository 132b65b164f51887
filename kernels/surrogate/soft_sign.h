// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Slope of the soft sign (models.md SG4): alpha / (2 (1 + alpha |x|)^2).
struct SoftSign {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 2.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const V sum = fmadd(absolute(x), splat<V>(p.value[0]), splat<V>(R(1)));
        return splat<V>(p.value[0] * R(0.5)) / (sum * sum);
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        const double scaled = p.value[0] * x;
        return 0.5 * (scaled / (1.0 + std::fabs(scaled)) + 1.0);
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
