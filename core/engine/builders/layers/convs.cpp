// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/synapse_weight.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/bit_packing.h"
#include "kernels/torch/sparse_ops.h"

namespace spw::engine {

namespace {

std::int64_t channelsIn(const PlannedNode& node) { return node.inputs.at(0).info->features.at(0).value(); }

/// Convolutions of one to three dimensions.
class Conv final : public StatelessModule {
public:
    Conv(const PlannedNode& node, std::size_t dims, bool spikes, BuildContext& context)
        : StatelessModule(node), m_stride(node.values.list("stride", dims)), m_padding(node.values.list("padding", dims)),
          m_dilation(node.values.list("dilation", dims)), m_groups(node.values.integer("groups")), m_spikes(spikes),
          m_weight(node, shapeOf(node, dims), node.values.flag("bias"), context)
    {
        const std::string mode = node.values.has("padding_mode") ? node.values.text("padding_mode") : "zeros";
        if (mode == "zeros")
            return;
        m_border = mode;
        for (std::size_t i = dims; i-- > 0;)   // from the last axis, both sides
            m_borders.insert(m_borders.end(), 2, m_padding[i]);
        m_padding.assign(dims, 0);
    }

    std::vector<NamedTensor> parameters() const override { return m_weight.parameters(); }
    std::vector<NamedTensor> buffers() const override { return m_weight.buffers(); }
    void toDevice(c10::Device device) override { m_weight.toDevice(device); }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        const at::Tensor padded = m_border.empty() ? x : at::pad(x, m_borders, m_border);
        const at::Tensor weight = m_weight.weight();
        if (m_spikes)
            return ops::spikeConvolution(padded, weight, m_weight.bias(), m_stride, m_padding, m_dilation, m_groups);
        switch (m_stride.size()) {
        case 1: return at::conv1d(padded, weight, m_weight.bias(), m_stride, m_padding, m_dilation, m_groups);
        case 2:
            // Channels-last is what the neurons and oneDNN like best (1.25 times faster), and it stays so downstream.
            return ops::adaptiveConv2d(padded, weight, m_weight.bias(), {{m_stride[0], m_stride[1]}, {m_padding[0], m_padding[1]},
                                        {m_dilation[0], m_dilation[1]}}, m_groups, m_packed);
        default: return at::conv3d(padded, weight, m_weight.bias(), m_stride, m_padding, m_dilation, m_groups);
        }
    }

private:
    /// The planner found the channels and checked them against in_channels and groups.
    static std::vector<std::int64_t> shapeOf(const PlannedNode& node, std::size_t dims)
    {
        std::vector<std::int64_t> shape = node.values.list("kernel_size", dims);
        shape.insert(shape.begin(), {node.values.integer("out_channels"), channelsIn(node) / node.values.integer("groups")});
        return shape;
    }

    std::vector<std::int64_t> m_stride, m_padding, m_dilation, m_borders;
    std::int64_t m_groups;
    bool m_spikes;
    ops::PackedWeights m_packed;
    std::string m_border;   // empty: zeros, which the convolution adds itself
    SynapseWeight m_weight;
};

class ConvTranspose final : public StatelessModule {
public:
    ConvTranspose(const PlannedNode& node, std::size_t dims, BuildContext& context)
        : StatelessModule(node), m_stride(node.values.list("stride", dims)), m_padding(node.values.list("padding", dims)),
          m_extra(node.values.list("output_padding", dims)), m_dilation(node.values.list("dilation", dims)),
          m_groups(node.values.integer("groups"))
    {
        const std::int64_t out = node.values.integer("out_channels");
        std::vector<std::int64_t> shape = node.values.list("kernel_size", dims);
        std::int64_t fanIn = out / m_groups;   // as PyTorch counts it: from the second axis of the weight
        for (const std::int64_t side : shape)
            fanIn *= side;
        shape.insert(shape.begin(), {channelsIn(node), out / m_groups});
        m_weights = initialWeights(shape, fanIn, false, context.init);
        if (node.values.flag("bias")) {
            const double bound = 1.0 / std::sqrt(double(fanIn));
            m_weights.bias = at::empty({out}, at::kFloat).uniform_(-bound, bound, context.init).set_requires_grad(true);
        }
    }

    std::vector<NamedTensor> parameters() const override
    {
        std::vector<NamedTensor> list{{"weight", m_weights.weight}};
        if (m_weights.bias.defined())
            list.push_back({"bias", m_weights.bias});
        return list;
    }

    void toDevice(c10::Device device) override
    {
        moveLeaf(m_weights.weight, device);
        moveLeaf(m_weights.bias, device);
    }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        return at::convolution(x, m_weights.weight, m_weights.bias, m_stride, m_padding, m_dilation, true, m_extra, m_groups);
    }

private:
    std::vector<std::int64_t> m_stride, m_padding, m_extra, m_dilation;
    std::int64_t m_groups;
    SynapseWeights m_weights;
};

} // namespace

#define SPW_CONV_BUILDERS(n)                                                                                            \
    std::unique_ptr<NodeModule> buildConv##n##d(const PlannedNode& node, BuildContext& context)                         \
    {                                                                                                                   \
        return std::make_unique<Conv>(node, n, false, context);                                                         \
    }                                                                                                                   \
    std::unique_ptr<NodeModule> buildSpikeConv##n##d(const PlannedNode& node, BuildContext& context)                    \
    {                                                                                                                   \
        return std::make_unique<Conv>(node, n, true, context);                                                          \
    }                                                                                                                   \
    std::unique_ptr<NodeModule> buildConvTranspose##n##d(const PlannedNode& node, BuildContext& context)                \
    {                                                                                                                   \
        return std::make_unique<ConvTranspose>(node, n, context);                                                       \
    }
SPW_CONV_BUILDERS(1)
SPW_CONV_BUILDERS(2)
SPW_CONV_BUILDERS(3)
#undef SPW_CONV_BUILDERS

} // namespace spw::engine
