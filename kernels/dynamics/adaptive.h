// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/adaptation.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Adaptive integrate-and-fire: the plain charge H = V + X - W under the adaptation of models.md N06.
struct Adaptive {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 2, kSaved = 1, kLearnables = 0;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        Adaptation<R> adaptation;
        R firstW;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {Adaptation<R>::from(values), R(requiredValue(values, "w_rest"))};
    }

    template <class R>
    static double initialState(const Parameters<R>& p, int i)
    {
        return i == 0 ? p.adaptation.fire.vReset : p.firstW;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V*, V* state, const V* x, V* y, V* saved)
    {
        const V h = state[0] + x[0] - state[1];
        saved[0] = h;
        y[0] = p.adaptation.finish(h, state);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V*, const V* saved)
    {
        return saved[0] - p.adaptation.fire.vThreshold;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V*, const V* saved, V slope, const V* gradY,
                                     V* gradState, V* gradX, V*)
    {
        const V gradH = p.adaptation.back(saved[0], slope, gradY[0], gradState);
        gradState[0] = gradH;
        gradState[1] = gradState[1] - gradH;
        gradX[0] = gradH;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
