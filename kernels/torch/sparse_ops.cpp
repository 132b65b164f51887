// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/sparse_ops.h"

#include "kernels/sparse/sparse.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/dense_product.h"
#include "kernels/torch/event_product.h"
#include "kernels/torch/tensor_facts.h"

#include <torch/csrc/autograd/custom_function.h>

#include <atomic>
#include <vector>

namespace spw::ops {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

std::atomic<std::uint64_t> eventCalls{0}, denseCalls{0};

constexpr std::int64_t kWorthwhile = 1 << 22; // multiplications below which a product is not worth a look

at::Tensor contiguousRows(const at::Tensor& x)
{
    return x.dim() == 2 ? x.contiguous() : x.reshape({-1, x.size(-1)}).contiguous();
}

/// Not an input of the gradient.
struct EventCall {
    SpikeMatrix input;
    const float* panels;
};

struct EventLinearFunction : torch::autograd::Function<EventLinearFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight,
                              const at::Tensor& bias, const EventCall& call)
    {
        ctx->save_for_backward({call.input.bits, weight});
        ctx->saved_data["ones"] = call.input.ones;
        return eventProduct(call.input, call.panels, weight.size(0), bias, x);
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor &weight = saved[1], grad = grads[0].contiguous();
        const SpikeMatrix x{saved[0], weight.size(1), ctx->saved_data["ones"].toInt()};
        at::Tensor gradX, gradWeight, gradBias;
        if (ctx->needs_input_grad(0))
            gradX = quickProduct(grad, weight);
        if (ctx->needs_input_grad(1))
            gradWeight = kernels::gradWeightCost(grad.size(0), x.columns, grad.size(1), x.density()).eventsPay()
                             ? eventGradient(grad, x)
                             : quickProduct(grad.t(), unpacked(x, grad));
        if (ctx->needs_input_grad(2))
            gradBias = grad.sum(0);
        return {gradX, gradWeight, gradBias, at::Tensor()};
    }
};

kernels::SpikeWindows windowsOf(at::IntArrayRef x, at::IntArrayRef weight, const ConvSettings& s)
{
    kernels::SpikeWindows w;
    w.images = x[0], w.channels = x[1], w.height = x[2], w.width = x[3];
    w.kernelHeight = weight[2], w.kernelWidth = weight[3];
    w.strideHeight = s.stride[0], w.strideWidth = s.stride[1];
    w.padHeight = s.padding[0], w.padWidth = s.padding[1];
    w.dilationHeight = s.dilation[0], w.dilationWidth = s.dilation[1];
    w.outHeight = (x[2] + 2 * s.padding[0] - s.dilation[0] * (weight[2] - 1) - 1) / s.stride[0] + 1;
    w.outWidth = (x[3] + 2 * s.padding[1] - s.dilation[1] * (weight[3] - 1) - 1) / s.stride[1] + 1;
    return w;
}

/// Rows [images * height * width, channels] of a channels-last picture; no copy if it is one.
at::Tensor pixelRows(const at::Tensor& x) { return x.permute({0, 2, 3, 1}).contiguous().view({-1, x.size(1)}); }

/// Output rows as pictures, channels-last in memory.
at::Tensor pictures(const at::Tensor& rows, const kernels::SpikeWindows& w)
{
    return rows.view({w.images, w.outHeight, w.outWidth, rows.size(1)}).permute({0, 3, 1, 2});
}

