// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <cmath>
#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Parametric LIF (models.md N03): the LIF whose 1/tau = sigmoid(w) is learned, one `w` per layer,
/// starting at -ln(init_tau - 1).
struct ParametricLif {
    static constexpr int kStateCount = 1;
    static constexpr int kLearnableCount = 1;
    static constexpr bool kHot = true;
    static constexpr bool kAdjointReadsState = true;

    template <class R>
    struct Parameters {
        R tauInverse, rest;
        bool decayInput;
    };
    template <class V>
    struct State {
        V v;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"w", -std::log(requiredAbove(values, "init_tau", 1.0) - 1.0)}};
    }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values, const double* learnables)
    {
        return {R(1.0 / (1.0 + std::exp(-learnables[0]))), R(restValue(values)),
                flagValue(values, "decay_input", true)};
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V charge(const Parameters<R>& p, State<V>& s, V x)
    {
        const V leak = s.v - p.rest;
        if (p.decayInput)
            return fmadd(x - leak, splat<V>(p.tauInverse), s.v);
        return fmadd(leak, splat<V>(-p.tauInverse), s.v) + x;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void adjoint(const Parameters<R>& p, const State<V>& before, V h, V gradH,
                                        State<V>& gradState, V& gradX, V* gradLearnables)
    {
        // dH/dw = A s (1 - s) with s = 1/tau, A = X - (V - rest) or -(V - rest); A s is h - v, so x is not needed.
        const V chargedBy = p.decayInput ? h - before.v : (before.v - p.rest) * -p.tauInverse;
        gradLearnables[0] = fmadd(gradH * chargedBy, splat<V>(R(1) - p.tauInverse), gradLearnables[0]);
        gradState.v = gradH * (R(1) - p.tauInverse);
        gradX = p.decayInput ? gradH * p.tauInverse : gradH;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
