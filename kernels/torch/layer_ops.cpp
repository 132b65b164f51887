// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/layer_ops.h"

#include "kernels/layers/layers.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/channel_math.h"
#include "kernels/torch/tensor_facts.h"

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace spw::ops {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

bool isOurs(const at::Tensor& x)
{
    return x.device().is_cpu() && x.scalar_type() == at::kFloat && x.dim() == 4 && x.numel() > 0 &&
           x.is_contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor affine(const at::Tensor& x, const std::vector<double>& scale, const std::vector<double>& shift)
{
    const Pieces pieces(x);
    const std::vector<float> a = pieces.repeated(scale), b = pieces.repeated(shift);
    at::Tensor y = at::empty_like(x);
    const float* in = x.data_ptr<float>();
    float* out = y.data_ptr<float>();
    const bool large = pieces.count * 4 > kLargeBytes;
    pieces.run([&](std::int64_t, std::int64_t begin, std::int64_t length) {
        kernels::channelAffine(in + begin, a.data(), b.data(), pieces.period, length, out + begin, large);
    });
    return y;
}

/// What is no input of the gradient. Running statistics may be undefined: then none are kept.
struct BatchNormSettings {
    at::Tensor runningMean, runningVar;
    double momentum, eps;
};

struct BatchNormFunction : torch::autograd::Function<BatchNormFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight,
                              const at::Tensor& bias, const BatchNormSettings& settings)
    {
        const BatchStatistics statistics = batchStatistics(x, weight, bias, settings.eps);
        statistics.updateRunning(settings.runningMean, settings.runningVar, settings.momentum);
        ctx->save_for_backward({x, weight});
        ctx->saved_data["mean"] = statistics.mean;
        ctx->saved_data["inverse_std"] = statistics.inverseStd;
        return affine(x, statistics.scale, statistics.offset);
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor grad = grads[0].contiguous(at::MemoryFormat::ChannelsLast);
        const Pieces pieces(x);
        const std::vector<double> mean = ctx->saved_data["mean"].toDoubleVector();
        const std::vector<double> inverseStd = ctx->saved_data["inverse_std"].toDoubleVector();
        const std::vector<double> w = numbers(saved[1], pieces.channels, 1.0);
        const std::vector<float> shift = pieces.repeated(mean);
        const float *in = x.data_ptr<float>(), *g = grad.data_ptr<float>();
        std::vector<double> sumGrad, sumGradX;
        pieces.sum(
            [&](std::int64_t begin, std::int64_t length, double* first, double* second) {
                kernels::channelGradientSums(g + begin, in + begin, shift.data(), pieces.period, length, first, second);
            },
            sumGrad, sumGradX);

        const BatchGradient gradient(w, mean, inverseStd, sumGrad, sumGradX, double(pieces.count / pieces.channels));
        at::Tensor gradX;
        if (ctx->needs_input_grad(0)) {
            gradX = at::empty_like(x);
            gradient.apply(x, g, gradX.data_ptr<float>());
        }
        return {gradX, vectorLike(x, gradient.weight), vectorLike(x, sumGrad), at::Tensor()};
    }
};

