// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/to_device.h"
#include "kernels/torch/sparse_ops.h"

#include <ATen/ATen.h>

namespace spw::engine {

namespace {

class Linear final : public StatelessModule {
public:
    Linear(const PlannedNode& node, BuildContext& context) : StatelessModule(node)
    {
        const std::int64_t in = node.inputs.at(0).info->features.back().value();
        m_weights = initialWeights({node.values.integer("out_features"), in}, in, node.values.flag("bias"),
                                   context.init);
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
        // Looks at the numbers: pooling and flattening hand spikes on as plain sequences.
        return ops::adaptiveLinear(x, m_weights.weight, m_weights.bias, m_packed);
    }

private:
    ops::PackedWeights m_packed;
    SynapseWeights m_weights;
};

} // namespace

std::unique_ptr<NodeModule> buildLinear(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<Linear>(node, context);
}

} // namespace spw::engine
