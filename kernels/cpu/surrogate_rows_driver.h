// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/cpu/surrogate_rows.h"
#include "kernels/surrogate/surrogate_list.h"

/// Defines surrogateRow of one instruction set. Included by the per-level files alone.
namespace spw::kernels::SPW_LEVEL {

template <class Surrogate, class R>
void overSlopes(const SurrogateNumbers<R>& numbers, const R* x, R* slope, std::int64_t count)
{
    using V = typename VectorOf<R>::Type;
    constexpr std::int64_t kLanes = sizeof(V) / sizeof(R);
    std::int64_t n = 0;
#pragma GCC unroll 1
    for (; n + kLanes <= count; n += kLanes)
        store<false>(slope + n, Surrogate::derivative(numbers, load<V>(x + n)));
    if constexpr (kLanes > 1) {
        if (n == count)
            return;
        R last[kLanes] = {};   // padded to one more vector
        for (std::int64_t i = n; i < count; ++i)
            last[i - n] = x[i];
        store<false>(last, Surrogate::derivative(numbers, load<V>(last)));
        for (std::int64_t i = n; i < count; ++i)
            slope[i] = last[i - n];
    }
}

template <class R>
void chooseSlopes(const SurrogateChoice& surrogate, const R* x, R* slope, std::int64_t count)
{
    const SurrogateNumbers<R> numbers = numbersAs<R>(surrogate.numbers);
    int index = surrogate.index;
#define SPW_SURROGATE(Functor, id, title)                                                                         \
    if (index-- == 0)                                                                                              \
        return overSlopes<Functor, R>(numbers, x, slope, count);
#include "kernels/surrogate/surrogate_list.h"
}

void surrogateRow(const SurrogateChoice& surrogate, const float* x, float* slope, std::int64_t count)
{
    chooseSlopes(surrogate, x, slope, count);
}

void surrogateRow(const SurrogateChoice& surrogate, const double* x, double* slope, std::int64_t count)
{
    chooseSlopes(surrogate, x, slope, count);
}

} // namespace spw::kernels::SPW_LEVEL
