// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/lava_grid.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// CUBA of lava-dl (models.md N30): a leaky current that charges a leaky voltage, reset to 0 where it is above the
/// threshold. States are current and voltage before the reset, which the next step makes up for. Decays in units of
/// 1/4096, whole numbers in fixed point. Without `spiking` it is the affine readout: no reset, the voltage goes out.
struct LavaCuba {
    static constexpr int kInputs = 1, kOutputs = 1, kStates = 2, kSaved = 3, kLearnables = 2;
    static constexpr bool kSpikes = true;

    template <class R>
    struct Parameters {
        LavaGrid<R> grid;
        LavaSlope<R> slope;
        R threshold, slopeAt;   // whole number; where the slope is centred
        R decayFactor;
        bool spiking, exactDecay;
    };

    template <class R>
    static Parameters<R> parameters(const NamedValues& values)
    {
        const double threshold = lavaThreshold(values, "threshold");
        const LavaGrid<R> grid = LavaGrid<R>::of(values);
        // lava-dl spikes at or above the threshold and 1/100 of the smallest number: the same as above it.
        return {grid,
                LavaSlope<R>::of(values, threshold, 100.0, 0.1),
                R(threshold) * grid.scale,
                R(threshold + (grid.fixed ? 0.01 / double(grid.scale) : 0.0)),
                R(lavaDecayFactor(values, -1.0 / 4096.0)),
                flagValue(values, "spiking", true),
                flagValue(values, "exact_decay_gradient", true)};
    }

    static std::vector<LearnableSpec> learnables(const NamedValues& values)
    {
        return {{"current_decay", 4096.0 * requiredValue(values, "current_decay")},
                {"voltage_decay", 4096.0 * requiredValue(values, "voltage_decay")}};
    }

    template <class R>
    static double initialState(const Parameters<R>&, int)
    {
        return 0.0;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void step(const Parameters<R>& p, const V* learn, V* state, const V* x, V* y, V* saved)
    {
        saved[0] = state[0];
        saved[1] = state[1];
        const V before = p.grid.held(state[1]);
        const V start = p.spiking ? select(before > p.threshold, V{}, before) : before;
        const V current = p.grid.scaled(p.grid.held(state[0]), R(4096) - learn[0]) + p.grid.taken(x[0]);
        const V voltage = p.grid.scaled(start, R(4096) - learn[1]) + current;
        state[0] = p.grid.shown(current);
        state[1] = p.grid.shown(voltage);
        saved[2] = state[1];
        const auto fires = voltage > p.threshold;
        y[0] = !p.spiking ? state[1] : p.slope.graded ? select(fires, state[1], V{}) : indicator<V>(fires);
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V surrogateArgument(const Parameters<R>& p, const V*, const V* saved)
    {
        return saved[2] - p.slopeAt;
    }

    /// As lava-dl: no gradient through the reset or the rounding.
    template <class R, class V>
    SPW_HOST_DEVICE static void back(const Parameters<R>& p, const V* learn, const V* saved, V given, const V* gradY,
                                     V* gradState, V* gradX, V* gradLearn)
    {
        const V through = p.spiking ? gradY[0] * p.slope.at(saved[2] - p.slopeAt, saved[2], given) : gradY[0];
        const V gradVoltage = gradState[1] + through, gradCurrent = gradState[0] + gradVoltage;
        const V voltage = p.exactDecay && p.spiking
                              ? select(p.grid.held(saved[1]) > p.threshold, V{}, saved[1]) : saved[1];
        gradLearn[0] = fmadd(gradCurrent * saved[0], splat<V>(p.decayFactor), gradLearn[0]);
        gradLearn[1] = fmadd(gradVoltage * voltage, splat<V>(p.decayFactor), gradLearn[1]);
        gradState[0] = gradCurrent * (R(1) - learn[0] * R(1.0 / 4096.0));
        gradState[1] = gradVoltage * (R(1) - learn[1] * R(1.0 / 4096.0));
        gradX[0] = gradCurrent;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
