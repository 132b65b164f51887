// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/fire_reset.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Current-based LIF of upstream SpikingJelly (models.md N17): C = c_decay C + X, H = v_decay V + C.
struct Clif {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 2, kSaved = 1, kLearnables = 0;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        FireReset<R> fire;
        R currentDecay, voltageDecay;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {FireReset<R>::from(values), R(requiredValue(values, "c_decay")), R(requiredValue(values, "v_decay"))};
    }

    template <class R>
    static double initialState(const Parameters<R>& p, int i)
    {
        return i == 0 ? p.fire.vReset : 0.0;   // v, then c
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V*, V* state, const V* x, V* y, V* saved)
    {
        state[1] = fmadd(state[1], splat<V>(p.currentDecay), x[0]);
        const V h = fmadd(state[0], splat<V>(p.voltageDecay), state[1]);
        saved[0] = h;
        y[0] = p.fire.spike(h);
        state[0] = p.fire.reset(h);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V*, const V* saved)
    {
        return saved[0] - p.fire.vThreshold;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V*, const V* saved, V slope, const V* gradY,
                                     V* gradState, V* gradX, V*)
    {
        const V gradH = p.fire.gradCharged(saved[0], slope, gradY[0], gradState[0]);
        const V gradC = gradState[1] + gradH;
        gradState[0] = gradH * p.voltageDecay;
        gradState[1] = gradC * p.currentDecay;
        gradX[0] = gradC;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
