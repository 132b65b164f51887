// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/exchange_ops.h"

#include "kernels/torch/aten.h"

namespace spw::ops {

at::Tensor quantize8b(const at::Tensor& x, double scale, bool descale)
{
    const double step = 2.0 / scale;
    // The rounded value exactly, with the gradient of x: x - x is 0.
    const at::Tensor rounded = (x.detach() / step).round() * step + (x - x.detach());
    const at::Tensor clamped = rounded.clamp(-256.0 / scale, 255.0 / scale);
    return descale ? clamped * scale : clamped;
}

at::Tensor rightShiftToZero(const at::Tensor& x, std::int64_t bits)
{
    TORCH_CHECK(x.scalar_type() == at::kInt || x.scalar_type() == at::kLong, "A shift needs whole numbers.");
    return at::div(x, at::scalar_tensor(std::int64_t(1) << bits, x.options()), "trunc").to(x.scalar_type());
}

at::Tensor exchangeNorm(const at::Tensor& x, at::Tensor& mean, at::Tensor& var, const ExchangeNorm& norm,
                        bool training)
{
    TORCH_CHECK(x.dim() == 4, "This batch norm needs images, [N, C, H, W].");
    at::Tensor center, spread;
    if (training) {
        center = x.mean({0, 2, 3}, true);
        spread = x.var(false);
        const at::NoGradGuard noGrad;
        const double count = double(x.numel()) / double(x.size(1));
        mean.mul_(1.0 - norm.momentum).add_(center.view({-1}), norm.momentum);
        var.mul_(1.0 - norm.momentum).add_(spread * (norm.momentum * count / (count + 1.0)));
    } else {
        center = mean.view({1, -1, 1, 1});
        spread = var.view({1, 1, 1, 1});
    }
    if (norm.meanScale > 0)
        center = quantize8b(center, norm.meanScale);
    // A step function of the variance: it has no gradient.
    const at::Tensor exponent =
        (spread.detach() + norm.eps).sqrt().log2().ceil().clamp(-norm.weightExpBits, norm.weightExpBits);
    return (x - center) / at::exp2(exponent);
}

} // namespace spw::ops
