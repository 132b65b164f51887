// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/fire_reset.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// LIF that learns through space only (SLTT, models.md N19): the dynamics of the LIF, but the membrane that a step
/// starts from carries no gradient.
struct SlttLif {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 1, kLearnables = 0;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        FireReset<R> fire;
        Leak<R> leak;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {FireReset<R>::from(values), Leak<R>::from(values)};
    }

    template <class R>
    static double initialState(const Parameters<R>& p, int)
    {
        return p.fire.vReset;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V*, V* state, const V* x, V* y, V* saved)
    {
        const V h = p.leak.charge(state[0], x[0]);
        saved[0] = h;
        y[0] = p.fire.spike(h);
        state[0] = p.fire.reset(h);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V*, const V* saved)
    {
        return saved[0] - p.fire.vThreshold;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V*, const V* saved, V slope, const V* gradY,
                                     V* gradState, V* gradX, V*)
    {
        gradX[0] = p.fire.gradCharged(saved[0], slope, gradY[0], gradState[0]) * p.leak.inputSlope();
        gradState[0] = V{};
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
