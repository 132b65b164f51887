// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <limits>
#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// What the neurons of sinabs share (models.md N37-N41): how many spikes a membrane gives, what they take from it, the
/// lower bound, and the slopes, which depend on the threshold of each neuron.
///
/// Named values: `spike_fn` 0 as many as the threshold fits in (MultiSpike, MaxSpike with `max_spikes`), 1 one at the
/// most (SingleSpike), 2 none; `reset_to` absent: subtract `subtract_value`, or the threshold if that is absent too;
/// `min_v_mem` absent: no bound; `slope`: a kind below.
enum SinabsSlope { kGivenSlope, kSingleExponential, kHeaviside, kGaussian, kMultiGaussian, kPeriodicExponential };

template <class R>
struct SinabsRule {
    R maxSpikes, resetTo, subtract, minimum;
    R width, scale, mu, sigma, depth, spread;   // of the slope, by its kind
    int slope;
    bool fires, single, resets, subtractsThreshold, bounded;

    static SinabsRule make(const NamedValues& values)
    {
        const auto value = [&](const char* name, double otherwise) {
            return values.count(name) != 0 ? requiredValue(values, name) : otherwise;
        };
        const double spikeFunction = value("spike_fn", 0.0);
        SinabsRule rule{};
        rule.fires = spikeFunction != 2.0;
        rule.single = spikeFunction == 1.0;
        rule.maxSpikes = R(value("max_spikes", double(std::numeric_limits<R>::max())));
        rule.resets = values.count("reset_to") != 0;
        rule.resetTo = R(value("reset_to", 0.0));
        rule.subtractsThreshold = values.count("subtract_value") == 0;
        rule.subtract = R(value("subtract_value", 0.0));
        rule.bounded = values.count("min_v_mem") != 0;
        rule.minimum = R(value("min_v_mem", 0.0));
        rule.slope = int(value("slope", kSingleExponential));
        rule.width = R(rule.slope == kHeaviside ? value("window", 1.0) : value("grad_width", 0.5));
        rule.scale = R(value("grad_scale", 1.0));
        rule.mu = R(value("mu", 0.0));
        rule.sigma = R(value("sigma", 0.5));
        rule.depth = R(value("h", 0.15));
        rule.spread = R(value("s", 6.0));
        return rule;
    }

    template <class V>
    SPW_HOST_DEVICE V spikes(V v, V threshold) const
    {
        if (!fires)
            return V{};
        if (single)
            return indicator<V>(v >= threshold);
        return select(v > V{}, atMost(roundedDown(v / threshold), maxSpikes), V{});
    }

    /// Membrane after `count` spikes, and the bound below.
    template <class V>
    SPW_HOST_DEVICE V afterSpikes(V v, V count, V threshold) const
    {
        if (!fires)
            return v;
        if (resets)
            return select(count > V{}, splat<V>(resetTo), v);
        return fmadd(count, subtractsThreshold ? -threshold : splat<V>(-subtract), v);
    }
    template <class V>
    SPW_HOST_DEVICE V atBound(V v) const
    {
        return bounded ? atLeast(v, minimum) : v;
    }
    /// Gradient of the membrane before the bound.
    template <class V>
    SPW_HOST_DEVICE V belowBound(V after, V grad) const
    {
        return bounded ? select(after > minimum, grad, V{}) : grad;
    }
    /// Gradient of the spike count that comes through the reset, times -1.
    template <class V>
    SPW_HOST_DEVICE V takenBySpike(V threshold) const
    {
        if (!fires || resets)
            return V{};
        return subtractsThreshold ? threshold : splat<V>(subtract);
    }
    /// Gradient of the membrane before the reset, from that after it, on the direct way.
    template <class V>
    SPW_HOST_DEVICE V throughReset(V count, V grad) const
    {
        return fires && resets ? select(count > V{}, V{}, grad) : grad;
    }

    template <class V>
    SPW_HOST_DEVICE static V bell(V x, R sigma)
    {
        const R rate = R(-0.5) / (sigma * sigma), peak = R(0.39894228040143267794) / sigma;
        return expNegative(x * x * rate) * peak;
    }

    /// Slope of the spike count at membrane v. `given` is that of a surrogate of the common list.
    template <class V>
    SPW_HOST_DEVICE V slopeAt(V v, V threshold, V given) const
    {
        const V x = v - threshold;
        if (slope == kSingleExponential) {
            const V reach = threshold * width;
            return expNegative(-absolute(x / reach)) * scale / reach;
        }
        if (slope == kHeaviside)
            return indicator<V>(v >= threshold - width) / threshold;
        if (slope == kGaussian)
            return bell(x - mu, sigma) * scale;
        if (slope == kMultiGaussian) {
            const R wide = spread * sigma;
            const V sides = bell(x - sigma, wide) + bell(x + sigma, wide);
            return fmadd(bell(x - mu, sigma), splat<V>(R(1) + depth), sides * -depth) * scale;
        }
        if (slope == kPeriodicExponential) {
            const V place = v / threshold - R(0.5);
            const V saw = threshold * fmadd(place - roundedDown(place), splat<V>(R(2)), splat<V>(R(-1)));
            return expNegative(-absolute(select(v < threshold, x, saw)) / width) * scale;
        }
        return given;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
