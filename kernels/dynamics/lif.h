// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Leaky integrate-and-fire (models.md N02): how one input charges one membrane, and the adjoint of that step.
/// Dimensionless; tau in steps. With `decay_input` the input leaks as well:
/// H = V + (X - (V - rest)) / tau, else H = V - (V - rest) / tau + X.
struct Lif {
    static constexpr int kStateCount = 1;
    static constexpr int kLearnableCount = 0;
    static constexpr bool kHot = true;
    static constexpr bool kAdjointReadsState = false;

    template <class R>
    struct Parameters {
        R tauInverse, rest;
        bool decayInput;
    };
    template <class V>
    struct State {
        V v;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values, const double*)
    {
        return {R(1.0 / requiredAbove(values, "tau", 1.0)), R(restValue(values)),
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
    SPW_HOST_DEVICE static void adjoint(const Parameters<R>& p, const State<V>&, V, V gradH, State<V>& gradState,
                                        V& gradX, V*)
    {
        gradState.v = gradH * (R(1) - p.tauInverse);
        gradX = p.decayInput ? gradH * p.tauInverse : gradH;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
