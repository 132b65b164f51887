// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Sigma of lava-dl (models.md N36): the running sum of what a delta unit sent.
struct LavaSigma {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 0, kLearnables = 0;
    static constexpr bool kSpikes = false;

    template <class R>
    struct Parameters {
        R nothing;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues&)
    {
        return {R(0)};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>&, const V*, V* state, const V* x, V* y, V*)
    {
        state[0] = state[0] + x[0];
        y[0] = state[0];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>&, const V*, const V*)
    {
        return V{};
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>&, const V*, const V*, V, const V* gradY, V* gradState,
                                     V* gradX, V*)
    {
        gradState[0] = gradState[0] + gradY[0];
        gradX[0] = gradState[0];
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
