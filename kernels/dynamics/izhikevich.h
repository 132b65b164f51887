// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/adaptation.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Izhikevich (models.md N07): H = V + (X + a0 (V - v_rest) (V - v_c) - W) / tau, then the adaptation of N06.
struct Izhikevich {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 2, kSaved = 2, kLearnables = 0;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        Adaptation<R> adaptation;
        R firstW, tauInverse, gain, critical;   // gain: a0 / tau
    };

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        const double tau = requiredAbove(values, "tau", 1.0);
        return {Adaptation<R>::from(values), R(requiredValue(values, "w_rest")), R(1.0 / tau),
                R(requiredAbove(values, "a0", 0.0) / tau), R(requiredValue(values, "v_c"))};
    }

    template <class R>
    static double initialState(const Parameters<R>& p, int i)
    {
        return i == 0 ? p.adaptation.fire.vReset : p.firstW;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V*, V* state, const V* x, V* y, V* saved)
    {
        const V v = state[0];
        const V driven = fmadd(x[0] - state[1], splat<V>(p.tauInverse), v);
        const V h = fmadd((v - p.adaptation.rest) * (v - p.critical), splat<V>(p.gain), driven);
        saved[0] = h;
        saved[1] = v;
        y[0] = p.adaptation.finish(h, state);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V*, const V* saved)
    {
        return saved[0] - p.adaptation.fire.vThreshold;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V*, const V* saved, V slope, const V* gradY,
                                     V* gradState, V* gradX, V*)
    {
        const V gradH = p.adaptation.back(saved[0], slope, gradY[0], gradState);
        const V bend = (saved[1] - p.adaptation.rest) + (saved[1] - p.critical);
        gradState[0] = gradH * fmadd(bend, splat<V>(p.gain), splat<V>(R(1)));
        gradState[1] = fmadd(gradH, splat<V>(-p.tauInverse), gradState[1]);
        gradX[0] = gradH * p.tauInverse;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
