// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Firing alone: S = 1 where X >= 0, with the slope of a surrogate. For neurons that charge by other means.
struct Spike {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 0, kSaved = 1, kLearnables = 0;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {};

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues&)
    {
        return {};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>&, const V*, V*, const V* x, V* y, V* saved)
    {
        saved[0] = x[0];
        y[0] = select(x[0] >= V{}, splat<V>(R(1)), V{});
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>&, const V*, const V* saved)
    {
        return saved[0];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>&, const V*, const V*, V slope, const V* gradY, V*, V* gradX,
                                     V*)
    {
        gradX[0] = gradY[0] * slope;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
