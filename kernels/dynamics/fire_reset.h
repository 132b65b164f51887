// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Firing and reset that the free-step neurons of the SpikingJelly family share (models.md 0.7 and 0.8):
/// S = 1 where H >= v_threshold, then V = v_reset where it fired (hard) or V = H - v_threshold S (soft).
template <class R>
struct FireReset {
    R vThreshold, vReset;
    bool soft, detach;

    static FireReset from(const NamedValues& values)
    {
        const bool soft = values.count("v_reset") == 0;
        return {R(requiredValue(values, "v_threshold")), soft ? R(0) : R(requiredValue(values, "v_reset")), soft,
                flagValue(values, "detach_reset", false)};
    }

    template <class V>
    SPW_HOST_DEVICE V spike(V h) const
    {
        return select(h >= vThreshold, splat<V>(R(1)), V{});
    }

    template <class V>
    SPW_HOST_DEVICE V reset(V h) const
    {
        return select(h >= vThreshold, soft ? h - vThreshold : splat<V>(vReset), h);
    }

    /// Gradient that reaches the charged membrane H, from those of the spike and of the membrane after reset.
    template <class V>
    SPW_HOST_DEVICE V gradCharged(V h, V slope, V gradSpike, V gradV) const
    {
        V resetSlope = soft ? splat<V>(R(1)) : select(h >= vThreshold, V{}, splat<V>(R(1)));
        if (!detach)
            resetSlope = fmadd(slope, soft ? splat<V>(-vThreshold) : vReset - h, resetSlope);
        return fmadd(gradSpike, slope, gradV * resetSlope);
    }
};

/// The leak that LIF neurons share: H = V + (X - (V - rest)) / tau, or H = V - (V - rest) / tau + X.
template <class R>
struct Leak {
    R tauInverse, rest;
    bool decayInput;

    static Leak from(const NamedValues& values, bool decayInputByDefault = true)
    {
        return {R(1.0 / requiredAbove(values, "tau", 1.0)), R(restValue(values)),
                flagValue(values, "decay_input", decayInputByDefault)};
    }

    template <class V>
    SPW_HOST_DEVICE V charge(V v, V x) const
    {
        const V above = v - rest;
        if (decayInput)
            return fmadd(x - above, splat<V>(tauInverse), v);
        return fmadd(above, splat<V>(-tauInverse), v) + x;
    }
    SPW_HOST_DEVICE R stateSlope() const { return R(1) - tauInverse; }
    SPW_HOST_DEVICE R inputSlope() const { return decayInput ? tauInverse : R(1); }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
