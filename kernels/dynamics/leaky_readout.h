// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Integrator that never fires (models.md N42); its output is its membrane. Without `tau` V <- V + X, with it
/// V <- V + (X - V) / tau, or V <- V - V / tau + X without `decay_input`.
struct LeakyReadout {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 0, kLearnables = 0;
    static constexpr bool kSpikes = false;

    template <class R>
    struct Parameters {
        R keep, gain;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        if (values.count("tau") == 0)
            return {R(1), R(1)};
        const double inverse = 1.0 / requiredAbove(values, "tau", 0.0);
        return {R(1.0 - inverse), flagValue(values, "decay_input", true) ? R(inverse) : R(1)};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V*, V* state, const V* x, V* y, V*)
    {
        state[0] = fmadd(state[0], splat<V>(p.keep), x[0] * p.gain);
        y[0] = state[0];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V*, const V*, V, const V* gradY, V* gradState,
                                     V* gradX, V*)
    {
        const V gradV = gradState[0] + gradY[0];
        gradState[0] = gradV * p.keep;
        gradX[0] = gradV * p.gain;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
