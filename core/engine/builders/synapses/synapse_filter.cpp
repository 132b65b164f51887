// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/stateful_module.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/sequence_ops.h"

#include <cmath>

namespace spw::engine {

namespace {

/// The current of a synapse, all steps in one fused pass; alone, or with a linear layer behind it.
class SynapseFilter final : public StatefulModule {
public:
    SynapseFilter(const PlannedNode& node, bool linear, BuildContext& context) : StatefulModule(node, {"i"})
    {
        m_config.neuron = "synapse.synapse_filter";
        m_config.params = {{"tau", node.values.real("tau")}};
        if (node.values.flag("learnable"))
            m_w = at::full({}, -std::log(node.values.real("tau") - 1.0), at::kFloat).set_requires_grad(true);
        if (linear) {
            const std::int64_t in = node.inputs.at(0).info->features.back().value();
            m_linear = initialWeights({node.values.integer("out_features"), in}, in, node.values.flag("bias"), context.init);
        }
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const at::Tensor decay = m_w.defined() ? at::sigmoid(m_w).view({1})
                                               : at::full({1}, 1.0 / m_config.params.at("tau"), x.options());
        ops::SequenceOutput out = ops::runSequence({x}, m_state, {decay}, m_config);
        m_state = std::move(out.state);
        const at::Tensor& current = out.outputs.at(0);
        m_stateSeq = {keepsStates() ? current.detach() : at::Tensor()};
        return {m_linear.weight.defined() ? at::linear(current, m_linear.weight, m_linear.bias) : current};
    }

    std::vector<NamedTensor> parameters() const override
    {
        std::vector<NamedTensor> list;
        if (m_linear.weight.defined())
            list.push_back({"weight", m_linear.weight});
        if (m_linear.bias.defined())
            list.push_back({"bias", m_linear.bias});
        if (m_w.defined())
            list.push_back({"w", m_w});
        return list;
    }

    void toDevice(c10::Device device) override
    {
        for (at::Tensor* leaf : {&m_w, &m_linear.weight, &m_linear.bias})
            moveLeaf(*leaf, device);
    }

private:
    ops::SequenceConfig m_config;
    SynapseWeights m_linear;   // undefined without the linear layer
    at::Tensor m_w;
};

} // namespace

std::unique_ptr<NodeModule> buildSynapseFilter(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SynapseFilter>(node, false, context);
}

std::unique_ptr<NodeModule> buildStatefulLinear(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<SynapseFilter>(node, true, context);
}

} // namespace spw::engine
