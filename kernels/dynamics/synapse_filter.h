// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Synapse filter (models.md L21): a current that decays while no spike arrives, i <- i - (1 - x) i / tau + x.
/// The learnable is 1/tau, so that a module may keep it fixed or make it sigmoid(w).
struct SynapseFilter {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 2, kLearnables = 1;
    static constexpr bool kSpikes = false;

    template <class R>
    struct Parameters {
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues&)
    {
        return {};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"tau_inverse", 1.0 / requiredAbove(values, "tau", 1.0)}};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>&, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        saved[0] = state[0];
        saved[1] = x[0];
        const V kept = fmadd(x[0] - R(1), learn[0] * state[0], state[0]);   // i - (1 - x) i / tau
        state[0] = kept + x[0];
        y[0] = state[0];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>&, const V* learn, const V* saved, V, const V* gradY, V* gradState,
                                     V* gradX, V* gradLearn)
    {
        const V before = saved[0], silent = saved[1] - R(1), grad = gradY[0] + gradState[0];
        gradLearn[0] = fmadd(grad, silent * before, gradLearn[0]);
        gradX[0] = fmadd(grad, before * learn[0], grad);
        gradState[0] = fmadd(grad, silent * learn[0], grad);
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
