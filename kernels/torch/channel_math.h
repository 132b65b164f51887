// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/layers/layers.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/tensor_facts.h"

#include <algorithm>
#include <cmath>
#include <vector>

/// Arithmetic that the channels-last operators of this folder share. Not for others.
namespace spw::ops {

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

inline std::vector<double> numbers(const at::Tensor& perChannel, std::int64_t channels, double fallback)
{
    std::vector<double> out(std::size_t(channels), fallback);
    if (perChannel.defined()) {
        const at::Tensor values = perChannel.detach().to(at::kDouble).contiguous();
        std::copy_n(values.data_ptr<double>(), channels, out.begin());
    }
    return out;
}

inline at::Tensor vectorLike(const at::Tensor& x, const std::vector<double>& values)
{
    at::Tensor out = at::empty({std::int64_t(values.size())}, x.options().memory_format(c10::nullopt));
    std::transform(values.begin(), values.end(), out.data_ptr<float>(), [](double v) { return float(v); });
    return out;
}

/// What a normalisation by the batch needs, per channel.
struct BatchStatistics {
    std::vector<double> mean, variance, inverseStd, scale, offset;   // y = x * scale + offset
    double rows = 0;

    void updateRunning(const at::Tensor& runningMean, const at::Tensor& runningVar, double momentum) const
    {
        if (!runningMean.defined())
            return;
        const double bessel = rows > 1 ? rows / (rows - 1) : 1.0;   // PyTorch keeps the unbiased variance
        for (std::size_t c = 0; c < mean.size(); ++c) {
            float& m = runningMean.data_ptr<float>()[c];
            float& v = runningVar.data_ptr<float>()[c];
            m = float((1 - momentum) * double(m) + momentum * mean[c]);
            v = float((1 - momentum) * double(v) + momentum * variance[c] * bessel);
        }
    }
};

/// Statistics of x, channels-last [N, C, H, W]; weight and bias may be undefined.
inline BatchStatistics batchStatistics(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, double eps)
{
    const Pieces pieces(x);
    const float* in = x.data_ptr<float>();
    // The first row as shift: sums of differences stay small, so the variance keeps its digits.
    const std::vector<double> pilot(in, in + pieces.channels);
    const std::vector<float> shift = pieces.repeated(pilot);
    std::vector<double> sum, squares;
    pieces.sum(
        [&](std::int64_t begin, std::int64_t length, double* first, double* second) {
            kernels::channelMoments(in + begin, shift.data(), pieces.period, length, first, second);
        },
        sum, squares);

    BatchStatistics s;
    s.rows = double(pieces.count / pieces.channels);
    const std::vector<double> w = numbers(weight, pieces.channels, 1.0), b = numbers(bias, pieces.channels, 0.0);
    for (std::size_t c = 0; c < w.size(); ++c) {
        const double d = sum[c] / s.rows;
        s.mean.push_back(pilot[c] + d);
        s.variance.push_back(std::max(0.0, squares[c] / s.rows - d * d));
        s.inverseStd.push_back(1.0 / std::sqrt(s.variance[c] + eps));
        s.scale.push_back(w[c] * s.inverseStd[c]);
        s.offset.push_back(b[c] - s.mean[c] * s.scale[c]);
    }
    return s;
}

/// Normalisation by running statistics, as scale and offset.
inline BatchStatistics runningStatistics(const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& mean,
                                         const at::Tensor& var, double eps)
{
    const std::int64_t channels = mean.numel();
    const std::vector<double> w = numbers(weight, channels, 1.0), b = numbers(bias, channels, 0.0);
    BatchStatistics s;
    s.mean = numbers(mean, channels, 0.0);
    s.variance = numbers(var, channels, 1.0);
    for (std::size_t c = 0; c < w.size(); ++c) {
        s.inverseStd.push_back(1.0 / std::sqrt(s.variance[c] + eps));
        s.scale.push_back(w[c] * s.inverseStd[c]);
        s.offset.push_back(b[c] - s.mean[c] * s.scale[c]);
    }
    return s;
}

/// Gradients of a normalisation by the batch: gradX = grad * a + x * b + c, and that of the weight.
struct BatchGradient {
    std::vector<double> a, b, c, weight;

    /// @param sumGrad, sumGradX  per channel: sum of grad and of grad * (x - mean).
    BatchGradient(const std::vector<double>& w, const std::vector<double>& mean, const std::vector<double>& inverseStd,
                  const std::vector<double>& sumGrad, const std::vector<double>& sumGradX, double rows)
    {
        for (std::size_t i = 0; i < w.size(); ++i) {
            a.push_back(w[i] * inverseStd[i]);
            b.push_back(-a[i] * inverseStd[i] * inverseStd[i] * sumGradX[i] / rows);
            c.push_back(-a[i] * sumGrad[i] / rows - b[i] * mean[i]);
            weight.push_back(sumGradX[i] * inverseStd[i]);
        }
    }
    /// gradX of channels-last x from channels-last grad.
    void apply(const at::Tensor& x, const float* grad, float* gradX) const
    {
        const Pieces pieces(x);
        const float* in = x.data_ptr<float>();
        const std::vector<float> pa = pieces.repeated(a), pb = pieces.repeated(b), pc = pieces.repeated(c);
        const bool large = pieces.count * 4 > kLargeBytes && grad != gradX;
        pieces.run([&](std::int64_t, std::int64_t begin, std::int64_t length) {
            kernels::channelAffine2(grad + begin, in + begin, pa.data(), pb.data(), pc.data(), pieces.period, length,
                                    gradX + begin, large);
        });
    }
};

/// Outputs of a pooling along one axis, as PyTorch counts them.
inline std::int64_t pooledSize(std::int64_t in, std::int64_t kernel, std::int64_t stride, std::int64_t pad, bool ceilMode)
{
    const std::int64_t span = in + 2 * pad - kernel;
    if (span < 0 && !ceilMode)
        return 0;
    std::int64_t out = (span + (ceilMode ? stride - 1 : 0)) / stride + 1;
    if (ceilMode && (out - 1) * stride >= in + pad)
        --out;   // a window may not start beyond the picture
    return out;
}

} // namespace spw::ops
