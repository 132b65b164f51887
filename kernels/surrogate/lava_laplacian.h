// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// lava's slope of a binary spike (models.md SG20): scale / (2 tau) exp(-|x| / tau) with
/// tau = tau_grad theta tau_factor and scale = scale_grad scale_factor; the factors belong to the kind of neuron.
struct LavaLaplacian {
    static constexpr bool kUsesThreshold = true;
    static constexpr SurrogateParam kParams[] = {{"tau_grad", 1.0, 0.0, kNoLimit, true},
                                                 {"scale_grad", 1.0, 0.0, kNoLimit, true},
                                                 {"tau_factor", 100.0, 0.0, kNoLimit, true},
                                                 {"scale_factor", 0.1, 0.0, kNoLimit, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        const R rate = R(1) / (p.value[0] * p.value[2] * p.threshold);
        return expNegative(absolute(x) * -rate) * (R(0.5) * p.value[1] * p.value[3] * rate);
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        return p.value[1] * p.value[3] * laplaceShare(x / (p.value[0] * p.value[2] * p.threshold));
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
