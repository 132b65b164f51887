// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lynxi/half_run.h"

#include "core/exchange/exchange.h"
#include "core/exchange/half.h"
#include "core/exchange/onnx_network.h"

#include <algorithm>
#include <cmath>

namespace spw::lynxi {

namespace {

using Kind = InferenceOp::Kind;
using Shape = std::vector<std::int64_t>;

/// From double as PyTorch goes: through float.
float toHalf(double value) { return roundedToHalf(float(value)); }

class Machine {
public:
    Machine(const InferenceNet& net, std::int64_t batch, const std::stop_token& stop)
        : m_net(net), m_batch(batch), m_stop(stop), m_values(net.ops.size())
    {
    }

    HalfResult run(const HalfValues& input)
    {
        HalfResult out;
        for (std::size_t i = 0; i < m_net.ops.size(); ++i) {
            if (m_stop.stop_requested())
                throw CancelledError();
            const InferenceOp& op = m_net.ops[i];
            m_values[i] = op.kind == Kind::Input ? input : compute(op);
            const auto lost = std::count_if(m_values[i].begin(), m_values[i].end(), [](float v) { return !std::isfinite(v); });
            if (lost > 0 && out.overflows == 0)
                out.firstOverflow = op.title;
            out.overflows += lost;
            forget(i);
        }
        out.output = m_values[m_net.outputs.at(0)];
        return out;
    }

private:
    /// Values that nobody reads any more.
    void forget(std::size_t i)
    {
        for (const std::size_t in : m_net.ops[i].inputs) {
            const std::vector<std::size_t> readers = m_net.readers(in);
            if (!m_net.isOutput(in) && !readers.empty() && readers.back() == i)
                m_values[in] = {};
        }
    }

    const HalfValues& in(const InferenceOp& op, std::size_t i = 0) const { return m_values[op.inputs.at(i)]; }
    const Shape& shapeIn(const InferenceOp& op, std::size_t i = 0) const { return m_net.ops[op.inputs.at(i)].shape; }
    std::int64_t rows(const InferenceOp& op) const { return op.overTime ? m_net.steps * m_batch : m_batch; }

    HalfValues compute(const InferenceOp& op) const
    {
        switch (op.kind) {
        case Kind::Repeat: return repeat(op);
        case Kind::Conv: return convolve(op);
        case Kind::Linear: return multiply(op);
        case Kind::BatchNorm: return normalise(op);
        case Kind::MaxPool:
        case Kind::AveragePool: return pool(op);
        case Kind::AdaptiveAveragePool: return poolTo(op);
        case Kind::Voting: return vote(op);
        case Kind::Relu: return each(op, [](float a, float) { return std::max(a, 0.0f); });
        case Kind::Spiking: return spike(op);
        case Kind::Add: return each(op, [](float a, float b) { return toHalf(double(a) + b); });
        case Kind::Subtract: return each(op, [](float a, float b) { return toHalf(double(a) - b); });
        case Kind::Multiply: return each(op, [](float a, float b) { return toHalf(double(a) * b); });
        case Kind::Mean: {
            HalfValues sum = each(op, [](float a, float b) { return toHalf(double(a) + b); });
            for (float& value : sum)
                value = toHalf(double(value) / double(op.inputs.size()));
            return sum;
        }
        case Kind::Largest: return each(op, [](float a, float b) { return std::max(a, b); });
        case Kind::Smallest: return each(op, [](float a, float b) { return std::min(a, b); });
        case Kind::AndNot: return each(op, [](float a, float b) { return toHalf(double(toHalf(1.0 - a)) * b); });
        case Kind::Concat: return concatenate(op);
        case Kind::OverTime: return overTime(op);
        default: return in(op);   // Input, Reshape; the rest is refused
        }
    }

    template <class F>
    HalfValues each(const InferenceOp& op, F f) const
    {
        HalfValues out = in(op);
        if (op.inputs.size() == 1) {
            for (float& value : out)
                value = f(value, 0.0f);
            return out;
        }
        for (std::size_t k = 1; k < op.inputs.size(); ++k)
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i] = f(out[i], in(op, k)[i]);
        return out;
    }

