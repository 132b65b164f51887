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
inline at::Tensor emptyLike(const at::Tensor& x, at::ScalarType type)
{
    return at::empty_strided(x.sizes(), x.strides(), x.options().dtype(type));
}

/// One time slice, uninitialised, in the memory order of x[0].
inline at::Tensor emptySlice(const at::Tensor& x, at::ScalarType type)
{
    return at::empty_strided(x.sizes().slice(1), x.strides().slice(1), x.options().dtype(type));
}
inline at::Tensor emptySlice(const at::Tensor& x) { return emptySlice(x, x.scalar_type()); }

/// `value` in the memory order of `like`, and of that type; no copy if it has it already.
inline at::Tensor inOrderOf(const at::Tensor& value, const at::Tensor& like, at::ScalarType type)
{
    if (value.sizes() == like.sizes() && value.strides() == like.strides() && value.scalar_type() == type)
        return value;
    at::Tensor copy = emptyLike(like, type);
    copy.copy_(value);
    return copy;
}
inline at::Tensor inOrderOf(const at::Tensor& value, const at::Tensor& like)
{
    return inOrderOf(value, like, like.scalar_type());
}

inline bool isHalf(const at::Tensor& x)
{
    return x.scalar_type() == at::kHalf || x.scalar_type() == at::kBFloat16;
}

inline void checkInput(const at::Tensor& x)
{
    TORCH_CHECK(x.defined() && x.dim() >= 1, "The input of a neuron must have time as its first dimension.");
    TORCH_CHECK(x.scalar_type() == at::kFloat || x.scalar_type() == at::kDouble || isHalf(x),
                "The input of a neuron must be float32, float64, float16 or bfloat16, not ", x.scalar_type(), ".");
}

} // namespace spw::ops
