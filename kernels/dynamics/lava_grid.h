// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <cmath>

/// What the lava-dl neurons share (models.md N29): the numbers of the Loihi chip, held in floating point. A state is a
/// whole multiple of 1 / (64 scale); while a step computes, it is that whole number. Exact as long as it stays below
/// 2^24 (float) or 2^53 (double). Without `fixed_point` the same equations run on plain real numbers.
namespace spw::kernels {
inline namespace SPW_LEVEL {

template <class R>
struct LavaGrid {
    R scale;      // whole numbers in 1.0
    bool fixed;

    static LavaGrid of(const NamedValues& values)
    {
        const bool fixed = flagValue(values, "fixed_point", true);
        return {fixed ? R(64.0 * requiredAbove(values, "scale", 0.0)) : R(1), fixed};
    }

    /// An input as a whole number, towards zero.
    template <class V>
    SPW_HOST_DEVICE V taken(V x) const
    {
        return fixed ? truncated(x * scale) : x;
    }
    /// A state as a whole number.
    template <class V>
    SPW_HOST_DEVICE V held(V value) const
    {
        return fixed ? roundedToEven(value * scale) : value;
    }
    template <class V>
    SPW_HOST_DEVICE V shown(V whole) const
    {
        return fixed ? whole / scale : whole;
    }
    /// whole * factor / 4096 with a factor of 0..4096, towards zero. The product has more digits than a float: what
    /// rounding took from it tells whether it was rounded up to a multiple of 4096.
    template <class V>
    SPW_HOST_DEVICE V scaled(V whole, V factor) const
    {
        const V product = whole * factor, quotient = product * R(1.0 / 4096.0);
        if (!fixed)
            return quotient;
        const V kept = truncated(quotient), lost = fmadd(whole, factor, -product);
        using Mask = typename Lanes<V>::Mask;   // clang compares doubles into long long, which is no std::int64_t
        return select(both(Mask(kept == quotient), Mask(lost * product < R(0))), kept - signOf(product), kept);
    }
};

/// The slope that lava-dl lends to a spike: an exponential on both sides of the threshold, or for graded spikes below
/// it only. With `common_slope` it is one of the surrogates that all neurons share.
template <class R>
struct LavaSlope {
    R scale, tauInverse;
    bool graded, common;

    /// @param tauFactor, scaleFactor  the tuning of each lava-dl neuron.
    static LavaSlope of(const NamedValues& values, double threshold, double tauFactor, double scaleFactor)
    {
        const double tau = requiredAbove(values, "tau_grad", 0.0) * threshold * tauFactor;
        return {R(requiredValue(values, "scale_grad") * scaleFactor), R(1.0 / tau),
                flagValue(values, "graded_spike", false), flagValue(values, "common_slope", false)};
    }

    /// @param over  distance of the voltage from the threshold.
    template <class V>
    SPW_HOST_DEVICE V at(V over) const
    {
        if (graded)
            return expNegative(atMost(over, R(0)) * tauInverse) * scale;
        return expNegative(-absolute(over) * tauInverse) * (scale * R(0.5) * tauInverse);
    }
    /// @param value  what a graded spike sends.
    /// @param given  slope of the common surrogate at `over`.
    template <class V>
    SPW_HOST_DEVICE V at(V over, V value, V given) const
    {
        if (!common)
            return at(over);
        return graded ? fmadd(value, given, indicator<V>(over >= R(0))) : given;
    }
};

/// Threshold as the chip keeps it: a whole multiple of 1 / scale, cut off.
inline double lavaThreshold(const NamedValues& values, const char* name)
{
    const double threshold = requiredValue(values, name);
    if (!flagValue(values, "fixed_point", true))
        return threshold;
    const double scale = requiredAbove(values, "scale", 0.0);
    return std::trunc(threshold * scale) / scale;
}

/// Factor on what lava-dl takes as the gradient of a decay: its own, or the one of the equation.
inline double lavaDecayFactor(const NamedValues& values, double equation)
{
    return flagValue(values, "exact_decay_gradient", true) ? equation : 1.0;
}

/// Threshold and refractory state of the adaptive lava neurons: both as they were compared with at a step.
template <class R>
struct LavaAdaptation {
    R rest, step;   // whole numbers

    static LavaAdaptation of(const NamedValues& values, R scale)
    {
        return {R(lavaThreshold(values, "threshold")) * scale, R(lavaThreshold(values, "threshold_step")) * scale};
    }

    /// From the whole numbers of one step to those of the next. @param fired  at the step before, 0 or 1.
    template <class V>
    SPW_HOST_DEVICE void advance(const LavaGrid<R>& grid, V fired, V thresholdDecay, V refractoryDecay, V& threshold,
                                 V& refractory) const
    {
        const V after = refractory + fired * threshold * R(2), raised = threshold + fired * step;
        refractory = grid.scaled(after, R(4096) - refractoryDecay);
        threshold = grid.scaled(raised - rest, R(4096) - thresholdDecay) + rest;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
