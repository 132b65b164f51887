// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/layer_ops.h"

#include "kernels/layers/layers.h"

#include <ATen/Parallel.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/max_pool2d.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace spw::ops {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kLargeBytes = 4 * 1024 * 1024;   // above: stores bypass the cache

bool isOurs(const at::Tensor& x)
{
    return x.device().is_cpu() && x.scalar_type() == at::kFloat && x.dim() == 4 && x.numel() > 0 &&
           x.is_contiguous(at::MemoryFormat::ChannelsLast);
}

bool needsGrad(const at::Tensor& x)
{
    return at::GradMode::is_enabled() && x.defined() && x.requires_grad();
}

/// Rows of one piece: fixed by the shape alone, so sums over pieces do not depend on the number of threads.
struct Pieces {
    std::int64_t channels, period, count, size, number;

    explicit Pieces(const at::Tensor& x) : channels(x.size(1)), period(kernels::channelPeriod(channels)), count(x.numel())
    {
        const std::int64_t wanted = std::max<std::int64_t>(16 * 1024, count / 64);
        size = (wanted + period - 1) / period * period;   // every piece starts at channel 0, vector-aligned
        number = (count + size - 1) / size;
    }
    template <class Run>
    void run(const Run& body) const
    {
        at::parallel_for(0, number, 1, [&](std::int64_t first, std::int64_t last) {
            for (std::int64_t piece = first; piece < last; ++piece)
                body(piece, piece * size, std::min(size, count - piece * size));
        });
    }
    std::vector<float> repeated(const std::vector<double>& perChannel) const
    {
        std::vector<float> out(std::size_t(period), 0.0f);
        for (std::int64_t i = 0; i < period; ++i)
            out[std::size_t(i)] = float(perChannel[std::size_t(i % channels)]);
        return out;
    }
    /// Two sums per channel from `sums(begin, count, first[period], second[period])`, in a fixed order.
    template <class Sums>
    void sum(const Sums& sums, std::vector<double>& first, std::vector<double>& second) const
    {
        std::vector<double> parts(std::size_t(number * 2 * period), 0.0);
        run([&](std::int64_t piece, std::int64_t begin, std::int64_t length) {
            double* part = parts.data() + piece * 2 * period;
            sums(begin, length, part, part + period);
        });
        first.assign(std::size_t(channels), 0.0);
        second.assign(std::size_t(channels), 0.0);
        for (std::int64_t piece = 0; piece < number; ++piece)
            for (std::int64_t i = 0; i < period; ++i) {
                first[std::size_t(i % channels)] += parts[std::size_t(piece * 2 * period + i)];
                second[std::size_t(i % channels)] += parts[std::size_t((piece * 2 + 1) * period + i)];
            }
    }
};

std::vector<double> numbers(const at::Tensor& perChannel, std::int64_t channels, double fallback)
{
    std::vector<double> out(std::size_t(channels), fallback);
    if (perChannel.defined()) {
        const at::Tensor values = perChannel.detach().to(at::kDouble).contiguous();
        std::copy_n(values.data_ptr<double>(), channels, out.begin());
    }
    return out;
}

