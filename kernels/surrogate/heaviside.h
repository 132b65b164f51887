// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// sinabs' step that starts a window below the threshold (models.md SG23): 1 / theta for x >= -window, else 0.
struct Heaviside {
    static constexpr bool kUsesThreshold = true;
    static constexpr SurrogateParam kParams[] = {{"window", 1.0, 0.0, kNoLimit}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        return select(x >= -p.value[0], splat<V>(R(1) / p.threshold), V{});
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        return x >= -p.value[0] ? (x + p.value[0]) / p.threshold : 0.0;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
