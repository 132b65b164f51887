// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// A double exponential (models.md SG2): alpha / 2 exp(-alpha |x|).
struct PiecewiseExp {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 1.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        return expNegative(absolute(x) * -p.value[0]) * (p.value[0] * R(0.5));
    }
    static double primitive(const SurrogateNumbers<double>& p, double x) { return laplaceShare(p.value[0] * x); }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
