// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// A rectifier of slope k with a leak (models.md SG12): k for x >= 0, else leak. Unbounded: for KLIF.
struct LeakyKRelu {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"leak", 0.0, -kNoLimit, kNoLimit}, {"k", 1.0, -kNoLimit, kNoLimit}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        return select(x >= R(0), splat<V>(p.value[1]), splat<V>(p.value[0]));
    }
    static double primitive(const SurrogateNumbers<double>& p, double x) { return x * p.value[x >= 0.0 ? 1 : 0]; }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
