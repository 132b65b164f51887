// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/sinabs_common.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// SpikingLayer of sinabs 0.2 (models.md N37): what a spike takes is taken at the next step, so the state that is
/// kept is the membrane before its spikes, and their number beside it. state = x + state - a membrane_subtract, or
/// x + state [a = 0] with `membrane_reset`; bounded below; a = floor(state / threshold) for state >= 0, or
/// [state >= threshold]. With `negative_spikes` the bound falls away and the same is done below zero.
struct SinabsSpikingLayer {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 2, kSaved = 2, kLearnables = 0;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        SinabsRule<R> slope;   // of its values only the slope's are used
        R threshold, low, subtract;
        bool bounded, resets, negative;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        const double threshold = requiredAbove(values, "threshold", 0.0);
        const bool negative = flagValue(values, "negative_spikes", false);
        const bool bounded = values.count("threshold_low") != 0 && !negative;
        return {SinabsRule<R>::make(values),
                R(threshold),
                R(bounded ? requiredValue(values, "threshold_low") : 0.0),
                R(values.count("membrane_subtract") != 0 ? requiredValue(values, "membrane_subtract") : threshold),
                bounded,
                flagValue(values, "membrane_reset", false),
                negative};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    /// State: membrane before its spikes, spikes of that step.
    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V*, V* state, const V* x, V* y, V* saved)
    {
        const V before = p.resets ? select(state[1] == V{}, state[0], V{})
                                  : fmadd(state[1], splat<V>(-p.subtract), state[0]);
        V h = x[0] + before;
        if (p.bounded)
            h = atLeast(h, p.low);
        const V size = p.negative ? absolute(h) : h;
        const V count = p.resets ? indicator<V>(size >= p.threshold)
                                 : select(size > V{}, roundedDown(size / p.threshold), V{});
        saved[0] = h;
        saved[1] = state[1];
        state[0] = h;
        state[1] = p.negative ? count * signOf(h) : count;
        y[0] = state[1];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V*, const V* saved)
    {
        return (p.negative ? absolute(saved[0]) : saved[0]) - p.threshold;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V*, const V* saved, V given, const V* gradY,
                                     V* gradState, V* gradX, V*)
    {
        const V h = saved[0], size = p.negative ? absolute(h) : h, threshold = splat<V>(p.threshold);
        V slope = p.slope.slopeAt(size, threshold, given);
        if (p.resets && p.slope.slope == kHeaviside)
            slope = slope * threshold;   // the 0/1 spike of sinabs has a window of height 1
        if (p.negative)
            slope = select(h == V{}, V{}, slope);
        V gradH = fmadd(gradY[0] + gradState[1], slope, gradState[0]);
        if (p.bounded)
            gradH = select(h > p.low, gradH, V{});
        gradX[0] = gradH;
        gradState[0] = p.resets ? select(saved[1] == V{}, gradH, V{}) : gradH;
        gradState[1] = p.resets ? V{} : gradH * -p.subtract;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
