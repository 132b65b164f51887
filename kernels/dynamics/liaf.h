// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/fire_reset.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Leaky integrate and analog fire (models.md N08): the dynamics of the LIF, spikes included, but what it sends is
/// act(H - v_threshold), or act(H) without `threshold_related`.
struct Liaf {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 1, kSaved = 1, kLearnables = 0;
    static constexpr bool kSpikes = true;

    /// Values of the choice `act`, in the order of the node's choices.
    enum class Act { Relu, LeakyRelu, Sigmoid, Tanh, Identity };

    template <class R>
    struct Parameters {
        FireReset<R> fire;
        Leak<R> leak;
        R shift;   // v_threshold, or 0
        Act act;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        const FireReset<R> fire = FireReset<R>::from(values);
        return {fire, Leak<R>::from(values), flagValue(values, "threshold_related", true) ? fire.vThreshold : R(0),
                Act(int(requiredValue(values, "act")))};
    }

    template <class R>
    static double initialState(const Parameters<R>& p, int)
    {
        return p.fire.vReset;
    }

    /// 1 / (1 + exp(-u)) without overflow on either side.
    template <class V>
    SPW_HOST_DEVICE static V logistic(V u)
    {
        using R = typename Lanes<V>::Real;
        const V e = expNegative(-absolute(u));
        const V inverse = splat<V>(R(1)) / (e + R(1));
        return select(u < V{}, e * inverse, inverse);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V activation(const Parameters<R>& p, V u)
    {
        switch (p.act) {
        case Act::Relu: return atLeast(u, R(0));
        case Act::LeakyRelu: return select(u < V{}, u * R(0.01), u);
        case Act::Sigmoid: return logistic(u);
        case Act::Tanh: return fmadd(logistic(u * R(2)), splat<V>(R(2)), splat<V>(R(-1)));
        case Act::Identity: break;
        }
        return u;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V activationSlope(const Parameters<R>& p, V u)
    {
        switch (p.act) {
        case Act::Relu: return select(u > V{}, splat<V>(R(1)), V{});
        case Act::LeakyRelu: return select(u > V{}, splat<V>(R(1)), splat<V>(R(0.01)));
        case Act::Sigmoid: {
            const V s = logistic(u);
            return s * (R(1) - s);
        }
        case Act::Tanh: {
            const V s = logistic(u * R(2));
            return s * (R(1) - s) * R(4);
        }
        case Act::Identity: break;
        }
        return splat<V>(R(1));
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V*, V* state, const V* x, V* y, V* saved)
    {
        const V h = p.leak.charge(state[0], x[0]);
        saved[0] = h;
        y[0] = activation(p, h - p.shift);
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
        const V h = saved[0];
        const V gradH = fmadd(gradY[0], activationSlope(p, h - p.shift),
                              p.fire.gradCharged(h, slope, V{}, gradState[0]));
        gradState[0] = gradH * p.leak.stateSlope();
        gradX[0] = gradH * p.leak.inputSlope();
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
