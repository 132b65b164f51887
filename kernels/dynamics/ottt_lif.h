// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/sltt_lif.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Online training through time (OTTT, models.md N18): the LIF of SLTT with a second output, the trace
/// A <- (1 - 1/tau) A + S of its own spikes, which carries no gradient.
struct OtttLif {
    static constexpr int kInputs = 1, kOutputs = 2, kStates = 2, kSaved = 1, kLearnables = 0;
    static constexpr bool kSpikes = true;

    template <class R>
    using Parameters = SlttLif::Parameters<R>;

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return SlttLif::parameters<R>(values);
    }

    template <class R>
    static double initialState(const Parameters<R>& p, int i)
    {
        return i == 0 ? p.fire.vReset : 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        SlttLif::step<R, V>(p, learn, state, x, y, saved);
        state[1] = fmadd(state[1], splat<V>(p.leak.stateSlope()), y[0]);
        y[1] = state[1];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V* learn, const V* saved)
    {
        return SlttLif::surrogateArgument<R, V>(p, learn, saved);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V slope, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        SlttLif::back<R, V>(p, learn, saved, slope, gradY, gradState, gradX, gradLearn);
        gradState[1] = V{};
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
