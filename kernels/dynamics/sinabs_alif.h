// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/sinabs_common.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// ALIF of sinabs (models.md N40): the threshold b0 + adapt_scale b rises with the spikes,
/// b = a_adapt b + (1 - a_adapt) s. Otherwise as SinabsLif, but with `norm_input` the synaptic current itself is
/// scaled by 1 - a_mem and stays so. The threshold that fires is also what a spike takes, and learning sees that.
struct SinabsAlif {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 3, kSaved = 4, kLearnables = 4;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        SinabsRule<R> rule;
        R adaptScale;
        bool synapse, normalises;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {SinabsRule<R>::make(values), R(requiredValue(values, "adapt_scale")),
                flagValue(values, "synapse", false), flagValue(values, "norm_input", true)};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"alpha_mem", requiredValue(values, "alpha_mem")},
                {"alpha_adapt", requiredValue(values, "alpha_adapt")},
                {"alpha_syn", values.count("alpha_syn") != 0 ? requiredValue(values, "alpha_syn") : 0.0},
                {"spike_threshold", requiredAbove(values, "spike_threshold", 0.0)}};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    /// State: v_mem, b, i_syn.
    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        const V alpha = learn[0], before = state[0], adapted = state[1];
        const V threshold = fmadd(adapted, splat<V>(p.adaptScale), learn[3]);
        const V arrived = p.synapse ? state[2] + x[0] : x[0];
        V current = p.synapse ? arrived * learn[2] : arrived;
        if (p.normalises)
            current = (R(1) - alpha) * current;
        const V h = fmadd(before, alpha, current), count = p.rule.spikes(h, threshold);
        state[0] = p.rule.atBound(p.rule.afterSpikes(h, count, threshold));
        state[1] = fmadd(adapted - count, learn[1], count);
        state[2] = current;
        y[0] = count;
        saved[0] = h;
        saved[1] = before;
        saved[2] = adapted;
        saved[3] = arrived;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V* learn, const V* saved)
    {
        return saved[0] - fmadd(saved[2], splat<V>(p.adaptScale), learn[3]);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V given, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        const V alpha = learn[0], h = saved[0], adapted = saved[2], arrived = saved[3];
        const V threshold = fmadd(adapted, splat<V>(p.adaptScale), learn[3]), count = p.rule.spikes(h, threshold);
        const V gradAfter = p.rule.belowBound(p.rule.afterSpikes(h, count, threshold), gradState[0]);
        const V gradB = gradState[1];
        V gradCount = fmadd(gradB, R(1) - learn[1], gradY[0]);
        gradCount = fmadd(gradAfter, -p.rule.takenBySpike(threshold), gradCount);
        const V gradThreshold = p.rule.subtractsThreshold && !p.rule.resets ? -gradAfter * count : V{};
        const V gradH = fmadd(gradCount, p.rule.slopeAt(h, threshold, given), p.rule.throughReset(count, gradAfter));
        gradLearn[1] = fmadd(gradB, adapted - count, gradLearn[1]);
        gradState[1] = fmadd(gradB, learn[1], gradThreshold * p.adaptScale);

        const V gradCurrent = gradState[2] + gradH;
        const V raw = p.synapse ? arrived * learn[2] : arrived;
        V gradAlpha = gradH * saved[1];
        if (p.normalises)
            gradAlpha = fmadd(gradCurrent, -raw, gradAlpha);
        gradLearn[0] = gradLearn[0] + gradAlpha;
        const V gradRaw = p.normalises ? (R(1) - alpha) * gradCurrent : gradCurrent;
        gradState[0] = gradH * alpha;
        if (p.synapse) {
            gradLearn[2] = fmadd(gradRaw, arrived, gradLearn[2]);
            gradX[0] = gradRaw * learn[2];
            gradState[2] = gradX[0];
        } else {
            gradX[0] = gradRaw;
            gradState[2] = V{};
        }
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
