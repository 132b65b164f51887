// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// The neurons of NIR after their equations were cut into steps: every coefficient is one of its own for each neuron.
/// With `synapse` i = syn_decay i + syn_gain x, else i = x; H = decay v + gain i + leak. With `spikes` it fires where
/// H > threshold (`strict`) or H >= threshold, then v is `reset`, or H - threshold without v_reset; else it sends H.
struct NirNeuron {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 2, kSaved = 4, kLearnables = 7;
    static constexpr bool kSpikes = true;

    enum Learnable { SynDecay, SynGain, Decay, Gain, Leak, Threshold, Reset };

    template <class R>
    struct Parameters {
        R attached;   // 0: no gradient through the reset
        bool synapse, spikes, strict, soft;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        return {flagValue(values, "detach_reset", false) ? R(0) : R(1), flagValue(values, "synapse", false),
                flagValue(values, "spikes", true), flagValue(values, "strict", true), values.count("v_reset") == 0};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues&)
    {
        return {{"syn_decay", 0.75}, {"syn_gain", 0.5}, {"decay", 0.875}, {"gain", 1.0},
                {"leak", 0.03125},   {"threshold", 1.0}, {"reset", 0.0}};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V fired(const Parameters<R>& p, V h, V threshold)
    {
        return p.strict ? indicator<V>(h > threshold) : indicator<V>(h >= threshold);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        saved[1] = state[0];
        saved[2] = state[1];
        saved[3] = x[0];
        V current = x[0];
        if (p.synapse)
            current = state[1] = fmadd(state[1], learn[SynDecay], x[0] * learn[SynGain]);
        const V h = fmadd(state[0], learn[Decay], fmadd(current, learn[Gain], learn[Leak]));
        saved[0] = h;
        if (!p.spikes) {
            y[0] = state[0] = h;
            return;
        }
        const V spike = fired(p, h, learn[Threshold]);
        y[0] = spike;
        state[0] = p.soft ? fmadd(spike, -learn[Threshold], h) : select(spike > V{}, learn[Reset], h);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>&, const V* learn, const V* saved)
    {
        return saved[0] - learn[Threshold];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V slope, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        const V h = saved[0], gradV = gradState[0];
        V gradH = gradY[0] + gradV;
        if (p.spikes) {
            const V spike = fired(p, h, learn[Threshold]);
            const V jump = p.soft ? -learn[Threshold] : learn[Reset] - h;
            const V through = slope * fmadd(gradV * p.attached, jump, gradY[0]);
            const V reset = gradV * spike;
            gradH = (p.soft ? gradV : gradV - reset) + through;
            gradLearn[Threshold] = gradLearn[Threshold] - (p.soft ? through + reset : through);
            if (!p.soft)
                gradLearn[Reset] = gradLearn[Reset] + reset;
        }
        gradLearn[Leak] = gradLearn[Leak] + gradH;
        gradLearn[Decay] = fmadd(gradH, saved[1], gradLearn[Decay]);
        gradState[0] = gradH * learn[Decay];
        const V gradCurrent = gradH * learn[Gain];
        if (!p.synapse) {
            gradLearn[Gain] = fmadd(gradH, saved[3], gradLearn[Gain]);
            gradX[0] = gradCurrent;
            return;
        }
        const V current = fmadd(saved[2], learn[SynDecay], saved[3] * learn[SynGain]);
        gradLearn[Gain] = fmadd(gradH, current, gradLearn[Gain]);
        const V gradI = gradState[1] + gradCurrent;
        gradLearn[SynDecay] = fmadd(gradI, saved[2], gradLearn[SynDecay]);
        gradLearn[SynGain] = fmadd(gradI, saved[3], gradLearn[SynGain]);
        gradState[1] = gradI * learn[SynDecay];
        gradX[0] = gradI * learn[SynGain];
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
