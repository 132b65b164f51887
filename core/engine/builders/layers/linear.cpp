// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/synapse_weight.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/bit_packing.h"
#include "kernels/torch/sparse_ops.h"

namespace spw::engine {

namespace {

class Linear final : public StatelessModule {
public:
    Linear(const PlannedNode& node, bool spikes, BuildContext& context)
        : StatelessModule(node), m_spikes(spikes),
          m_weight(node, {node.values.integer("out_features"), node.inputs.at(0).info->features.back().value()},
                   node.values.flag("bias"), context)
    {
    }

    std::vector<NamedTensor> parameters() const override { return m_weight.parameters(); }
    std::vector<NamedTensor> buffers() const override { return m_weight.buffers(); }
    void toDevice(c10::Device device) override { m_weight.toDevice(device); }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        if (m_spikes)
            return ops::spikeLinear(x, m_weight.weight(), m_weight.bias());
        // Looks at the numbers: pooling and flattening hand spikes on as plain sequences.
        return ops::adaptiveLinear(x, m_weight.weight(), m_weight.bias(), m_packed);
    }

private:
    bool m_spikes;
    ops::PackedWeights m_packed;
    SynapseWeight m_weight;
};

} // namespace

std::unique_ptr<NodeModule> buildLinear(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<Linear>(node, false, context);
}

std::unique_ptr<NodeModule> buildSpikeLinear(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<Linear>(node, true, context);
}

} // namespace spw::engine
