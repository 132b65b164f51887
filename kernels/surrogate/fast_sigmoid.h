// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// SuperSpike as published by Zenke and Ganguli (models.md SG15): alpha / (|x| + 1)^2, the slope of a fast sigmoid.
struct FastSigmoid {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 1.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const V sum = absolute(x) + R(1);
        return splat<V>(p.value[0]) / (sum * sum);
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        return 0.5 + p.value[0] * x / (1.0 + std::fabs(x));
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