at::Tensor vectorLike(const at::Tensor& x, const std::vector<double>& values)
{
    at::Tensor out = at::empty({std::int64_t(values.size())}, x.options().memory_format(c10::nullopt));
    std::transform(values.begin(), values.end(), out.data_ptr<float>(), [](double v) { return float(v); });
    return out;
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
        const Pieces pieces(x);
        const float* in = x.data_ptr<float>();
        // The first row as shift: sums of differences stay small, so the variance keeps its digits.
        std::vector<double> pilot(in, in + pieces.channels);
        const std::vector<float> shift = pieces.repeated(pilot);
        std::vector<double> sum, squares;
        pieces.sum(
            [&](std::int64_t begin, std::int64_t length, double* first, double* second) {
                kernels::channelMoments(in + begin, shift.data(), pieces.period, length, first, second);
            },
            sum, squares);

        const double rows = double(pieces.count / pieces.channels);
        const std::vector<double> w = numbers(weight, pieces.channels, 1.0), b = numbers(bias, pieces.channels, 0.0);
        std::vector<double> mean(w.size()), inverseStd(w.size()), scale(w.size()), offset(w.size());
        for (std::size_t c = 0; c < w.size(); ++c) {
            const double d = sum[c] / rows;
            mean[c] = double(float(pilot[c])) + d;
            const double variance = std::max(0.0, squares[c] / rows - d * d);
            inverseStd[c] = 1.0 / std::sqrt(variance + settings.eps);
            scale[c] = w[c] * inverseStd[c];
            offset[c] = b[c] - mean[c] * scale[c];
            if (settings.runningMean.defined()) {
                float& m = settings.runningMean.data_ptr<float>()[c];
                float& v = settings.runningVar.data_ptr<float>()[c];
                const double unbiased = rows > 1 ? variance * rows / (rows - 1) : variance;
                m = float((1 - settings.momentum) * double(m) + settings.momentum * mean[c]);
                v = float((1 - settings.momentum) * double(v) + settings.momentum * unbiased);
            }
        }
        ctx->save_for_backward({x, weight});
        ctx->saved_data["mean"] = mean;
        ctx->saved_data["inverse_std"] = inverseStd;
        return affine(x, scale, offset);
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

        const double rows = double(pieces.count / pieces.channels);
        std::vector<double> a(w.size()), b(w.size()), c(w.size()), gradWeight(w.size());
        for (std::size_t i = 0; i < w.size(); ++i) {
            a[i] = w[i] * inverseStd[i];
            b[i] = -a[i] * inverseStd[i] * inverseStd[i] * sumGradX[i] / rows;
            c[i] = -a[i] * sumGrad[i] / rows - b[i] * mean[i];
            gradWeight[i] = sumGradX[i] * inverseStd[i];
        }
        at::Tensor gradX;
        if (ctx->needs_input_grad(0)) {
            gradX = at::empty_like(x);
            float* out = gradX.data_ptr<float>();
            const std::vector<float> pa = pieces.repeated(a), pb = pieces.repeated(b), pc = pieces.repeated(c);
            const bool large = pieces.count * 4 > kLargeBytes;
            pieces.run([&](std::int64_t, std::int64_t begin, std::int64_t length) {
                kernels::channelAffine2(g + begin, in + begin, pa.data(), pb.data(), pc.data(), pieces.period, length,
                                        out + begin, large);
            });
        }
        return {gradX, vectorLike(x, gradWeight), vectorLike(x, sumGrad), at::Tensor()};
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

/// Outputs of a pooling along one axis, as PyTorch counts them.
std::int64_t pooledSize(std::int64_t in, std::int64_t kernel, std::int64_t stride, std::int64_t pad, bool ceilMode)
{
    const std::int64_t span = in + 2 * pad - kernel;
    std::int64_t out = (span + (ceilMode ? stride - 1 : 0)) / stride + 1;
    if (ceilMode && (out - 1) * stride >= in + pad)
        --out;   // a window may not start beyond the picture
    return span < 0 && !ceilMode ? 0 : out;
}

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
    const std::int64_t channels = x.size(1);
    if (useBatch) {   // an autograd function takes no undefined tensor, so 1 and 0 stand in
        const BatchNormSettings settings{training ? runningMean : at::Tensor(), training ? runningVar : at::Tensor(),
                                         momentum, eps};
        const std::vector<double> one(std::size_t(channels), 1.0), zero(std::size_t(channels), 0.0);
        return BatchNormFunction::apply(x, weight.defined() ? weight : vectorLike(x, one),
                                        bias.defined() ? bias : vectorLike(x, zero), settings);
    }
    const std::vector<double> w = numbers(weight, channels, 1.0), b = numbers(bias, channels, 0.0);
    const std::vector<double> mean = numbers(runningMean, channels, 0.0), var = numbers(runningVar, channels, 1.0);
    std::vector<double> scale(w.size()), shift(w.size());
    for (std::size_t c = 0; c < w.size(); ++c) {
        scale[c] = w[c] / std::sqrt(var[c] + eps);
        shift[c] = b[c] - mean[c] * scale[c];
    }
    return affine(x, scale, shift);
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
