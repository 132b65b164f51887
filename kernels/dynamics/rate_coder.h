// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// The loop of the DSR neurons (models.md N20, N21): H = leak V + gain X, fires where H >= alpha v_threshold, sends
/// v_threshold / delta_t and keeps H - v_threshold. The learnable is the threshold. Its own gradient takes who fires
/// as given; the rule by rates is made around it, from whole sequences.
struct RateCoder {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 1, kLearnables = 1;
    static constexpr bool kSpikes = false;

    template <class R>
    struct Parameters {
        R leak, gain, fraction, rate;   // rate: 1 / delta_t
    };

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"v_threshold", requiredValue(values, "v_threshold")}};
    }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {R(requiredValue(values, "leak")), R(requiredValue(values, "gain")),
                R(requiredAbove(values, "fraction", 0.0)), R(1.0 / requiredAbove(values, "delta_t", 0.0))};
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
        y[0] = select(fires, learn[0] * p.rate, V{});
        state[0] = select(fires, h - learn[0], h);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V*, const V* saved, V, const V* gradY, V* gradState,
                                     V* gradX, V* gradLearn)
    {
        const V gradH = gradState[0];
        gradLearn[0] = fmadd(saved[0], fmadd(gradY[0], splat<V>(p.rate), -gradH), gradLearn[0]);
        gradState[0] = gradH * p.leak;
        gradX[0] = gradH * p.gain;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
