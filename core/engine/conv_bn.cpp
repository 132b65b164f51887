// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/conv_bn.h"

#include "kernels/torch/aten.h"

namespace spw::engine {

FusedConv fuseConvBatchNorm(const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& gamma,
                            const at::Tensor& beta, const at::Tensor& mean, const at::Tensor& var, double eps)
{
    const at::Tensor scale = gamma / (var + eps).sqrt();
    std::vector<std::int64_t> shape(std::size_t(weight.dim()), 1);
    shape[0] = weight.size(0);
    const at::Tensor start = bias.defined() ? bias - mean : -mean;
    return {weight * scale.view(shape), start * scale + beta};
}

} // namespace spw::engine
