// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// Weights without bias, scaled when they are made and rounded, if wanted, at each use.
class SlayerWeights : public StatelessModule {
public:
    using StatelessModule::StatelessModule;

    std::vector<NamedTensor> parameters() const override { return {{"weight", m_weight}}; }
    void toDevice(c10::Device device) override { moveLeaf(m_weight, device); }

protected:
    void makeWeight(at::IntArrayRef shape, std::int64_t fanIn, BuildContext& context)
    {
        m_weight = initialWeights(shape, fanIn, false, context.init)
                       .weight.detach()
                       .mul(values().real("weightScale"))
                       .set_requires_grad(true);
    }

    at::Tensor weight() const
    {
        if (values().text("preHookFx") == "none")
            return m_weight;
        const double step = values().real("quantize_step");
        return m_weight + ((m_weight / step).round() * step - m_weight).detach();   // the gradient passes through
    }

private:
    at::Tensor m_weight;
};

class SlayerDense final : public SlayerWeights {
public:
    SlayerDense(const PlannedNode& node, BuildContext& context) : SlayerWeights(node)
    {
        std::int64_t in = 1;
        for (const Dim& dim : node.inputs.at(0).info->features)
            in *= dim.value();
        makeWeight({node.values.integer("outFeatures"), in}, in, context);
    }

protected:
    at::Tensor apply(const at::Tensor& x) override { return at::linear(x.flatten(1), weight()); }
};

class SlayerConv final : public SlayerWeights {
public:
    SlayerConv(const PlannedNode& node, BuildContext& context, bool transposed)
        : SlayerWeights(node), m_stride(node.values.pair("stride")), m_padding(node.values.pair("padding")),
          m_dilation(node.values.pair("dilation")), m_groups(node.values.integer("groups")), m_transposed(transposed)
    {
        const std::int64_t in = node.inputs.at(0).info->features.at(0).value();
        const std::int64_t out = node.values.integer("outChannels");
        const std::vector<std::int64_t> kernel = node.values.pair("kernelSize");
        // PyTorch takes the second axis of the weight for the fan-in, also where it counts outputs.
        const std::int64_t first = transposed ? in : out, second = (transposed ? out : in) / m_groups;
        makeWeight({first, second, kernel[0], kernel[1]}, second * kernel[0] * kernel[1], context);
    }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        if (m_transposed)
            return at::conv_transpose2d(x, weight(), {}, m_stride, m_padding, 0, m_groups, m_dilation);
        return at::conv2d(x.contiguous(at::MemoryFormat::ChannelsLast), weight(), {}, m_stride, m_padding, m_dilation,
                          m_groups);
    }

private:
    std::vector<std::int64_t> m_stride, m_padding, m_dilation;
    std::int64_t m_groups;
    bool m_transposed;
};

/// Sums with a weight of 1.1 theta, or their transpose: a convolution of each channel with a constant window.
class SlayerPool final : public StatelessModule {
public:
    SlayerPool(const PlannedNode& node, bool transposed)
        : StatelessModule(node), m_kernel(node.values.pair("kernelSize")), m_stride(node.values.pair("stride")),
          m_padding(node.values.pair("padding")), m_dilation(node.values.pair("dilation")), m_transposed(transposed)
    {
        for (std::size_t axis = 0; axis < 2; ++axis)
            if (m_stride[axis] == 0)
                m_stride[axis] = m_kernel[axis];
    }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        const std::int64_t channels = x.size(1);
        const at::Tensor window = at::full({1, 1, m_kernel[0], m_kernel[1]}, 1.1 * values().real("theta"), x.options());
        const at::Tensor each = window.expand({channels, 1, m_kernel[0], m_kernel[1]});
        if (m_transposed)
            return at::conv_transpose2d(x, each, {}, m_stride, m_padding, 0, channels, m_dilation);
        const std::int64_t below = missing(x.size(2), m_kernel[0]), right = missing(x.size(3), m_kernel[1]);
        const at::Tensor whole = below + right > 0 ? at::constant_pad_nd(x, {0, right, 0, below}) : x;
        const bool plain = m_dilation[0] == 1 && m_dilation[1] == 1 && 2 * m_padding[0] <= m_kernel[0] &&
                           2 * m_padding[1] <= m_kernel[1];
        if (plain)   // a mean divided by 1 is the sum, and faster than a convolution
            return at::avg_pool2d(whole, m_kernel, m_stride, m_padding, false, true, 1) * (1.1 * values().real("theta"));
        return at::conv2d(whole, each, {}, m_stride, m_padding, m_dilation, channels);
    }

private:
    static std::int64_t missing(std::int64_t size, std::int64_t kernel) { return (kernel - size % kernel) % kernel; }

    std::vector<std::int64_t> m_kernel, m_stride, m_padding, m_dilation;
    bool m_transposed;
};

} // namespace

std::unique_ptr<NodeModule> buildSlayerDense(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SlayerDense>(node, context);
}

std::unique_ptr<NodeModule> buildSlayerConv(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SlayerConv>(node, context, false);
}

std::unique_ptr<NodeModule> buildSlayerConvTranspose(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SlayerConv>(node, context, true);
}

std::unique_ptr<NodeModule> buildSlayerPool(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SlayerPool>(node, false);
}

std::unique_ptr<NodeModule> buildSlayerUnpool(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SlayerPool>(node, true);
}

} // namespace spw::engine
