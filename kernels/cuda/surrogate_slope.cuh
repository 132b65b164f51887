// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/surrogate/surrogate_list.h"

namespace spw::kernels {
inline namespace SPW_LEVEL {

/// Slope of any surrogate. A call, not inlined: all threads take the same branch, and the kernels are bound by memory.
template <class R>
__device__ __noinline__ R surrogateSlope(int index, const SurrogateNumbers<R>& numbers, R x)
{
#define SPW_SURROGATE(Functor, id, title)                                                                         \
    if (index-- == 0)                                                                                              \
        return Functor::derivative(numbers, x);
#include "kernels/surrogate/surrogate_list.h"
    return R(0);
}

} // namespace SPW_LEVEL
} // namespace spw::kernels
