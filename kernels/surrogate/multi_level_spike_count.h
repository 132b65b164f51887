// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/numbers.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// For neurons that send counts up to D (models.md SG18): 1 on [0, D], else 0.
struct MultiLevelSpikeCount {
    static constexpr bool kUsesThreshold = false;
    static constexpr SurrogateParam kParams[] = {{"D", 4.0, 1.0, 1e6, false, true}};

    template <class R, class V>
    SPW_HOST_DEVICE static V derivative(const SurrogateNumbers<R>& p, V x)
    {
        using Mask = typename Lanes<V>::Mask;   // clang compares doubles into long long, which is no std::int64_t
        return indicator<V>(both(Mask(x >= R(0)), Mask(x <= p.value[0])));
    }
    static double primitive(const SurrogateNumbers<double>& p, double x)
    {
        return x < 0.0 ? 0.0 : x > p.value[0] ? p.value[0] : x;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
