// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <cmath>
#include <stdexcept>
#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// The quantised leak of SpikingJelly's exchange neurons (models.md N12): whole numbers of 1/stateScale, multiplied by
/// 4096 - decay and shifted right by 12 bits towards zero, plus the input cut to the same grid.
template <class R>
struct QuantisedLeak {
    R stateScale;

    static constexpr double kDecayScale = 4096.0;

    static QuantisedLeak from(const NamedValues& values)
    {
        const double scale = requiredAbove(values, "scale", 0.0) * 64.0;
        return {R(scale)};
    }

    /// The decay as it is used: between 0 and 4096, a whole number, halves to even.
    template <class V>
    SPW_HOST_DEVICE static V decay(V learned)
    {
        return roundedToEven(atMost(atLeast(learned, R(0)), R(kDecayScale)));
    }

    template <class V>
    SPW_HOST_DEVICE V step(V state, V decay, V x) const
    {
        // The product does not fit the 24 bits of a float: the part above 12 bits is multiplied on its own, and
        // nothing is rounded as long as states stay below 4096.
        const V whole = truncated(state * stateScale), keep = R(kDecayScale) - decay;
        const V high = truncated(whole * R(1.0 / kDecayScale));
        const V low = fmadd(high, splat<V>(R(-kDecayScale)), whole);
        const V kept = fmadd(high, keep, truncated(low * keep * R(1.0 / kDecayScale)));
        return (kept + truncated(x * stateScale)) / stateScale;
    }

    /// Slope of a step to its state; to its decay it is -state/4096, to its input 1.
    template <class V>
    SPW_HOST_DEVICE static V stateSlope(V decay)
    {
        return fmadd(decay, splat<V>(R(-1.0 / kDecayScale)), splat<V>(R(1)));
    }
    template <class V>
    SPW_HOST_DEVICE static V decaySlope(V state)
    {
        return state * R(-1.0 / kDecayScale);
    }
};

/// Exchange neuron CubaLIFNode of SpikingJelly (models.md N12). Learnables are the decays times 4096. States: v, then
/// the current i. Fires at v_threshold + 0.01/stateScale and above, then the membrane is 0.
struct CubaLif {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 2, kSaved = 3, kLearnables = 2;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        QuantisedLeak<R> leak;
        R threshold, attached;   // attached 0: no gradient through the reset
    };

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"current_decay", 4096.0 * requiredValue(values, "current_decay")},
                {"voltage_decay", 4096.0 * requiredValue(values, "voltage_decay")}};
    }

    /// The level at and above which a neuron fires.
    static double firingLevel(const NamedValues& values)
    {
        const double scale = requiredAbove(values, "scale", 0.0), nominal = requiredValue(values, "v_threshold");
        const double level = flagValue(values, "lava_rule", false) ? std::trunc(nominal * scale) / scale : nominal;
        return level + 0.01 / (64.0 * scale);
    }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        if (values.count("v_reset") == 0 || requiredValue(values, "v_reset") != 0)
            throw std::invalid_argument("v_reset must be 0.");
        return {QuantisedLeak<R>::from(values), R(firingLevel(values)),
                flagValue(values, "detach_reset", false) ? R(0) : R(1)};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        saved[1] = state[0];
        saved[2] = state[1];
        state[1] = p.leak.step(state[1], p.leak.decay(learn[0]), x[0]);
        const V h = p.leak.step(state[0], p.leak.decay(learn[1]), state[1]);
        saved[0] = h;
        y[0] = select(h >= p.threshold, splat<V>(R(1)), V{});
        state[0] = select(h >= p.threshold, V{}, h);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V*, const V* saved)
    {
        return saved[0] - p.threshold;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V slope, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        const V h = saved[0], gradV = gradState[0];
        const V resetSlope =
            fmadd(h * slope, splat<V>(-p.attached), select(h >= p.threshold, V{}, splat<V>(R(1))));
        const V gradH = fmadd(gradY[0], slope, gradV * resetSlope), gradI = gradState[1] + gradH;
        gradLearn[1] = fmadd(gradH, p.leak.decaySlope(saved[1]), gradLearn[1]);
        gradLearn[0] = fmadd(gradI, p.leak.decaySlope(saved[2]), gradLearn[0]);
        gradState[0] = gradH * p.leak.stateSlope(p.leak.decay(learn[1]));
        gradState[1] = gradI * p.leak.stateSlope(p.leak.decay(learn[0]));
        gradX[0] = gradI;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
