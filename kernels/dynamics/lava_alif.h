// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/lava_grid.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// ALIF of lava-dl (models.md N31): current and voltage of the CUBA without its reset; each spike raises the
/// threshold and, by twice the threshold, a refractory term. States are current, voltage, threshold and refractory
/// term as compared at that step, and the spike.
struct LavaAlif {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 5, kSaved = 4, kLearnables = 4;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        LavaGrid<R> grid;
        LavaSlope<R> slope;
        LavaAdaptation<R> adaptation;
        R threshold, decayFactor;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        const LavaGrid<R> grid = LavaGrid<R>::of(values);
        const double threshold = lavaThreshold(values, "threshold");
        return {grid, LavaSlope<R>::of(values, threshold, 100.0, 0.1), LavaAdaptation<R>::of(values, grid.scale),
                R(threshold), R(lavaDecayFactor(values, -1.0 / 4096.0))};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"current_decay", 4096.0 * requiredValue(values, "current_decay")},
                {"voltage_decay", 4096.0 * requiredValue(values, "voltage_decay")},
                {"threshold_decay", 4096.0 * requiredValue(values, "threshold_decay")},
                {"refractory_decay", 4096.0 * requiredValue(values, "refractory_decay")}};
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
        const V before = p.grid.held(state[1]);
        V threshold = p.grid.held(state[2]), refractory = p.grid.held(state[3]);
        p.adaptation.advance(p.grid, state[4], learn[2], learn[3], threshold, refractory);
        const V current = p.grid.scaled(p.grid.held(state[0]), R(4096) - learn[0]) + p.grid.taken(x[0]);
        const V voltage = p.grid.scaled(before, R(4096) - learn[1]) + current;
        state[0] = p.grid.shown(current);
        state[1] = p.grid.shown(voltage);
        state[2] = p.grid.shown(threshold);
        state[3] = p.grid.shown(refractory);
        saved[2] = state[1];
        saved[3] = state[2] + state[3];
        const auto fires = voltage >= threshold + refractory;
        state[4] = indicator<V>(fires);
        y[0] = p.slope.graded ? state[4] * state[1] : state[4];
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>&, const V*, const V* saved)
    {
        return saved[2] - saved[3];
    }

    /// As lava-dl: nothing flows through threshold and refractory term.
    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V given, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        const V gradVoltage = fmadd(gradY[0], p.slope.at(saved[2] - saved[3], saved[2], given), gradState[1]);
        const V gradCurrent = gradState[0] + gradVoltage;
        gradLearn[0] = fmadd(gradCurrent * saved[0], splat<V>(p.decayFactor), gradLearn[0]);
        gradLearn[1] = fmadd(gradVoltage * saved[1], splat<V>(p.decayFactor), gradLearn[1]);
        gradState[0] = gradCurrent * (R(1) - learn[0] * R(1.0 / 4096.0));
        gradState[1] = gradVoltage * (R(1) - learn[1] * R(1.0 / 4096.0));
        for (int i = 2; i < kStates; ++i)
            gradState[i] = V{};
        gradX[0] = gradCurrent;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
