// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// The first n - 1 terms of the Fourier series of a square wave of period T_period (models.md SG9):
/// 4 / T sum of cos(2 pi (2 i - 1) x / T). Periodic, and negative away from the threshold.
struct SquarewaveFourierSeries {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"n", 2.0, 1.0, 1000.0, false, true},
                                                 {"T_period", 8.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const V phase = x * (R(6.28318530717958647693) / p.value[1]);
        V sum{};
        for (R harmonic = R(1); harmonic < R(2) * p.value[0] - R(2); harmonic += R(2))
            sum = sum + cosine(phase * harmonic);
        return sum * (R(4) / p.value[1]);
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        double sum = 0.0;
        for (double harmonic = 1.0; harmonic < 2.0 * p.value[0] - 2.0; harmonic += 2.0)
            sum += std::sin(2.0 * kPi * harmonic * x / p.value[1]) / harmonic;
        return 0.5 + 2.0 / kPi * sum;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
