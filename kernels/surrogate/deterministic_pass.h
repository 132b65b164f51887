// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// The gradient passes straight through (models.md SG17). alpha is kept as the libraries keep it, without effect.
struct DeterministicPass {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"alpha", 1.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>&, V)
    {
        return splat<V>(R(1));
    }
    static double primitive(const SurrogateNumbers<double>&, double x) { return x; }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
