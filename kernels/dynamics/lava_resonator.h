// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/lava_grid.h"

#include <cmath>
#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// The resonators of lava-dl (models.md N32-N35): a rotation by 2 pi / period that shrinks by 1 - decay each step.
/// A phase resonator spikes where the real part is at or above the threshold while the imaginary part crosses zero
/// upwards; an Izhikevich one where the imaginary part reaches the threshold. Adaptive ones raise their threshold with
/// each spike; the plain Izhikevich one is reset instead (states are those before the reset, which the next step makes
/// up for). States: real, imaginary, and if adaptive threshold, refractory term and last spike.
template <bool Adaptive, bool Izhikevich>
struct LavaResonator {
    static constexpr int kInputs = 2, kOutputs = 1, kStates = Adaptive ? 5 : 2, kSaved = Adaptive ? 5 : 4;
    static constexpr int kLearnables = Adaptive ? 4 : 2;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        LavaGrid<R> grid;
        LavaSlope<R> slope;
        LavaAdaptation<R> adaptation;
        R threshold, atThreshold, afterReset;   // value; whole number; whole number just below
        R decayFactor;
        bool spiking;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        const LavaGrid<R> grid = LavaGrid<R>::of(values);
        const double threshold = lavaThreshold(values, "threshold");
        const bool sharp = !Adaptive && !Izhikevich;   // tuned by lava-dl
        const R whole = R(threshold) * grid.scale;
        const R below = grid.fixed ? whole - R(1) : whole - R(1.0 / (64.0 * requiredAbove(values, "scale", 0.0)));
        return {grid,
                LavaSlope<R>::of(values, threshold, sharp ? 0.5 : 100.0, sharp ? 10.0 : 0.1),
                Adaptive ? LavaAdaptation<R>::of(values, grid.scale) : LavaAdaptation<R>{},
                R(threshold), whole, below, R(lavaDecayFactor(values, 1.0 / 4096.0)),
                flagValue(values, "spiking", true)};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        const double angle = 6.283185307179586 / requiredAbove(values, "period", 0.0);
        const double radius = 4096.0 * (1.0 - requiredValue(values, "decay"));
        std::vector<LearnableSpec> list{{"sin_decay", radius * std::sin(angle)}, {"cos_decay", radius * std::cos(angle)}};
        if (Adaptive) {
            list.push_back({"threshold_decay", 4096.0 * requiredValue(values, "threshold_decay")});
            list.push_back({"refractory_decay", 4096.0 * requiredValue(values, "refractory_decay")});
        }
        return list;
    }

    template <class R>
    static double initialState(const Parameters<R>& p, int i)
    {
        return i == 2 ? double(p.threshold) : 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        saved[0] = state[0];
        saved[1] = state[1];
        V re = p.grid.held(state[0]), im = p.grid.held(state[1]);
        const V imBefore = im;
        V bar = splat<V>(p.atThreshold);
        if constexpr (Adaptive) {
            V threshold = p.grid.held(state[2]), refractory = p.grid.held(state[3]);
            p.adaptation.advance(p.grid, state[4], learn[2], learn[3], threshold, refractory);
            bar = threshold + refractory;
            state[2] = p.grid.shown(threshold);
            state[3] = p.grid.shown(refractory);
        } else if constexpr (Izhikevich) {
            if (p.spiking) {
                const auto fired = im >= p.atThreshold;
                re = select(fired, V{}, re);
                im = select(fired, splat<V>(p.afterReset), im);
            }
        }
        const V newRe = p.grid.scaled(re, learn[1]) - p.grid.scaled(im, learn[0]) + p.grid.taken(x[0]);
        const V newIm = p.grid.scaled(re, learn[0]) + p.grid.scaled(im, learn[1]) + p.grid.taken(x[1]);
        state[0] = p.grid.shown(newRe);
        state[1] = p.grid.shown(newIm);
        saved[2] = state[0];
        saved[3] = state[1];
        if constexpr (Adaptive)
            saved[4] = p.grid.shown(bar);
        V fires, size;
        if constexpr (Izhikevich) {
            fires = indicator<V>(newIm >= bar);
            size = state[1];
        } else {
            fires = indicator<V>(newRe >= bar) * indicator<V>(newIm >= V{}) * indicator<V>(imBefore < V{});
            size = state[0];
        }
        if constexpr (Adaptive)
            state[4] = fires;
        y[0] = !p.spiking ? state[1] : p.slope.graded ? fires * size : fires;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V*, const V* saved)
    {
        return saved[Izhikevich ? 3 : 2] - barOf<R, V>(p, saved);
    }

    /// As lava-dl: nothing flows through reset, rounding, threshold and refractory term.
    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V given, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        V gradRe = gradState[0], gradIm = gradState[1];
        const V bar = barOf<R, V>(p, saved);
        if (!p.spiking) {
            gradIm = gradIm + gradY[0];
        } else if constexpr (Izhikevich) {
            gradIm = fmadd(gradY[0], p.slope.at(saved[3] - bar, saved[3], given), gradIm);
        } else {
            // A spike is a step in the real part times a peak in the imaginary part, both made smooth. A common
            // surrogate is the slope of that step, and the peak then 1 high.
            const R half = R(0.5) * p.slope.tauInverse;
            const V over = saved[2] - bar, im = saved[3];
            const V peakRe = p.slope.graded ? expNegative(-atLeast(-over, R(0)) * p.slope.tauInverse)
                                            : expNegative(-absolute(over) * p.slope.tauInverse) * half;
            const V peakIm = expNegative(-absolute(im) * p.slope.tauInverse) * half;
            const V stepRe = (signOf(over) * (R(1) - peakRe * (R(2) / p.slope.tauInverse)) + R(1)) * R(0.5);
            const V toRe = p.slope.common ? p.slope.at(over, saved[2], given) * expNegative(-absolute(im) * p.slope.tauInverse)
                                          : peakRe * peakIm * p.slope.scale;
            gradRe = fmadd(gradY[0], toRe, gradRe);
            gradIm = gradIm - gradY[0] * (p.slope.scale * p.slope.tauInverse) * signOf(im) * peakIm * stepRe;
        }
        gradLearn[0] = fmadd(gradIm * saved[0] - gradRe * saved[1], splat<V>(p.decayFactor), gradLearn[0]);
        gradLearn[1] = fmadd(gradRe * saved[0] + gradIm * saved[1], splat<V>(p.decayFactor), gradLearn[1]);
        const V sine = learn[0] * R(1.0 / 4096.0), cosine = learn[1] * R(1.0 / 4096.0);
        gradState[0] = cosine * gradRe + sine * gradIm;
        gradState[1] = cosine * gradIm - sine * gradRe;
        for (int i = 2; i < kStates; ++i)
            gradState[i] = V{};
        gradX[0] = gradRe;
        gradX[1] = gradIm;
    }

private:
    template <class R, class V>
    SPW_HOST_DEVICE static V barOf(const Parameters<R>& p, const V* saved)
    {
        if constexpr (Adaptive)
            return saved[4];
        else
            return splat<V>(p.threshold);
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
