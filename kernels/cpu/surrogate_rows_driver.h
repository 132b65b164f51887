// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/cpu/surrogate_rows.h"
#include "kernels/surrogate/surrogate_list.h"

/// Defines surrogateRow of one instruction set. Included by the per-level files alone.
namespace spw::kernels::SPW_LEVEL {

template <class Surrogate, class R>
void overSlopes(R alpha, const R* x, R* slope, std::int64_t count)
{
    using V = typename VectorOf<R>::Type;
    constexpr std::int64_t kLanes = sizeof(V) / sizeof(R);
    std::int64_t n = 0;
    for (; n + kLanes <= count; n += kLanes)
        store<false>(slope + n, Surrogate::derivative(alpha, load<V>(x + n)));
    if constexpr (kLanes > 1)
        for (; n < count; ++n)
            slope[n] = Surrogate::derivative(alpha, x[n]);
}

template <class R>
void chooseSlopes(int index, R alpha, const R* x, R* slope, std::int64_t count)
{
#define SPW_SURROGATE(Functor, id, title, initial)                                                                \
    if (index-- == 0)                                                                                              \
        return overSlopes<Functor, R>(alpha, x, slope, count);
#include "kernels/surrogate/surrogate_list.h"
}

void surrogateRow(int surrogate, double alpha, const float* x, float* slope, std::int64_t count)
{
    chooseSlopes(surrogate, float(alpha), x, slope, count);
}

void surrogateRow(int surrogate, double alpha, const double* x, double* slope, std::int64_t count)
{
    chooseSlopes(surrogate, alpha, x, slope, count);
}

} // namespace spw::kernels::SPW_LEVEL