struct MaxPoolFunction : torch::autograd::Function<MaxPoolFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, at::Tensor y, const kernels::Pool2d& pool)
    {
        at::Tensor index = at::empty(y.sizes(), y.options().dtype(at::kByte).memory_format(at::MemoryFormat::ChannelsLast));
        at::parallel_for(0, x.size(0), 1, [&](std::int64_t first, std::int64_t last) {
            kernels::maxPool2dForward(pool, x.data_ptr<float>(), y.data_ptr<float>(), index.data_ptr<std::uint8_t>(),
                                      first, last);
        });
        ctx->save_for_backward({index});
        ctx->saved_data["sizes"] = x.sizes().vec();
        ctx->saved_data["pool"] = std::vector<std::int64_t>{pool.kernelHeight, pool.kernelWidth, pool.strideHeight,
                                                            pool.strideWidth, pool.padHeight, pool.padWidth};
        return y;
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const at::Tensor index = ctx->get_saved_variables()[0];
        const at::Tensor grad = grads[0].contiguous(at::MemoryFormat::ChannelsLast);
        const std::vector<std::int64_t> sizes = ctx->saved_data["sizes"].toIntVector();
        const std::vector<std::int64_t> p = ctx->saved_data["pool"].toIntVector();
        const kernels::Pool2d pool{sizes[1], sizes[2], sizes[3], grad.size(2), grad.size(3), p[0], p[1], p[2], p[3],
                                   p[4],     p[5]};
        at::Tensor gradX = at::empty(sizes, grad.options().memory_format(at::MemoryFormat::ChannelsLast));
        at::parallel_for(0, sizes[0], 1, [&](std::int64_t first, std::int64_t last) {
            kernels::maxPool2dBackward(pool, grad.data_ptr<float>(), index.data_ptr<std::uint8_t>(),
                                       gradX.data_ptr<float>(), first, last);
        });
        return {gradX, at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor batchNorm2d(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                       const at::Tensor& runningMean, const at::Tensor& runningVar, bool training, double momentum,
                       double eps)
{
    const bool useBatch = training || !runningMean.defined();
    const bool floats = (!weight.defined() || weight.scalar_type() == at::kFloat) &&
                        (!runningMean.defined() || (runningMean.scalar_type() == at::kFloat && runningMean.is_contiguous() &&
                                                    runningVar.is_contiguous()));
    const bool grads = needsGrad(x) || needsGrad(weight) || needsGrad(bias);
    if (!isOurs(x) || !floats || (!useBatch && grads) || (weight.defined() != bias.defined()))
        return at::batch_norm(x, weight, bias, runningMean, runningVar, useBatch, momentum, eps, false);
    if (useBatch) {   // an autograd function takes no undefined tensor, so 1 and 0 stand in
        const BatchNormSettings settings{training ? runningMean : at::Tensor(), training ? runningVar : at::Tensor(),
                                         momentum, eps};
        const std::vector<double> one(std::size_t(x.size(1)), 1.0), zero(std::size_t(x.size(1)), 0.0);
        return BatchNormFunction::apply(x, weight.defined() ? weight : vectorLike(x, one),
                                        bias.defined() ? bias : vectorLike(x, zero), settings);
    }
    const BatchStatistics fixed = runningStatistics(weight, bias, runningMean, runningVar, eps);
    return affine(x, fixed.scale, fixed.offset);
}

at::Tensor maxPool2d(const at::Tensor& x, Pair kernel, Pair stride, Pair padding, bool ceilMode)
{
    const auto list = [](const Pair& pair) { return at::IntArrayRef(pair.data(), 2); };
    if (!isOurs(x) || kernel[0] * kernel[1] > kernels::kMaxPoolWindow)
        return at::max_pool2d(x, list(kernel), list(stride), list(padding), {1, 1}, ceilMode);
    const kernels::Pool2d pool{x.size(1), x.size(2), x.size(3),
                               pooledSize(x.size(2), kernel[0], stride[0], padding[0], ceilMode),
                               pooledSize(x.size(3), kernel[1], stride[1], padding[1], ceilMode),
                               kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1]};
    TORCH_CHECK(pool.outHeight > 0 && pool.outWidth > 0, "The pooling window is larger than the picture.");
    const at::Tensor y = at::empty({x.size(0), x.size(1), pool.outHeight, pool.outWidth},
                                   x.options().memory_format(at::MemoryFormat::ChannelsLast));
    if (needsGrad(x))
        return MaxPoolFunction::apply(x, y, pool);
    at::parallel_for(0, x.size(0), 1, [&](std::int64_t first, std::int64_t last) {
        kernels::maxPool2dForward(pool, x.data_ptr<float>(), y.data_ptr<float>(), nullptr, first, last);
    });
    return y;
}

} // namespace spw::ops
