// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// sinabs' exponentials around every multiple of the threshold (models.md SG25), for neurons that send several spikes:
/// grad_scale exp(-d / grad_width), where d is the distance from theta below it, and above it twice the distance from
/// the nearest multiple; as in the library, the height does not depend on theta.
struct PeriodicExponential {
    static constexpr bool kUsesThreshold = true;
    static constexpr SurrogateParam kParams[] = {{"grad_width", 0.5, 0.0, kNoLimit, true},
                                                 {"grad_scale", 1.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const V multiple = roundedDown(x / splat<V>(p.threshold) + R(0.5)) * p.threshold;
        const V distance = select(x < R(0), x, (x - multiple) * R(2));
        return expNegative(absolute(distance) * (R(-1) / p.value[0])) * p.value[1];
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        const double width = p.value[0], scale = p.value[1];
        if (x < 0.0)
            return scale * width * std::exp(x / width);
        const double multiple = std::floor(x / p.threshold + 0.5), rest = x - multiple * p.threshold;
        const double period = width * (1.0 - std::exp(-p.threshold / width));
        const double part = 0.5 * width * (1.0 - std::exp(-2.0 * std::fabs(rest) / width));
        return scale * (width + multiple * period + std::copysign(part, rest));
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
