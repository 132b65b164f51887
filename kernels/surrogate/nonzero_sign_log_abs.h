// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Slope of a logarithm to both sides (models.md SG6): alpha / (1 + |alpha x|).
struct NonzeroSignLogAbs {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 1.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        return splat<V>(p.value[0]) / fmadd(absolute(x), splat<V>(p.value[0]), splat<V>(R(1)));
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        const double log = std::log1p(std::fabs(p.value[0] * x));
        return x >= 0.0 ? log : -log;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
