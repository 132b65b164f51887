// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

#include <c10/util/Exception.h>

/// Memory order of sequences: the kernels take any dense layout with time outermost, whatever the rest.
namespace spw::ops {

/// `x` itself if time is its outermost dimension in memory and there are no gaps, else a contiguous copy.
inline at::Tensor timeMajor(const at::Tensor& x)
{
    if (x.numel() == 0 || x.size(0) == 1 ? x.is_non_overlapping_and_dense()
                                         : x.is_non_overlapping_and_dense() && x.stride(0) * x.size(0) == x.numel())
        return x;
    return x.contiguous();
}

inline at::Tensor emptyLike(const at::Tensor& x) { return at::empty_strided(x.sizes(), x.strides(), x.options()); }

/// One time slice, uninitialised, in the memory order of x[0].
inline at::Tensor emptySlice(const at::Tensor& x)
{
    return at::empty_strided(x.sizes().slice(1), x.strides().slice(1), x.options());
}

/// `value` in the memory order of `like`; no copy if it has it already.
inline at::Tensor inOrderOf(const at::Tensor& value, const at::Tensor& like)
{
    if (value.sizes() == like.sizes() && value.strides() == like.strides()
        && value.scalar_type() == like.scalar_type())
        return value;
    at::Tensor copy = emptyLike(like);
    copy.copy_(value);
    return copy;
}

inline void checkInput(const at::Tensor& x)
{
    TORCH_CHECK(x.defined() && x.dim() >= 1, "The input of a neuron must have time as its first dimension.");
    TORCH_CHECK(x.scalar_type() == at::kFloat || x.scalar_type() == at::kDouble,
                "The input of a neuron must be float32 or float64, not ", x.scalar_type(), ".");
}

} // namespace spw::ops
