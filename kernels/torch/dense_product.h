// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

namespace spw::ops {

/// True if large float32 products on the CPU go to oneDNN, which comes with LibTorch: 1.3 to 1.9 times as quick as the
/// OpenBLAS that LibTorch itself calls.
bool hasQuickProduct();

/// a b for float32 matrices on the CPU, each contiguous or the transpose of a contiguous one.
at::Tensor quickProduct(const at::Tensor& a, const at::Tensor& b);

/// at::linear(x, weight, bias) by quickProduct, with gradients. x [rows, inputs]; `bias` may be undefined.
at::Tensor quickLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

} // namespace spw::ops
