// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/to_device.h"
#include "kernels/torch/sparse_ops.h"

#include <ATen/ATen.h>

namespace spw::engine {

namespace {

class Conv2d final : public StatelessModule {
public:
    Conv2d(const PlannedNode& node, BuildContext& context)
        : StatelessModule(node), m_stride(node.values.pair("stride")), m_padding(node.values.pair("padding")),
          m_dilation(node.values.pair("dilation")), m_groups(node.values.integer("groups"))
    {
        // The planner found the channels and checked them against in_channels and groups.
        const std::int64_t in = node.inputs.at(0).info->features.at(0).value();
        const std::vector<std::int64_t> kernel = node.values.pair("kernel_size");
        const std::int64_t perGroup = in / m_groups;
        m_weights = initialWeights({node.values.integer("out_channels"), perGroup, kernel[0], kernel[1]},
                                   perGroup * kernel[0] * kernel[1], node.values.flag("bias"), context.init);
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
        return ops::adaptiveConv2d(x, m_weights.weight, m_weights.bias,
                                   {{m_stride[0], m_stride[1]}, {m_padding[0], m_padding[1]}, {m_dilation[0], m_dilation[1]}},
                                   m_groups, m_packed);
    }

private:
    std::vector<std::int64_t> m_stride, m_padding, m_dilation;
    std::int64_t m_groups;
    ops::PackedWeights m_packed;
    SynapseWeights m_weights;
};

} // namespace

std::unique_ptr<NodeModule> buildConv2d(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<Conv2d>(node, context);
}

} // namespace spw::engine
