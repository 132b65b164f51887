// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

/// Spikes as bits: an eighth of a byte each instead of four bytes, for what backward keeps (models.md L34, L35).
namespace spw::ops {

/// Eight values a byte, the first in the lowest bit, filled up with zeros to a multiple of eight bytes.
/// @throws c10::Error if a value is neither 0 nor 1.
at::Tensor packBits(const at::Tensor& spikes);
/// Back to 0 and 1 of `sizes` (contiguous) and the type of `like`.
at::Tensor unpackBits(const at::Tensor& bits, at::IntArrayRef sizes, const at::TensorOptions& options);

/// As at::linear and at::convolution on spikes; of x only bits are kept for the backward pass. Second derivatives are
/// refused.
at::Tensor spikeLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);
at::Tensor spikeConvolution(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                            at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation,
                            std::int64_t groups);

} // namespace spw::ops
