// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// The loop of the DSR neurons (models.md N20, N21): H = leak V + gain X, fires where H >= alpha v_threshold, sends
/// v_threshold / delta_t and keeps H - v_threshold. The learnable is the threshold. Its own gradient takes who fires
/// as given; the rule by rates is made around it, from whole sequences. With `common_slope` a spike has the slope of a
/// common surrogate, at H - alpha v_threshold, as in other neurons.
struct RateCoder {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 2, kLearnables = 1;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        R leak, gain, fraction, rate;   // rate: 1 / delta_t
        bool common;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"v_threshold", requiredValue(values, "v_threshold")}};
    }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {R(requiredValue(values, "leak")), R(requiredValue(values, "gain")),
                R(requiredAbove(values, "fraction", 0.0)), R(1.0 / requiredAbove(values, "delta_t", 0.0)),
                flagValue(values, "common_slope", false)};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        const V h = state[0] * p.leak + x[0] * p.gain;
        const auto fires = h >= learn[0] * p.fraction;
        saved[0] = select(fires, splat<V>(R(1)), V{});
        saved[1] = h;
        y[0] = select(fires, learn[0] * p.rate, V{});
        state[0] = select(fires, h - learn[0], h);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V* learn, const V* saved)
    {
        return fmadd(learn[0], splat<V>(-p.fraction), saved[1]);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V given, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        const V toAmount = fmadd(gradY[0], splat<V>(p.rate), -gradState[0]);
        gradLearn[0] = fmadd(saved[0], toAmount, gradLearn[0]);
        V gradH = gradState[0];
        if (p.common) {
            const V toFire = toAmount * learn[0] * given;
            gradH = gradH + toFire;
            gradLearn[0] = fmadd(toFire, splat<V>(-p.fraction), gradLearn[0]);
        }
        gradState[0] = gradH * p.leak;
        gradX[0] = gradH * p.gain;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
