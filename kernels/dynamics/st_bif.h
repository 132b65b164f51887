// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/fire_reset.h"

#include <cmath>
#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Bipolar integrate-and-fire with a spike tracer (models.md N25): q <- q + X / s; sends +s where q >= 1 while fewer
/// than pos_max spikes were sent on balance, -s where q < 0 while more than neg_min were, and takes the spike from q.
/// The learnable is the scale s, whose gradient is the sign that was sent; to X the slope is 1 (straight through), with
/// `common_slope` that of a common surrogate at the nearer of the two thresholds.
struct StBif {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 2, kSaved = 2, kLearnables = 1;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        R most, least;
        bool common;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"q_threshold", requiredAbove(values, "q_threshold", 0.0)}};
    }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        const double level = requiredAbove(values, "level", 1.0), half = std::floor(level / 2);
        const bool symmetric = flagValue(values, "sym", false);
        const auto bound = [&](const char* name, double usual) {
            return R(values.count(name) ? requiredValue(values, name) : usual);
        };
        return {bound("pos_max", symmetric ? half - 1 : level - 1), bound("neg_min", symmetric ? -half : 0.0),
                flagValue(values, "common_slope", false)};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int i)
    {
        return i == 0 ? 0.5 : 0.0;   // q, then the balance
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        const V q = state[0] + x[0] / learn[0];
        const V one = splat<V>(R(1));
        const V up = select(q >= R(1), select(state[1] < p.most, one, V{}), V{});
        const V down = select(q < R(0), select(state[1] > p.least, one, V{}), V{});
        const V sign = up - down;
        saved[0] = sign;
        saved[1] = q;
        state[0] = q - sign;
        state[1] = state[1] + sign;
        y[0] = sign * learn[0];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>&, const V*, const V* saved)
    {
        return select(saved[1] >= R(0.5), saved[1] - R(1), -saved[1]);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V*, const V* saved, V given, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        gradLearn[0] = fmadd(gradY[0], saved[0], gradLearn[0]);
        gradX[0] = p.common ? gradY[0] * given : gradY[0];
        gradState[0] = V{};
        gradState[1] = V{};
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
