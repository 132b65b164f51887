// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/srm/srm.h"

/// One step of the kernels of this folder for a number or a vector of numbers; CPU and CUDA compile the same lines.
namespace spw::kernels {
inline namespace SPW_LEVEL {

/// An alpha kernel in the number type of a pass. `outWeight` is what each of the two sums loses when a value
/// leaves the window, see alpha_kernel.h.
template <class R>
struct AlphaStep {
    R gain, decay, outOfP, outOfQ;

    explicit AlphaStep(const AlphaKernel& k, double factor = 1.0)
        : gain(R(k.gain * factor)), decay(R(k.decay)), outOfP(R(leaving(k))),
          outOfQ(R(leaving(k) * double(k.length)))
    {
    }

    static double leaving(const AlphaKernel& k)
    {
        double power = 1.0, base = k.decay;   // decay^length without <cmath>, whose pow differs between libraries
        for (std::int64_t n = k.length; n > 0; n /= 2, base *= base)
            if (n % 2 != 0)
                power *= base;
        return -power;
    }

    /// Takes x in, drops what leaves the window (0: nothing does) and returns the kernel's response at this step; p and q
    /// as in alpha_kernel.h.
    template <class V>
    SPW_HOST_DEVICE V filter(V& p, V& q, V x, V leaving) const
    {
        q = fmadd(leaving, splat<V>(outOfQ), (q + p) * decay);
        p = fmadd(leaving, splat<V>(outOfP), fmadd(p, splat<V>(decay), x));
        return q * gain;
    }
};

/// Slope that SLAYER lends the threshold: the density of an escape at distance |u - theta| (models.md SG19).
template <class R>
struct EscapeSlope {
    R theta, peak, rate;

    explicit EscapeSlope(const SrmModel& m)
        : theta(R(m.theta)), peak(R(m.scaleRho / (m.tauRho * m.theta))), rate(R(-1.0 / (m.tauRho * m.theta)))
    {
    }

    template <class V>
    SPW_HOST_DEVICE V operator()(V u) const
    {
        return expNegative(absolute(u - theta) * rate) * peak;
    }
};

/// value * keep / 4096 toward zero. The product is taken in two parts, so that it fits for every 52-bit value.
SPW_HOST_DEVICE std::int64_t decayed(std::int64_t value, std::int64_t keep)
{
    const std::int64_t magnitude = value < 0 ? -value : value;
    const std::int64_t high = magnitude >> 12, low = magnitude & 4095;
    const std::int64_t rest = high * keep + ((low * keep) >> 12);
    return value < 0 ? -rest : rest;
}

/// One step of the Loihi neuron of SLAYER: integer current u and voltage v, a spike above theta clears the voltage and
/// keeps it at zero for refDelay - 1 steps more, which `rest` counts.
/// @return whether it spikes; `shown` is the voltage as SLAYER records it, which holds vDecay at a spike.
SPW_HOST_DEVICE bool loihiStep(const LoihiModel& m, std::int64_t& u, std::int64_t& v, std::int64_t& rest,
                               std::int64_t weighted, std::int64_t& shown)
{
    u = decayed(u, 4096 - m.iDecay) + weighted * m.weightUnit;
    v = decayed(v, 4096 - m.vDecay) + u;
    rest = rest > 0 ? rest - 1 : 0;
    const bool spikes = rest == 0 && v > m.vThMant * 64;
    v = spikes || rest > 0 ? 0 : v;
    shown = spikes ? m.vDecay : v;
    rest = spikes ? m.refDelay : rest;
    return spikes;
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
