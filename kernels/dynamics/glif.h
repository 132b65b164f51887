// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/fire_reset.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Gated LIF (models.md N16), with its gates folded into five numbers per neuron, which all learn:
/// U = leak V - linear + I - (resetLeak V + resetSubtract) S', S = 1 where U >= threshold, V = U; S' is the spike of
/// the step before. The gating of the input and the sigmoids of the raw parameters lie outside (they are elementwise).
struct Glif {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 2, kSaved = 3, kLearnables = 5;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {};

    static std::vector<LearnableSpec> learnables(const NamedValues&)
    {
        return {{"leak", 1.0}, {"linear", 0.0}, {"reset_leak", 0.0}, {"reset_subtract", 0.0}, {"threshold", 1.0}};
    }

    template <class R>
    static Parameters<R> parameters(const NamedValues&)
    {
        return {};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>&, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        const V v = state[0], last = state[1];
        const V taken = fmadd(learn[2], v, learn[3]) * last;
        const V u = fmadd(learn[0], v, x[0] - learn[1]) - taken;
        saved[0] = u;
        saved[1] = v;
        saved[2] = last;
        y[0] = select(u >= learn[4], splat<V>(R(1)), V{});
        state[0] = u;
        state[1] = y[0];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>&, const V* learn, const V* saved)
    {
        return saved[0] - learn[4];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>&, const V* learn, const V* saved, V slope, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        const V v = saved[1], last = saved[2];
        const V throughSpike = (gradY[0] + gradState[1]) * slope;
        const V gradU = gradState[0] + throughSpike;
        const V gradTaken = -gradU * last;
        gradLearn[0] = fmadd(gradU, v, gradLearn[0]);
        gradLearn[1] = gradLearn[1] - gradU;
        gradLearn[2] = fmadd(gradTaken, v, gradLearn[2]);
        gradLearn[3] = gradLearn[3] + gradTaken;
        gradLearn[4] = gradLearn[4] - throughSpike;
        gradState[0] = fmadd(gradU, learn[0], gradTaken * learn[2]);
        gradState[1] = -gradU * fmadd(learn[2], v, learn[3]);
        gradX[0] = gradU;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
