// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// A rectifier with a logarithmic tail and a leak alpha (models.md SG14): alpha; 1 for 0 < x <= 1; 1 / x above.
struct LogTailedRelu {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 0.0, 0.0, kNoLimit}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        return select(x > R(0), splat<V>(R(1)) / atLeast(x, R(1)), splat<V>(p.value[0]));
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        if (x <= 0.0)
            return p.value[0] * x;
        return x <= 1.0 ? x : std::log(x) + 1.0;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