struct EventConvFunction : torch::autograd::Function<EventConvFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight,
                              const at::Tensor& bias, const EventCall& call, const ConvSettings& settings)
    {
        ctx->save_for_backward({call.input.bits, weight});
        ctx->saved_data["sizes"] = x.sizes().vec();
        ctx->saved_data["settings"] = std::vector<std::int64_t>{settings.stride[0],   settings.stride[1],
                                                                settings.padding[0],  settings.padding[1],
                                                                settings.dilation[0], settings.dilation[1]};
        const kernels::SpikeWindows w = windowsOf(x.sizes(), weight.sizes(), settings);
        return pictures(eventConvolution(call.input, w, call.panels, weight.size(0), bias, x), w);
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor& weight = saved[1];
        const std::vector<std::int64_t> sizes = ctx->saved_data["sizes"].toIntVector();
        const std::vector<std::int64_t> s = ctx->saved_data["settings"].toIntVector();
        const ConvSettings settings{{s[0], s[1]}, {s[2], s[3]}, {s[4], s[5]}};
        const kernels::SpikeWindows w = windowsOf(sizes, weight.sizes(), settings);
        const at::Tensor grad = grads[0].contiguous(at::MemoryFormat::ChannelsLast), rows = pixelRows(grad);
        const auto dense = [&](const at::Tensor& x, bool ofWeight) {
            const auto [gradX, gradWeight, gradBias] =
                at::convolution_backward(grad, x, weight, c10::nullopt, settings.stride, settings.padding,
                                         settings.dilation, false, {0, 0}, 1, {!ofWeight, ofWeight, false});
            return ofWeight ? gradWeight : gradX;
        };
        at::Tensor gradX, gradWeight, gradBias;
        if (ctx->needs_input_grad(0))   // only the sizes of the input matter
            gradX = dense(at::empty(sizes, grad.options().memory_format(at::MemoryFormat::ChannelsLast)), false);
        if (ctx->needs_input_grad(1)) {
            const SpikeMatrix pixels{saved[0], w.channels, 0};
            const SpikeMatrix windows = unfolded(pixels, w);
            if (kernels::gradWeightCost(rows.size(0), windows.columns, rows.size(1), windows.density()).eventsPay())
                gradWeight = eventGradient(rows, windows)
                                 .view({rows.size(1), w.kernelHeight, w.kernelWidth, -1})
                                 .slice(3, 0, w.channels)
                                 .permute({0, 3, 1, 2})
                                 .contiguous();
            else
                gradWeight = dense(unpacked(pixels, grad).view({w.images, w.height, w.width, -1}).permute({0, 3, 1, 2}),
                                   true);
        }
        if (ctx->needs_input_grad(2))
            gradBias = rows.sum(0);
        return {gradX, gradWeight, gradBias, at::Tensor(), at::Tensor()};
    }
};

bool plain(const at::Tensor& t)
{
    return !t.defined() || (t.device().is_cpu() && t.scalar_type() == at::kFloat);
}

// An autograd function takes no undefined tensor.
at::Tensor definedBias(const at::Tensor& bias, const at::Tensor& weight)
{
    return bias.defined() ? bias : at::zeros({weight.size(0)}, weight.options());
}

at::Tensor eventLinear(const at::Tensor& x, const SpikeMatrix& packed, const at::Tensor& weight, const at::Tensor& bias,
                       PackedWeights& weights)
{
    const float* panels = weights.linear(weight);
    if (!needsGrad(x) && !needsGrad(weight) && !needsGrad(bias))
        return eventProduct(packed, panels, weight.size(0), bias, x);
    return EventLinearFunction::apply(x, weight, definedBias(bias, weight), EventCall{packed, panels});
}

at::Tensor eventConv2d(const at::Tensor& x, const SpikeMatrix& packed, const at::Tensor& weight,
                       const at::Tensor& bias, const ConvSettings& settings, PackedWeights& weights)
{
    const float* panels = weights.conv(weight);
    if (needsGrad(x) || needsGrad(weight) || needsGrad(bias))
        return EventConvFunction::apply(x, weight, definedBias(bias, weight), EventCall{packed, panels}, settings);
    const kernels::SpikeWindows w = windowsOf(x.sizes(), weight.sizes(), settings);
    return pictures(eventConvolution(packed, w, panels, weight.size(0), bias, x), w);
}

} // namespace

bool PackedWeights::current(const at::Tensor& weight) const
{
    return m_packed.defined() && !weight.is_inference() && m_source.data_ptr() == weight.data_ptr()
           && m_source.sizes() == weight.sizes() && m_source.strides() == weight.strides()
           && m_version == std::int64_t(weight._version());
}

void PackedWeights::remember(const at::Tensor& weight)
{
    m_source = weight.detach();
    m_version = weight.is_inference() ? -1 : std::int64_t(weight._version());
}

const float* PackedWeights::linear(const at::Tensor& weight)
{
    return current(weight) ? m_packed.data_ptr<float>() : pack(weight, weight.detach().contiguous());
}

const float* PackedWeights::conv(const at::Tensor& weight)
{
    if (current(weight))
        return m_packed.data_ptr<float>();
    // Channels fill whole words of spikes, so their weights fill as many rows of a panel.
    const std::int64_t channels = weight.size(1), padded = kernels::wordsOf(channels) * 64;
    at::Tensor rows = weight.detach().permute({0, 2, 3, 1});
    if (padded != channels)
        rows = at::constant_pad_nd(rows, {0, padded - channels});
    return pack(weight, rows.contiguous().view({weight.size(0), -1}));
}

const float* PackedWeights::pack(const at::Tensor& weight, const at::Tensor& w)
{
    const std::int64_t outputs = w.size(0), inputs = w.size(1), panels = kernels::panelsOf(outputs);
    if (!m_packed.defined() || m_packed.numel() != panels * inputs * kernels::kPanel)
        m_packed = at::empty({panels, inputs, kernels::kPanel}, w.options());
    at::parallel_for(0, panels, 1, [&](std::int64_t first, std::int64_t last) {
        kernels::packTransposed(w.data_ptr<float>(), outputs, inputs, first, last, m_packed.data_ptr<float>());
    });
    remember(weight);
    return m_packed.data_ptr<float>();
}

