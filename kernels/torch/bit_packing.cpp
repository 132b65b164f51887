// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/bit_packing.h"

#include "kernels/torch/aten.h"

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <atomic>

namespace spw::ops {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kGrain = 1 << 14;   // bytes of one piece of work

template <class Real>
bool pack(const Real* values, std::int64_t count, std::uint8_t* bytes, std::int64_t first, std::int64_t last)
{
    bool binary = true;
    for (std::int64_t b = first; b < last; ++b) {
        std::uint8_t byte = 0;
        const std::int64_t lanes = std::min<std::int64_t>(8, count - b * 8);
        for (std::int64_t i = 0; i < lanes; ++i) {
            const Real v = values[b * 8 + i];
            const bool on = v == Real(1);
            binary &= on || v == Real(0);
            byte = std::uint8_t(byte | (unsigned(on) << i));
        }
        bytes[b] = byte;
    }
    return binary;
}

template <class Real>
void unpack(const std::uint8_t* bytes, std::int64_t count, Real* values, std::int64_t first, std::int64_t last)
{
    for (std::int64_t b = first; b < last; ++b)
        for (std::int64_t i = 0; i < 8 && b * 8 + i < count; ++i)
            values[b * 8 + i] = Real((bytes[b] >> i) & 1u);
}

bool isOnCpu(const at::Tensor& x)
{
    return x.device().is_cpu() && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kDouble);
}

at::Tensor placeValues(const at::Tensor& like)
{
    return at::tensor({1, 2, 4, 8, 16, 32, 64, 128}, at::TensorOptions(at::kByte)).to(like.device());
}

struct LinearFunction : torch::autograd::Function<LinearFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight)
    {
        ctx->save_for_backward({packBits(x), weight});
        ctx->saved_data["sizes"] = x.sizes().vec();
        return at::linear(x, weight);
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor grad = grads[0].flatten(0, -2);
        const std::vector<std::int64_t> sizes = ctx->saved_data["sizes"].toIntVector();
        variable_list result(2);
        if (ctx->needs_input_grad(0))
            result[0] = grad.mm(saved[1]).view(sizes);
        if (ctx->needs_input_grad(1))
            result[1] = grad.t().mm(unpackBits(saved[0], sizes, grad.options()).flatten(0, -2));
        return result;
    }
};

struct ConvolutionFunction : torch::autograd::Function<ConvolutionFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight,
                              std::vector<std::int64_t> stride, std::vector<std::int64_t> padding,
                              std::vector<std::int64_t> dilation, std::int64_t groups)
    {
        ctx->save_for_backward({packBits(x), weight});
        ctx->saved_data["sizes"] = x.sizes().vec();
        ctx->saved_data["stride"] = stride;
        ctx->saved_data["padding"] = padding;
        ctx->saved_data["dilation"] = dilation;
        ctx->saved_data["groups"] = groups;
        const std::vector<std::int64_t> none(stride.size(), 0);
        return at::convolution(x, weight, {}, stride, padding, dilation, false, none, groups);
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor x = unpackBits(saved[0], ctx->saved_data["sizes"].toIntVector(), grads[0].options());
        const std::vector<std::int64_t> stride = ctx->saved_data["stride"].toIntVector();
        const std::vector<std::int64_t> none(stride.size(), 0);
        const std::vector<std::int64_t> padding = ctx->saved_data["padding"].toIntVector();
        const std::vector<std::int64_t> dilation = ctx->saved_data["dilation"].toIntVector();
        const auto result = at::convolution_backward(
            grads[0], x, saved[1], {}, stride, padding, dilation, false, none, ctx->saved_data["groups"].toInt(),
            {ctx->needs_input_grad(0), ctx->needs_input_grad(1), false});
        return {std::get<0>(result), std::get<1>(result), {}, {}, {}, {}};
    }
};

bool learns(const at::Tensor& x, const at::Tensor& weight)
{
    return at::GradMode::is_enabled() && (x.requires_grad() || weight.requires_grad());
}

} // namespace

at::Tensor packBits(const at::Tensor& spikes)
{
    const at::Tensor x = spikes.detach().contiguous();
    const std::int64_t count = x.numel(), bytes = (count + 7) / 8;
    const at::Tensor bits = at::empty({bytes}, x.options().dtype(at::kByte));
    bool binary = true;
    if (isOnCpu(x)) {
        std::atomic<bool> all{true};
        at::parallel_for(0, bytes, kGrain, [&](std::int64_t first, std::int64_t last) {
            const bool good = x.scalar_type() == at::kFloat
                                  ? pack(x.data_ptr<float>(), count, bits.data_ptr<std::uint8_t>(), first, last)
                                  : pack(x.data_ptr<double>(), count, bits.data_ptr<std::uint8_t>(), first, last);
            if (!good)
                all = false;
        });
        binary = all;
    } else {
        const at::Tensor flat = x.view(-1);
        binary = (flat.eq(0) | flat.eq(1)).all().item<bool>();
        const at::Tensor filled = at::zeros({bytes * 8}, bits.options());
        filled.narrow(0, 0, count).copy_(flat);
        bits.copy_((filled.view({bytes, 8}) * placeValues(bits)).sum(1, false, at::kByte));
    }
    TORCH_CHECK(binary, "Input must be 0 or 1: a layer for spikes met another number.");
    return bits;
}

at::Tensor unpackBits(const at::Tensor& bits, at::IntArrayRef sizes, const at::TensorOptions& options)
{
    at::Tensor x = at::empty(sizes, options.memory_format(at::MemoryFormat::Contiguous));
    const std::int64_t count = x.numel();
    TORCH_CHECK(bits.numel() == (count + 7) / 8, "The bits do not belong to this shape.");
    if (isOnCpu(x)) {
        at::parallel_for(0, bits.numel(), kGrain, [&](std::int64_t first, std::int64_t last) {
            if (x.scalar_type() == at::kFloat)
                unpack(bits.data_ptr<std::uint8_t>(), count, x.data_ptr<float>(), first, last);
            else
                unpack(bits.data_ptr<std::uint8_t>(), count, x.data_ptr<double>(), first, last);
        });
        return x;
    }
    const at::Tensor all = bits.unsqueeze(1).bitwise_and(placeValues(bits)).ne(0).view(-1);
    x.view(-1).copy_(all.narrow(0, 0, count));
    return x;
}

// An autograd function takes no undefined tensor, so the bias is added outside of it.

at::Tensor spikeLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias)
{
    if (!learns(x, weight))
        return at::linear(x, weight, bias);
    const at::Tensor y = LinearFunction::apply(x, weight);
    return bias.defined() ? y + bias : y;
}

at::Tensor spikeConvolution(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                            at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation,
                            std::int64_t groups)
{
    const std::vector<std::int64_t> none(stride.size(), 0);
    if (!learns(x, weight))
        return at::convolution(x, weight, bias, stride, padding, dilation, false, none, groups);
    const at::Tensor y = ConvolutionFunction::apply(x, weight, stride.vec(), padding.vec(), dilation.vec(), groups);
    if (!bias.defined())
        return y;
    std::vector<std::int64_t> shape(std::size_t(y.dim()), 1);
    shape[1] = bias.numel();
    return y + bias.view(shape);
}

} // namespace spw::ops
