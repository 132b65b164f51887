// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

#include <array>
#include <cstdint>

/// Stateless layers that LibTorch has too, made for channels-last float32 on the CPU, where its own versions take
/// two to four times as long. Anything else (other types, devices, layouts) goes to LibTorch: same results.
namespace spw::ops {

/// Batch normalisation over [N, H, W] of x [N, C, H, W]; running statistics are updated in training.
/// @param weight, bias  [C] or undefined (1 and 0).
/// @param runningMean, runningVar  [C], or undefined: batch statistics are used also outside training.
at::Tensor batchNorm2d(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                       const at::Tensor& runningMean, const at::Tensor& runningVar, bool training, double momentum,
                       double eps);

using Pair = std::array<std::int64_t, 2>;   // height, width

/// Max pooling of x [N, C, H, W]; of equal values the first wins. Sizes as torch.nn.MaxPool2d.
at::Tensor maxPool2d(const at::Tensor& x, Pair kernel, Pair stride, Pair padding, bool ceilMode);

} // namespace spw::ops