SparseCounts sparseCounts() { return {eventCalls.load(), denseCalls.load()}; }

at::Tensor adaptiveLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, PackedWeights& weights)
{
    bool large = false;
    const auto dense = [&] {
        ++denseCalls;
        if (!large || !hasQuickProduct())
            return at::linear(x, weight, bias);
        if (x.dim() == 2)
            return quickLinear(x.contiguous(), weight, bias);
        std::vector<std::int64_t> sizes = x.sizes().vec();
        sizes.back() = weight.size(0);
        return quickLinear(contiguousRows(x), weight, bias).view(sizes);
    };
    if (!plain(x) || !plain(weight) || !plain(bias) || x.dim() < 2 || weight.dim() != 2 || x.size(-1) != weight.size(1)
        || x.numel() == 0)
        return dense();
    const std::int64_t inputs = weight.size(1), outputs = weight.size(0), rows = x.numel() / inputs;
    if (outputs < kernels::kPanel || inputs < 64 || double(rows) * double(inputs) * double(outputs) < kWorthwhile)
        return dense();
    large = true;
    const bool repack = !weights.current(weight);
    const auto pays = [&](double density) {
        return density >= 0 && kernels::linearCost(rows, inputs, outputs, density, repack).eventsPay();
    };
    if (!pays(0.0))   // looking at the numbers would already cost too much
        return dense();
    const at::Tensor flat = contiguousRows(x);
    if (!pays(sampledDensity(flat.detach())))
        return dense();
    const SpikeMatrix packed = packRows(flat.detach());
    if (packed.ones < 0 || !pays(packed.density()))
        return dense();
    ++eventCalls;
    std::vector<std::int64_t> sizes = x.sizes().vec();
    sizes.back() = outputs;
    return eventLinear(flat, packed, weight, bias, weights).view(sizes);
}

at::Tensor eventLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, PackedWeights& weights)
{
    const SpikeMatrix packed = packRows(x.detach());
    TORCH_CHECK(packed.ones >= 0, "The input of an event product must be zeros and ones.");
    return eventLinear(x, packed, weight, bias, weights);
}

at::Tensor adaptiveConv2d(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                       const ConvSettings& settings, std::int64_t groups, PackedWeights& weights)
{
    const auto dense = [&] {
        ++denseCalls;
        // Channels-last is what the neurons and oneDNN like best (1.25 times faster), and it stays so downstream.
        return at::conv2d(x.contiguous(at::MemoryFormat::ChannelsLast), weight, bias, settings.stride, settings.padding,
                          settings.dilation, groups);
    };
    if (!plain(x) || !plain(weight) || !plain(bias) || x.dim() != 4 || weight.dim() != 4 || groups != 1
        || x.numel() == 0 || x.size(1) != weight.size(1) || weight.size(0) < kernels::kPanel)
        return dense();
    const kernels::SpikeWindows w = windowsOf(x.sizes(), weight.sizes(), settings);
    const bool repack = !weights.current(weight);
    const auto pays = [&](double density) {
        return density >= 0 && kernels::convCost(w, weight.size(0), density, repack).eventsPay();
    };
    if (w.outHeight <= 0 || w.outWidth <= 0 || !pays(0.0))
        return dense();
    const at::Tensor rows = pixelRows(x.detach());
    if (!pays(sampledDensity(rows)))
        return dense();
    const SpikeMatrix packed = packRows(rows);
    if (packed.ones < 0 || !pays(packed.density()))
        return dense();
    ++eventCalls;
    return eventConv2d(x, packed, weight, bias, settings, weights);
}

at::Tensor eventConv2d(const SpikeMatrix& pixels, at::IntArrayRef sizes, const at::Tensor& weight,
                       const at::Tensor& bias, const ConvSettings& settings, PackedWeights& weights)
{
    const kernels::SpikeWindows w = windowsOf(sizes, weight.sizes(), settings);
    return pictures(eventConvolution(pixels, w, weights.conv(weight), weight.size(0), bias, weight), w);
}

at::Tensor eventGradWeight(const at::Tensor& grad, const at::Tensor& x)
{
    const SpikeMatrix packed = packRows(x);
    TORCH_CHECK(packed.ones >= 0, "The input of an event product must be zeros and ones.");
    return eventGradient(grad.contiguous(), packed);
}

} // namespace spw::ops
