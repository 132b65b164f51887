// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/fire_reset.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Integer LIF (models.md N26): H = V - V/tau + X, sends the count S = clip(round(H / v_threshold), 0, D) and keeps
/// V = H - v_threshold S. The count has slope 1 in H / v_threshold from 0 to D, both ends included, else 0; with
/// `common_slope` the slope of a common surrogate at the nearest of its D steps.
struct ILif {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 1, kLearnables = 0;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        R keep, threshold, thresholdInverse, most;
        R attached;   // 0: no gradient through the reset
        bool common;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        const double threshold = requiredAbove(values, "v_threshold", 0.0);
        return {R(1.0 - 1.0 / requiredAbove(values, "tau", 1.0)), R(threshold), R(1.0 / threshold),
                R(requiredAbove(values, "D", 0.0)), flagValue(values, "detach_reset", false) ? R(0) : R(1),
                flagValue(values, "common_slope", false)};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V*, V* state, const V* x, V* y, V* saved)
    {
        const V h = fmadd(state[0], splat<V>(p.keep), x[0]);
        saved[0] = h;
        y[0] = atMost(atLeast(roundedToEven(h / p.threshold), R(0)), p.most);
        state[0] = fmadd(y[0], splat<V>(-p.threshold), h);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V*, const V* saved)
    {
        const V step = atMost(atLeast(roundedDown(saved[0] / p.threshold), R(0)), p.most - R(1));
        return fmadd(step + R(0.5), splat<V>(-p.threshold), saved[0]);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V*, const V* saved, V given, const V* gradY,
                                     V* gradState, V* gradX, V*)
    {
        const V level = saved[0] / p.threshold, gradV = gradState[0];
        const V gradS = fmadd(gradV, splat<V>(-p.threshold * p.attached), gradY[0]);
        const V ramp = select(level < R(0), V{}, select(level > p.most, V{}, gradS * p.thresholdInverse));
        const V gradH = gradV + (p.common ? gradS * given : ramp);
        gradState[0] = gradH * p.keep;
        gradX[0] = gradH;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