    HalfValues repeat(const InferenceOp& op) const
    {
        HalfValues out;
        for (std::int64_t t = 0; t < m_net.steps; ++t)
            out.insert(out.end(), in(op).begin(), in(op).end());
        return out;
    }

    /// Goes through the inputs that are not 0, of which there are few.
    HalfValues convolve(const InferenceOp& op) const
    {
        const Shape& from = shapeIn(op);
        const NetArray& w = op.arrays.at("weight");
        const float* bias = op.arrays.count("bias") ? op.arrays.at("bias").data.data() : nullptr;
        const std::int64_t channelsIn = from[0], h = from[1], width = from[2], channels = op.shape[0], oh = op.shape[1], ow = op.shape[2];
        const std::int64_t kh = op.kernel[0], kw = op.kernel[1], perGroup = channels / op.groups, inPerGroup = channelsIn / op.groups;
        // [input channel, row, column, output channel of the group]: the inner loop then runs through memory.
        std::vector<double> turned(w.data.size());
        for (std::int64_t o = 0; o < channels; ++o)
            for (std::int64_t i = 0; i < inPerGroup; ++i)
                for (std::int64_t k = 0; k < kh * kw; ++k)
                    turned[std::size_t((((o / perGroup) * inPerGroup + i) * kh * kw + k) * perGroup + o % perGroup)] =
                        w.data[std::size_t((o * inPerGroup + i) * kh * kw + k)];
        HalfValues out(std::size_t(rows(op) * channels * oh * ow));
        std::vector<double> sums(std::size_t(oh * ow * channels));
        for (std::int64_t n = 0; n < rows(op); ++n) {
            for (std::size_t i = 0; i < sums.size(); ++i)
                sums[i] = bias ? bias[i % std::size_t(channels)] : 0.0;
            const float* x = in(op).data() + n * channelsIn * h * width;
            for (std::int64_t c = 0; c < channelsIn; ++c)
                for (std::int64_t y = 0; y < h; ++y)
                    for (std::int64_t xx = 0; xx < width; ++xx, ++x)
                        if (*x != 0)
                            scatter(op, turned, sums, c, y, xx, double(*x), perGroup, inPerGroup);
            float* to = out.data() + n * channels * oh * ow;
            for (std::int64_t c = 0; c < channels; ++c)
                for (std::int64_t p = 0; p < oh * ow; ++p)
                    *to++ = toHalf(sums[std::size_t(p * channels + c)]);
        }
        return out;
    }

    static void scatter(const InferenceOp& op, const std::vector<double>& turned, std::vector<double>& sums, std::int64_t c, std::int64_t y,
                        std::int64_t x, double value, std::int64_t perGroup, std::int64_t inPerGroup)
    {
        const std::int64_t channels = op.shape[0], oh = op.shape[1], ow = op.shape[2], group = c / inPerGroup;
        for (std::int64_t i = 0; i < op.kernel[0]; ++i) {
            const std::int64_t up = y + op.padding[0] - i * op.dilation[0];
            if (up < 0 || up % op.stride[0] != 0 || up / op.stride[0] >= oh)
                continue;
            for (std::int64_t j = 0; j < op.kernel[1]; ++j) {
                const std::int64_t left = x + op.padding[1] - j * op.dilation[1];
                if (left < 0 || left % op.stride[1] != 0 || left / op.stride[1] >= ow)
                    continue;
                const double* w = turned.data() + ((c * op.kernel[0] + i) * op.kernel[1] + j) * perGroup;
                double* to = sums.data() + ((up / op.stride[0]) * ow + left / op.stride[1]) * channels + group * perGroup;
                for (std::int64_t o = 0; o < perGroup; ++o)
                    to[o] += w[o] * value;
            }
        }
    }

