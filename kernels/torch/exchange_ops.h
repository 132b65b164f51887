// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

#include <cstdint>

/// Whole-number arithmetic of SpikingJelly's lava exchange as LibTorch functions (models.md 13.1, 14-11).
namespace spw::ops {

/// Weights of a chip with 8 bits: the nearest multiple of 2/scale (halves to even), clamped to [-256, 255]/scale.
/// Backward the rounding passes straight through and the clamp stops the gradient outside.
/// @param descale  in whole numbers, that is times `scale`.
at::Tensor quantize8b(const at::Tensor& x, double scale, bool descale = false);

/// x / 2^bits, rounded towards zero. @param x  int32 or int64.
at::Tensor rightShiftToZero(const at::Tensor& x, std::int64_t bits);

/// Batch norm of images whose scale is a power of two: (x - mean of each channel) / 2^clamp(ceil(log2 sd), -bits,
/// bits), sd from the variance of all values at once.
struct ExchangeNorm {
    double eps = 1e-5, momentum = 0.1;
    int weightExpBits = 3;
    double meanScale = 0;   // above 0: the mean is quantised as weights of that scale are
};
/// @param x  [N, C, H, W].  @param mean, var  running statistics [C] and [1], updated in place while training.
at::Tensor exchangeNorm(const at::Tensor& x, at::Tensor& mean, at::Tensor& var, const ExchangeNorm& norm,
                        bool training);

} // namespace spw::ops
