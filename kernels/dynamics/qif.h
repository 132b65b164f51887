// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <stdexcept>
#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// What QIF and EIF ask of their levels: threshold above reset, reset not above rest (hard reset only).
/// @throws std::invalid_argument naming the parameter.
inline void requireLevels(const NamedValues& values)
{
    if (values.count("v_reset") == 0)
        return;
    const double reset = requiredValue(values, "v_reset");
    if (requiredValue(values, "v_threshold") <= reset)
        throw std::invalid_argument("v_threshold must be above v_reset.");
    if (requiredValue(values, "v_rest") < reset)
        throw std::invalid_argument("v_rest must not be below v_reset.");
}

/// Quadratic integrate-and-fire (models.md N04): H = V + (X + a0 (V - v_rest) (V - v_c)) / tau. Dimensionless; tau in
/// steps. Above v_c the membrane accelerates by itself.
struct Qif {
    static constexpr int kStateCount = 1;
    static constexpr int kLearnableCount = 0;
    static constexpr bool kAdjointReadsState = true;

    template <class R>
    struct Parameters {
        R tauInverse, gain, rest, critical;   // gain: a0 / tau
    };
    template <class V>
    struct State {
        V v;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values, const double*)
    {
        requireLevels(values);
        const double tau = requiredAbove(values, "tau", 1.0);
        return {R(1.0 / tau), R(requiredAbove(values, "a0", 0.0) / tau), R(requiredValue(values, "v_rest")),
                R(requiredValue(values, "v_c"))};
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V charge(const Parameters<R>& p, State<V>& s, V x)
    {
        const V quadratic = (s.v - p.rest) * (s.v - p.critical);
        return fmadd(quadratic, splat<V>(p.gain), fmadd(x, splat<V>(p.tauInverse), s.v));
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void adjoint(const Parameters<R>& p, const State<V>& before, V, V gradH,
                                        State<V>& gradState, V& gradX, V*)
    {
        const V slope = (before.v - p.rest) + (before.v - p.critical);
        gradState.v = gradH * fmadd(slope, splat<V>(p.gain), splat<V>(R(1)));
        gradX = gradH * p.tauInverse;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