    HalfValues multiply(const InferenceOp& op) const
    {
        const NetArray& w = op.arrays.at("weight");
        const float* bias = op.arrays.count("bias") ? op.arrays.at("bias").data.data() : nullptr;
        const std::size_t outputs = std::size_t(w.shape[0]), inputs = std::size_t(w.shape[1]), count = in(op).size() / inputs;
        std::vector<double> turned(w.data.size()), sums(outputs);
        for (std::size_t o = 0; o < outputs; ++o)
            for (std::size_t i = 0; i < inputs; ++i)
                turned[i * outputs + o] = w.data[o * inputs + i];
        HalfValues out(count * outputs);
        for (std::size_t n = 0; n < count; ++n) {
            for (std::size_t o = 0; o < outputs; ++o)
                sums[o] = bias ? bias[o] : 0.0;
            for (std::size_t i = 0; i < inputs; ++i)
                if (const double x = in(op)[n * inputs + i]; x != 0)
                    for (std::size_t o = 0; o < outputs; ++o)
                        sums[o] += turned[i * outputs + o] * x;
            std::transform(sums.begin(), sums.end(), out.begin() + std::ptrdiff_t(n * outputs), toHalf);
        }
        return out;
    }

    HalfValues normalise(const InferenceOp& op) const
    {
        const std::int64_t channels = op.shape[0], area = elementCount(op.shape) / channels;
        HalfValues out = in(op);
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::size_t c = std::size_t(std::int64_t(i) / area % channels);
            const double factor = double(op.arrays.at("weight").data[c]) / std::sqrt(double(op.arrays.at("var").data[c]) + op.eps);
            const double shift = double(op.arrays.at("bias").data[c]) - double(op.arrays.at("mean").data[c]) * factor;
            out[i] = toHalf(double(out[i]) * factor + shift);
        }
        return out;
    }

    /// Calls `f(picture, output place, first row, end row, first column, end column)` with windows inside the picture.
    HalfValues pool(const InferenceOp& op) const
    {
        const Shape& from = shapeIn(op);
        const std::int64_t h = from[1], w = from[2], oh = op.shape[1], ow = op.shape[2], pictures = rows(op) * op.shape[0];
        const bool max = op.kind == Kind::MaxPool;
        HalfValues out(std::size_t(pictures * oh * ow));
        for (std::int64_t p = 0; p < pictures; ++p)
            for (std::int64_t y = 0; y < oh; ++y)
                for (std::int64_t x = 0; x < ow; ++x) {
                    const float* picture = in(op).data() + p * h * w;
                    const std::int64_t top = y * op.stride[0] - op.padding[0], left = x * op.stride[1] - op.padding[1];
                    double sum = 0;
                    float largest = -INFINITY;
                    std::int64_t inside = 0;
                    for (std::int64_t i = 0; i < op.kernel[0]; ++i)
                        for (std::int64_t j = 0; j < op.kernel[1]; ++j) {
                            const std::int64_t row = top + i * op.dilation[0], column = left + j * op.dilation[1];
                            if (row < 0 || column < 0 || row >= h || column >= w)
                                continue;
                            sum += picture[row * w + column];
                            largest = std::max(largest, picture[row * w + column]);
                            ++inside;
                        }
                    out[std::size_t((p * oh + y) * ow + x)] = max ? largest : toHalf(sum / double(divisor(op, from, top, left, inside)));
                }
        return out;
    }

    /// As PyTorch counts: padding counts, what lies beyond it does not.
    static std::int64_t divisor(const InferenceOp& op, const Shape& from, std::int64_t top, std::int64_t left, std::int64_t inside)
    {
        if (op.size > 0)
            return op.size;
        if (!op.countPadding)
            return inside;
        return (std::min(top + op.kernel[0], from[1] + op.padding[0]) - top) * (std::min(left + op.kernel[1], from[2] + op.padding[1]) - left);
    }

