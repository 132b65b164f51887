// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/sinabs_common.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// LIF and ExpLeak of sinabs (models.md N39, N41). With `synapse` i = a_syn (i + x), else i = x;
/// H = a_mem v + i, or a_mem v + (1 - a_mem) i with `norm_input`. Without spikes the output is H itself.
/// The decays are learnable: a_mem, a_syn (a = exp(-1/tau), tau in steps).
struct SinabsLif {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 2, kSaved = 3, kLearnables = 3;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        SinabsRule<R> rule;
        bool synapse, normalises;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {SinabsRule<R>::make(values), flagValue(values, "synapse", false),
                flagValue(values, "norm_input", true)};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"alpha_mem", requiredValue(values, "alpha_mem")},
                {"alpha_syn", values.count("alpha_syn") != 0 ? requiredValue(values, "alpha_syn") : 0.0},
                {"spike_threshold", requiredAbove(values, "spike_threshold", 0.0)}};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        const V alpha = learn[0], threshold = learn[2], before = state[0];
        const V arrived = p.synapse ? state[1] + x[0] : x[0];
        const V current = p.synapse ? arrived * learn[1] : arrived;
        const V h = fmadd(before, alpha, p.normalises ? (R(1) - alpha) * current : current);
        const V count = p.rule.spikes(h, threshold);
        state[0] = p.rule.atBound(p.rule.afterSpikes(h, count, threshold));
        state[1] = current;
        y[0] = p.rule.fires ? count : h;
        saved[0] = h;
        saved[1] = before;
        saved[2] = arrived;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>&, const V* learn, const V* saved)
    {
        return saved[0] - learn[2];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V given, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        const V alpha = learn[0], threshold = learn[2], h = saved[0], arrived = saved[2];
        const V count = p.rule.spikes(h, threshold);
        const V gradAfter = p.rule.belowBound(p.rule.afterSpikes(h, count, threshold), gradState[0]);
        V gradH = p.rule.throughReset(count, gradAfter);
        if (p.rule.fires) {
            const V gradCount = fmadd(gradAfter, -p.rule.takenBySpike(threshold), gradY[0]);
            gradH = fmadd(gradCount, p.rule.slopeAt(h, threshold, given), gradH);
        } else {
            gradH = gradH + gradY[0];
        }
        const V current = p.synapse ? arrived * learn[1] : arrived;
        gradLearn[0] = fmadd(gradH, p.normalises ? saved[1] - current : saved[1], gradLearn[0]);
        const V gradCurrent = (p.synapse ? gradState[1] : V{}) + (p.normalises ? (R(1) - alpha) * gradH : gradH);
        gradState[0] = gradH * alpha;
        if (p.synapse) {
            gradLearn[1] = fmadd(gradCurrent, arrived, gradLearn[1]);
            gradX[0] = gradCurrent * learn[1];
            gradState[1] = gradX[0];
        } else {
            // i is the input alone: it leads to no earlier step, only to the one that an outside gradient names.
            gradX[0] = gradCurrent + gradState[1];
            gradState[1] = V{};
        }
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
