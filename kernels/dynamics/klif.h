// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// KLIF (models.md N09): a LIF whose membrane is scaled by a learned gain k and cut off below zero before it fires,
/// F = relu(k H). With `scale_reset` the membrane is divided by k again when it is reset. Dimensionless; tau in steps.
struct Klif {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 1, kLearnables = 1;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        R tauInverse, rest, threshold, reset;
        R attached;   // 0: no gradient through the reset
        bool decayInput, scaleReset, soft;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {R(1.0 / requiredAbove(values, "tau", 1.0)),
                R(restValue(values)),
                R(requiredValue(values, "v_threshold")),
                R(restValue(values)),
                flagValue(values, "detach_reset", false) ? R(0) : R(1),
                flagValue(values, "decay_input", true),
                flagValue(values, "scale_reset", false),
                values.count("v_reset") == 0};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {{"k", 1.0}}; }

    template <class R>
    static double initialState(const Parameters<R>& p, int)
    {
        return double(p.rest);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        const V leak = state[0] - p.rest;
        const V h = p.decayInput ? fmadd(x[0] - leak, splat<V>(p.tauInverse), state[0])
                                 : fmadd(leak, splat<V>(-p.tauInverse), state[0]) + x[0];
        const V f = atLeast(h * learn[0], R(0));
        const auto fires = f >= p.threshold;
        if (p.soft) {
            const V after = select(fires, f - p.threshold, f);
            state[0] = p.scaleReset ? after / learn[0] : after;
        } else {
            state[0] = select(fires, splat<V>(p.reset), p.scaleReset ? f / learn[0] : f);
        }
        y[0] = indicator<V>(fires);
        saved[0] = h;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V* learn, const V* saved)
    {
        return atLeast(saved[0] * learn[0], R(0)) - p.threshold;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V slope, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        const V h = saved[0], k = learn[0], scaled = h * k, f = atLeast(scaled, R(0));
        const auto fires = f >= p.threshold;
        const V gradV = gradState[0], through = slope * p.attached;
        V gradF = gradY[0] * slope, gradK{};
        if (p.soft) {
            const V resetSlope = fmadd(through, splat<V>(-p.threshold), splat<V>(R(1)));
            const V gradAfter = p.scaleReset ? gradV / k : gradV;
            gradF = fmadd(gradAfter, resetSlope, gradF);
            if (p.scaleReset)
                gradK = -gradAfter * select(fires, f - p.threshold, f) / k;
        } else {
            const V kept = p.scaleReset ? f / k : f;
            const V through1 = p.scaleReset ? splat<V>(R(1)) / k : splat<V>(R(1));
            gradF = fmadd(gradV, fmadd(p.reset - kept, through, select(fires, V{}, through1)), gradF);
            if (p.scaleReset)
                gradK = select(fires, V{}, -gradV * kept / k);
        }
        const V gradScaled = select(scaled > R(0), gradF, V{});
        gradLearn[0] = gradLearn[0] + fmadd(gradScaled, h, gradK);
        const V gradH = gradScaled * k;
        gradState[0] = gradH * (R(1) - p.tauInverse);
        gradX[0] = p.decayInput ? gradH * p.tauInverse : gradH;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
