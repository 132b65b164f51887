// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/bit_packing.h"

#include "kernels/sparse/sparse.h"
#include "kernels/torch/aten.h"

#include <torch/csrc/autograd/custom_function.h>

#include <atomic>

namespace spw::ops {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kRow = 4096, kGrain = 32;   // numbers that are packed in one go; such rows in one piece of work

/// Calls work(offset of the first number, columns, rows) for whole rows, several at a time, and for what remains.
template <class Work> void forRows(std::int64_t count, Work work)
{
    at::parallel_for(0, count / kRow, kGrain,
                     [&](std::int64_t first, std::int64_t last) { work(first * kRow, kRow, last - first); });
    if (const std::int64_t rest = count % kRow; rest > 0)
        work(count - rest, rest, 1);
}

std::int64_t bytesOf(std::int64_t count) { return kernels::wordsOf(count) * 8; }

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
    const at::Tensor given = spikes.detach();
    const bool onCpu = given.device().is_cpu();
    const at::Tensor x = (onCpu ? given.to(at::kFloat) : given).contiguous();
    const std::int64_t count = x.numel(), bytes = bytesOf(count);
    const at::Tensor bits = at::empty({bytes}, x.options().dtype(at::kByte));
    // A double next to 1 would become 1 as a float.
    bool binary = !onCpu || given.scalar_type() != at::kDouble || (given.eq(0) | given.eq(1)).all().item<bool>();
    if (onCpu) {
        std::atomic<bool> all{true};
        auto* const words = reinterpret_cast<std::uint64_t*>(bits.data_ptr<std::uint8_t>());
        forRows(count, [&](std::int64_t offset, std::int64_t columns, std::int64_t rows) {
            if (kernels::packSpikes(x.data_ptr<float>() + offset, columns, 0, rows, words + offset / 64) < 0)
                all = false;
        });
        binary &= all;
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
    TORCH_CHECK(bits.numel() == bytesOf(count), "The bits do not belong to this shape.");
    if (x.device().is_cpu()) {
        const at::Tensor reals = x.scalar_type() == at::kFloat ? x : at::empty(sizes, options.dtype(at::kFloat));
        const auto* const words = reinterpret_cast<const std::uint64_t*>(bits.data_ptr<std::uint8_t>());
        forRows(count, [&](std::int64_t offset, std::int64_t columns, std::int64_t rows) {
            kernels::unpackSpikes(words + offset / 64, columns, 0, rows, reals.data_ptr<float>() + offset);
        });
        return reals.is_same(x) ? x : x.copy_(reals);
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
