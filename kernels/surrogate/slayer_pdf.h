// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// SLAYER's escape probability (models.md SG19): scaleRho / (tauRho theta) exp(-|x| / (tauRho theta)).
struct SlayerPdf {
    static constexpr bool kUsesThreshold = true;
    static constexpr SurrogateParam kParams[] = {{"tauRho", 1.0, 0.0, kNoLimit, true},
                                                 {"scaleRho", 1.0, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const R rate = R(1) / (p.value[0] * p.threshold);
        return expNegative(absolute(x) * -rate) * (p.value[1] * rate);
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        return 2.0 * p.value[1] * laplaceShare(x / (p.value[0] * p.threshold));
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
