// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Delta of lava-dl (models.md N36): sends the change since what it sent last, where that is at least the threshold.
/// With `cum_error` the sum of the changes decides instead. States are the last input, what was held back, and the
/// summed error. In fixed point what is sent is rounded down to a multiple of 1 / scale.
struct LavaDelta {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 3, kSaved = 2, kLearnables = 1;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        R scale, tauInverse, scaleGrad;
        bool cumulative, fixed, common;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {R(requiredAbove(values, "scale", 0.0)), R(1.0 / requiredAbove(values, "tau_grad", 0.0)),
                R(requiredValue(values, "scale_grad")), flagValue(values, "cum_error", false),
                flagValue(values, "fixed_point", true), flagValue(values, "common_slope", false)};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"threshold", requiredValue(values, "threshold")}};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        const V change = x[0] - state[0] + state[1];
        const V error = p.cumulative ? state[2] + change : change;
        const V sent = select(absolute(error) >= learn[0], change, V{});
        state[0] = x[0];
        state[1] = change - sent;
        state[2] = p.cumulative ? select(absolute(sent) > R(0), V{}, error) : V{};
        saved[0] = change;
        saved[1] = error;
        y[0] = p.fixed ? roundedDown(sent * p.scale) / p.scale : sent;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>&, const V* learn, const V* saved)
    {
        return absolute(saved[1]) - learn[0];
    }

    /// As lava-dl: the output counts as the difference of two inputs. With `common_slope` it counts as the change times
    /// a step at the threshold, whose slope is one of the surrogates that all neurons share.
    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V given, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        const V change = saved[0], over = absolute(change) - learn[0];
        if (p.common) {
            const V passes = indicator<V>(absolute(saved[1]) >= learn[0]);
            const V through = gradY[0] * fmadd(change * signOf(saved[1]), given, passes);
            gradLearn[0] = gradLearn[0] - gradY[0] * change * given;
            gradX[0] = gradState[0] + through;
            gradState[0] = -through;
            gradState[1] = V{};
            gradState[2] = V{};
            return;
        }
        const V peak = expNegative(-absolute(over) * p.tauInverse) * p.scaleGrad;
        const V slope = select(over > R(0), -change * peak / learn[0], -signOf(change));
        gradLearn[0] = fmadd(slope, gradY[0], gradLearn[0]);
        gradX[0] = gradState[0] + gradY[0];
        gradState[0] = -gradY[0];
        gradState[1] = V{};
        gradState[2] = V{};
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
