// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Slope of the logistic function, the default surrogate (models.md SG3): alpha s(alpha x) (1 - s(alpha x)).
struct Sigmoid {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 4.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const R alpha = p.value[0];
        const V e = expNegative(-absolute(x * alpha));   // even in x, and stable for large |x|
        const V sum = e + R(1);
        return e * alpha / (sum * sum);
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        return 1.0 / (1.0 + std::exp(-p.value[0] * x));
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
