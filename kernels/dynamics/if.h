// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/math.h"
#include "kernels/dynamics/named_values.h"

#include <vector>

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Integrate-and-fire (models.md N01): H[t] = V[t-1] + X[t]. Dimensionless.
struct If {
    static constexpr int kStateCount = 1;
    static constexpr int kLearnableCount = 0;
    static constexpr bool kHot = true;
    static constexpr bool kAdjointReadsState = false;

    template <class R>
    struct Parameters {};
    template <class V>
    struct State {
        V v;
    };

    static std::vector<LearnableSpec> learnables(const NamedValues&) { return {}; }

    template <class R>
    static Parameters<R> parameters(const NamedValues&, const double*)
    {
        return {};
    }

    template <class R, class V>
    SPW_HOST_DEVICE static V charge(const Parameters<R>&, State<V>& s, V x)
    {
        return s.v + x;
    }

    template <class R, class V>
    SPW_HOST_DEVICE static void adjoint(const Parameters<R>&, const State<V>&, V, V gradH, State<V>& gradState,
                                        V& gradX, V*)
    {
        gradState.v = gradH;
        gradX = gradH;
    }
};

} // namespace SPW_LEVEL
} // namespace spw::kernels
