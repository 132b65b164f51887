// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"

#include "core/base/error.h"
#include "core/engine/builders/neurons/kernel_params.h"
#include "core/engine/builders/neurons/smooth_neuron.h"
#include "core/engine/stateful_module.h"
#include "core/engine/to_device.h"
#include "kernels/sequence_kernels.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/sequence_ops.h"

namespace spw::engine {

namespace {

/// Shape of a learnable value: one number, or with `shared_param` off one for each channel (or feature).
std::vector<std::int64_t> learnableShape(const PlannedNode& node)
{
    if (!node.values.has("shared_param") || node.values.flag("shared_param"))
        return {1};
    if (node.inputs.empty() || !node.inputs[0].info || node.inputs[0].info->features.empty() ||
        !node.inputs[0].info->features[0])
        throw Error("One value for each channel needs a known number of channels.", node.name,
                    "Switch shared_param on, or fix the shapes before this node.");
    std::vector<std::int64_t> shape(node.inputs[0].info->features.size(), 1);
    shape[0] = *node.inputs[0].info->features[0];
    return shape;
}

/// Any neuron of kernels/dynamics/sequence_list.h: all steps in one fused pass.
class SequenceNeuron final : public StatefulModule {
public:
    explicit SequenceNeuron(const PlannedNode& node) : StatefulModule(node, node.spec->states)
    {
        m_config.neuron = node.spec->id;
        configure();
        const bool learns = !values().has("requires_grad") || values().flag("requires_grad");
        for (const kernels::LearnableSpec& learnable : kernels::sequenceLearnables(m_config.neuron, m_config.params)) {
            m_learnableNames.push_back(learnable.name);
            m_learnables.push_back(
                at::full(learnableShape(node), learnable.initial, at::kFloat).set_requires_grad(learns));
        }
    }

    Tensors forward(const Tensors& inputs) override
    {
        m_config.keepStates = keepsStates() || (values().has("store_v_seq") && values().flag("store_v_seq"));
        const bool smooth = values().has("spiking") && !values().flag("spiking");
        ops::SequenceOutput out = smooth ? runSmoothSequence(m_config, inputs.at(0), m_state, m_learnables)
                                         : ops::runSequence(inputs, m_state, m_learnables, m_config);
        m_state = std::move(out.state);
        m_stateSeq = std::move(out.stateSeq);
        return out.outputs;
    }

    std::vector<NamedTensor> parameters() const override
    {
        std::vector<NamedTensor> list;
        for (std::size_t i = 0; i < m_learnables.size(); ++i)
            list.push_back({m_learnableNames[i], m_learnables[i]});
        return list;
    }

    void toDevice(c10::Device device) override
    {
        for (at::Tensor& learnable : m_learnables)
            learnable.requires_grad() ? moveLeaf(learnable, device) : moveTensor(learnable, device);
    }

protected:
    bool applyParam(const std::string&) override
    {
        configure();
        return true;
    }

private:
    void configure()
    {
        m_config.params = kernelParams(values());
        const SurrogateSetting surrogate = surrogateSetting(values());
        m_config.surrogate = surrogate.id;
        m_config.surrogateParams = surrogate.params;
    }

    ops::SequenceConfig m_config;
    std::vector<std::string> m_learnableNames;
    std::vector<at::Tensor> m_learnables;
};

} // namespace

std::unique_ptr<NodeModule> buildSequenceNeuron(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<SequenceNeuron>(node);
}

} // namespace spw::engine
