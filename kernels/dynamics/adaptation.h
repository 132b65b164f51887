// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/fire_reset.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// The slow second variable of adaptive neurons (models.md N06), after the charge and before firing:
/// W <- W + (a (H - v_rest) - W) / tau_w, and after a spike W <- W + b S.
/// As in SpikingJelly, detach_reset detaches the spike in the decay of the membrane only; the jump of W and the hard
/// reset's v_reset S keep their gradient.
template <class R>
struct Adaptation {
    FireReset<R> fire;
    R rest, keep, coupling, jump;   // keep: 1 - 1/tau_w; coupling: a/tau_w; jump: b

    static Adaptation from(const NamedValues& values)
    {
        const double tau = requiredAbove(values, "tau_w", 0.0);
        return {FireReset<R>::from(values), R(requiredValue(values, "v_rest")), R(1.0 - 1.0 / tau),
                R(requiredValue(values, "a") / tau), R(requiredValue(values, "b"))};
    }

    /// From the charged membrane to both states after the step. @return the spike.
    template <class V>
    SPW_HOST_DEVICE V finish(V h, V* state) const
    {
        const V spike = fire.spike(h);
        const V adapted = fmadd(h - rest, splat<V>(coupling), state[1] * keep);
        state[0] = fire.reset(h);
        state[1] = fmadd(spike, splat<V>(jump), adapted);
        return spike;
    }

    /// Turns gradients after the step into that of H (returned) and of W before the adaptation (gradState[1]).
    template <class V>
    SPW_HOST_DEVICE V back(V h, V slope, V gradSpike, V* gradState) const
    {
        const V gradV = gradState[0], gradW = gradState[1];
        V toSpike = fmadd(gradW, splat<V>(jump), gradSpike);
        if (!fire.soft)
            toSpike = fmadd(gradV, splat<V>(fire.vReset), toSpike);
        if (!fire.detach)
            toSpike = fire.soft ? fmadd(gradV, splat<V>(-fire.vThreshold), toSpike) : fmadd(gradV, -h, toSpike);
        const V kept = fire.soft ? gradV : select(h >= fire.vThreshold, V{}, gradV);
        gradState[1] = gradW * keep;
        return fmadd(toSpike, slope, fmadd(gradW, splat<V>(coupling), kept));
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
