// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// A Gaussian, the slope of the error function (models.md SG7): alpha / sqrt(pi) exp(-(alpha x)^2).
struct Erf {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 2.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const R alpha = p.value[0];
        const V scaled = x * alpha;
        return expNegative(-(scaled * scaled)) * (alpha * R(0.56418958354775628695));
    }
    static double primitive(const SurrogateNumbers<double>& p, double x) { return 0.5 * std::erfc(-p.value[0] * x); }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
