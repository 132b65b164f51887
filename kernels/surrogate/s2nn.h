// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Logistic below the threshold, logarithmic above (models.md SG10): alpha s (1 - s) for x < 0, else beta / (x + 1).
struct S2nn {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 4.0, 0.0, kNoLimit, true},
                                                 {"beta", 1.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const V distance = absolute(x);
        const V e = expNegative(distance * -p.value[0]), sum = e + R(1);
        return select(x < R(0), e * p.value[0] / (sum * sum), splat<V>(p.value[1]) / (distance + R(1)));
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        return x < 0.0 ? 1.0 / (1.0 + std::exp(-p.value[0] * x)) : p.value[1] * std::log(x + 1.0 + 1e-5) + 0.5;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
