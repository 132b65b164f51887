// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/qif.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Exponential integrate-and-fire (models.md N05):
/// H = V + (X - (V - v_rest) + delta_T exp((V - theta_rh) / delta_T)) / tau. Dimensionless; tau in steps.
struct Eif {
    static constexpr int kStateCount = 1;
    static constexpr int kLearnableCount = 0;
    static constexpr bool kAdjointReadsState = true;

    template <class R>
    struct Parameters {
        R tauInverse, rest, sharpness, sharpnessInverse, rheobase;   // sharpness: delta_T
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
        const double sharpness = requiredAbove(values, "delta_T", 0.0);
        return {R(1.0 / requiredAbove(values, "tau", 1.0)), R(requiredValue(values, "v_rest")), R(sharpness),
                R(1.0 / sharpness), R(requiredValue(values, "theta_rh"))};
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V upswing(const Parameters<R>& p, V v)
    {
        return exponential((v - p.rheobase) * p.sharpnessInverse);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V charge(const Parameters<R>& p, State<V>& s, V x)
    {
        const V drive = fmadd(upswing(p, s.v), splat<V>(p.sharpness), x - (s.v - p.rest));
        return fmadd(drive, splat<V>(p.tauInverse), s.v);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void adjoint(const Parameters<R>& p, const State<V>& before, V, V gradH,
                                        State<V>& gradState, V& gradX, V*)
    {
        gradState.v = gradH * fmadd(upswing(p, before.v) - R(1), splat<V>(p.tauInverse), splat<V>(R(1)));
        gradX = gradH * p.tauInverse;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
