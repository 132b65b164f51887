// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

namespace spw::engine {

struct FusedConv {
    at::Tensor weight, bias;
};

/// A convolution followed by batch normalisation, as one convolution: weight gamma / sqrt(var + eps) along the output
/// channels, bias (bias - mean) gamma / sqrt(var + eps) + beta.
/// @param bias  may be undefined.
/// Source: SpikingJelly, functional.fused_conv2d_weight_of_convbn2d and fused_conv2d_bias_of_convbn2d.
FusedConv fuseConvBatchNorm(const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& gamma,
                            const at::Tensor& beta, const at::Tensor& mean, const at::Tensor& var, double eps);

} // namespace spw::engine
