// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// A sum that forgets, a <- k a + x with the parameter `k`: the auxiliary value of NeuNorm (models.md L13).
struct LeakySum {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 0, kLearnables = 0;
    static constexpr bool kSpikes = false;

    template <class R>
    struct Parameters {
        R k;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {R(requiredValue(values, "k"))};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V*, V* state, const V* x, V* y, V*)
    {
        state[0] = fmadd(state[0], splat<V>(p.k), x[0]);
        y[0] = state[0];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V*, const V*, V, const V* gradY, V* gradState, V* gradX,
                                     V*)
    {
        const V grad = gradY[0] + gradState[0];
        gradX[0] = grad;
        gradState[0] = grad * p.k;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