    HalfValues poolTo(const InferenceOp& op) const
    {
        const Shape& from = shapeIn(op);
        const std::int64_t h = from[1], w = from[2], oh = op.shape[1], ow = op.shape[2], pictures = rows(op) * op.shape[0];
        HalfValues out(std::size_t(pictures * oh * ow));
        for (std::int64_t p = 0; p < pictures; ++p)
            for (std::int64_t y = 0; y < oh; ++y)
                for (std::int64_t x = 0; x < ow; ++x) {
                    const std::int64_t top = y * h / oh, bottom = ((y + 1) * h + oh - 1) / oh, left = x * w / ow, right = ((x + 1) * w + ow - 1) / ow;
                    double sum = 0;
                    for (std::int64_t i = top; i < bottom; ++i)
                        for (std::int64_t j = left; j < right; ++j)
                            sum += in(op)[std::size_t((p * h + i) * w + j)];
                    out[std::size_t((p * oh + y) * ow + x)] = toHalf(sum / double((bottom - top) * (right - left)));
                }
        return out;
    }

    HalfValues vote(const InferenceOp& op) const
    {
        HalfValues out(in(op).size() / std::size_t(op.size));
        for (std::size_t i = 0; i < out.size(); ++i) {
            double sum = 0;
            for (std::size_t k = 0; k < std::size_t(op.size); ++k)
                sum += in(op)[i * std::size_t(op.size) + k];
            out[i] = toHalf(sum / double(op.size));
        }
        return out;
    }

    HalfValues spike(const InferenceOp& op) const
    {
        const HalfValues& x = in(op);
        const std::size_t neurons = x.size() / std::size_t(m_net.steps);
        const auto [keep, gain] = lynxiFactors(op.rule);
        const double threshold = op.rule.threshold, reset = op.rule.reset.value_or(0.0f);
        HalfValues out(x.size()), v(neurons, 0.0f);
        for (std::size_t i = 0; i < x.size(); ++i) {
            float& membrane = v[i % neurons];
            const float fed = op.rule.leaks && op.rule.decayInput ? toHalf(double(x[i]) * gain) : x[i];
            const float kept = op.rule.leaks ? toHalf(double(membrane) * keep) : membrane;
            const float h = toHalf(double(kept) + fed);
            const bool fires = double(h) >= threshold;
            out[i] = fires ? 1.0f : 0.0f;
            membrane = !op.rule.reset ? toHalf(double(h) - (fires ? threshold : 0.0)) : fires ? float(reset) : h;
        }
        return out;
    }

    HalfValues concatenate(const InferenceOp& op) const
    {
        std::int64_t outer = rows(op);
        for (std::int64_t d = 0; d < op.axis; ++d)
            outer *= op.shape[std::size_t(d)];
        HalfValues out;
        for (std::int64_t o = 0; o < outer; ++o)
            for (std::size_t k = 0; k < op.inputs.size(); ++k) {
                const std::size_t block = in(op, k).size() / std::size_t(outer);
                const auto first = in(op, k).begin() + std::ptrdiff_t(std::size_t(o) * block);
                out.insert(out.end(), first, first + std::ptrdiff_t(block));
            }
        return out;
    }

    HalfValues overTime(const InferenceOp& op) const
    {
        const HalfValues& x = in(op);
        const std::size_t steps = std::size_t(m_net.steps), count = x.size() / steps;
        HalfValues out(x.end() - std::ptrdiff_t(count), x.end());   // the last step
        if (op.reduce == "last")
            return out;
        for (std::size_t i = 0; i < count; ++i) {
            double sum = 0;
            float largest = x[i];
            for (std::size_t t = 0; t < steps; ++t) {
                sum += x[t * count + i];
                largest = std::max(largest, x[t * count + i]);
            }
            out[i] = op.reduce == "max" ? largest : toHalf(op.reduce == "sum" ? sum : sum / double(steps));
        }
        return out;
    }

    const InferenceNet& m_net;
    std::int64_t m_batch;
    const std::stop_token& m_stop;
    std::vector<HalfValues> m_values;
};

} // namespace

HalfResult runInHalf(const InferenceNet& net, std::int64_t batch, const HalfValues& input, const std::stop_token& stop)
{
    return Machine(net, batch, stop).run(input);
}

} // namespace spw::lynxi
