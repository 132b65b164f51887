// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/builders/neurons/cuba_lif.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/exchange_ops.h"

namespace spw::engine {

namespace {

/// Channels of the current: those of the filters, else of the input.
std::int64_t currentChannels(const PlannedNode& node)
{
    if (node.values.text("synapse") == "conv2d")
        return node.values.integer("out_channels");
    return node.inputs.at(0).info->features.at(0).value();
}

class CubaBlock final : public CubaLif {
public:
    CubaBlock(const PlannedNode& node, BuildContext& context)
        : CubaLif(node, currentChannels(node)), m_synapse(values().text("synapse")),
          m_kernel(values().pair("kernel_size")), m_stride(values().pair("stride")),
          m_padding(values().pair("padding")), m_dilation(values().pair("dilation")),
          m_groups(values().integer("groups"))
    {
        const std::int64_t in = node.inputs.at(0).info->features.at(0).value();
        if (m_synapse == "linear") {
            m_weight = initialWeights({values().integer("out_features"), in}, in, false, context.init).weight;
        } else if (m_synapse == "conv2d") {
            const std::int64_t perGroup = in / m_groups;
            m_weight = initialWeights({values().integer("out_channels"), perGroup, m_kernel[0], m_kernel[1]},
                                      perGroup * m_kernel[0] * m_kernel[1], false, context.init)
                           .weight;
        }
        if (m_weight.defined())
            learns("synapse.weight", m_weight);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const at::Tensor current = conducted(x.flatten(0, 1));
        std::vector<std::int64_t> sizes{x.size(0), x.size(1)};
        sizes.insert(sizes.end(), current.sizes().begin() + 1, current.sizes().end());
        return {fireAll(current.view(sizes))};
    }

private:
    at::Tensor conducted(const at::Tensor& x) const
    {
        if (m_synapse == "sum_pool2d") {
            if (m_dilation == std::vector<std::int64_t>{1, 1})
                return at::avg_pool2d(x, m_kernel, m_stride, m_padding, false, true, 1);   // divisor 1: a sum
            const at::Tensor ones = at::ones({x.size(1), 1, m_kernel[0], m_kernel[1]}, x.options());
            return at::conv2d(x, ones, {}, m_stride, m_padding, m_dilation, x.size(1));
        }
        const at::Tensor weight = ops::quantize8b(m_weight, values().real("scale"));
        if (m_synapse == "linear")
            return at::linear(x, weight);
        return at::conv2d(x, weight, {}, m_stride, m_padding, m_dilation, m_groups);
    }

    std::string m_synapse;
    std::vector<std::int64_t> m_kernel, m_stride, m_padding, m_dilation;
    std::int64_t m_groups;
    at::Tensor m_weight;
};

} // namespace

std::unique_ptr<NodeModule> buildCubaBlock(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<CubaBlock>(node, context);
}

} // namespace spw::engine
