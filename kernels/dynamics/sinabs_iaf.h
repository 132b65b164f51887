// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/sinabs_common.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// IAF of sinabs (models.md N38): H = v + x, s = how often the threshold fits, v = H less what the spikes take.
struct SinabsIaf {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 1, kLearnables = 1;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        SinabsRule<R> rule;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {SinabsRule<R>::make(values)};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"spike_threshold", requiredAbove(values, "spike_threshold", 0.0)}};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        const V h = state[0] + x[0], count = p.rule.spikes(h, learn[0]);
        state[0] = p.rule.atBound(p.rule.afterSpikes(h, count, learn[0]));
        y[0] = count;
        saved[0] = h;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>&, const V* learn, const V* saved)
    {
        return saved[0] - learn[0];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V given, const V* gradY,
                                     V* gradState, V* gradX, V*)
    {
        const V h = saved[0], threshold = learn[0], count = p.rule.spikes(h, threshold);
        const V gradAfter = p.rule.belowBound(p.rule.afterSpikes(h, count, threshold), gradState[0]);
        const V gradCount = fmadd(gradAfter, -p.rule.takenBySpike(threshold), gradY[0]);
        const V gradH = fmadd(gradCount, p.rule.slopeAt(h, threshold, given), p.rule.throughReset(count, gradAfter));
        gradState[0] = gradH;
        gradX[0] = gradH;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
