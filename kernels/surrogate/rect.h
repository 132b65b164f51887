// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// A window of height alpha and width 1 / alpha (models.md SG16), its bounds outside, as in SpikingJelly.
struct Rect {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 1.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        return select(absolute(x) < R(0.5) / p.value[0], splat<V>(p.value[0]), V{});
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        const double ramp = p.value[0] * x + 0.5;
        return ramp < 0.0 ? 0.0 : ramp > 1.0 ? 1.0 : ramp;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
