// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/cuba_lif.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// The quantised current of CubaLif alone: I <- leak(I) + X, and I is the output. The learnable is the decay times
/// 4096.
struct CubaLeak {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 1, kLearnables = 1;
    static constexpr bool kSpikes = false;

    template <class R>
    using Parameters = QuantisedLeak<R>;

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"current_decay", 4096.0 * requiredValue(values, "current_decay")}};
    }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return QuantisedLeak<R>::from(values);
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        saved[0] = state[0];
        state[0] = p.step(state[0], p.decay(learn[0]), x[0]);
        y[0] = state[0];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        const V grad = gradState[0] + gradY[0];
        gradLearn[0] = fmadd(grad, p.decaySlope(saved[0]), gradLearn[0]);
        gradState[0] = grad * p.stateSlope(p.decay(learn[0]));
        gradX[0] = grad;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
