// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/block_part.h"
#include "core/engine/builders/builder_list.h"

#include "core/engine/builders/neurons/kernel_params.h"
#include "core/engine/builders/neurons/smooth_neuron.h"
#include "core/engine/precision.h"
#include "core/engine/stateful_module.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"

namespace spw::engine {

namespace {

/// Any charge-fire-reset neuron of kernels/dynamics/neuron_list.h: all steps in one fused pass.
class FusedNeuron final : public StatefulModule, public BlockPart {
public:
    explicit FusedNeuron(const PlannedNode& node) : StatefulModule(node, {"v"})
    {
        m_config.neuron = node.spec->id;
        configure();
        for (const kernels::LearnableSpec& learnable : ops::learnableSpecs(m_config.neuron, m_config.params)) {
            m_learnableNames.push_back(learnable.name);
            m_learnables.push_back(at::full({1}, learnable.initial, at::kFloat).set_requires_grad(true));
        }
    }

    Tensors forward(const Tensors& inputs) override
    {
        if (!sendsSpikes())
            return {sendPrimitive(inputs.at(0))};
        m_config.storeV = keepsStates() || values().flag("store_v_seq");
        ops::NeuronOutput out = ops::runNeuron(inputs.at(0), m_state, m_learnables, m_config);
        m_state = std::move(out.state);
        m_stateSeq = {keepsStates() ? inFullPrecision(out.vSeq) : at::Tensor()};
        return {out.spikes};
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
            moveLeaf(learnable, device);
    }

    Kind kind() const override { return Kind::Neuron; }
    bool takesHalf() const override { return sendsSpikes(); }

    /// A block starts from the reset state and shows no membrane.
    bool addTo(ops::BlockConfig& config) const override
    {
        if (!m_state.empty() || keepsStates() || !m_learnables.empty() || !sendsSpikes())
            return false;
        config.neuron = m_config;
        config.neuron.storeV = false;
        return true;
    }

    void took(const ops::BlockOutput& output) override { m_state = output.state; }

protected:
    bool applyParam(const std::string&) override
    {
        configure();
        return true;
    }

private:
    bool sendsSpikes() const { return !values().has("spiking") || values().flag("spiking"); }

    at::Tensor sendPrimitive(const at::Tensor& x)
    {
        SmoothOutput out = runSmooth(m_config, x, m_state.empty() ? at::Tensor() : m_state[0],
                                     m_learnables.empty() ? at::Tensor() : m_learnables[0]);
        m_state = {out.v};
        m_stateSeq = {keepsStates() ? out.vSeq : at::Tensor()};
        return out.y;
    }

    void configure()
    {
        m_config.params = kernelParams(values());
        const SurrogateSetting surrogate = surrogateSetting(values());
        m_config.surrogate = surrogate.id;
        m_config.surrogateParams = surrogate.params;
        m_config.detachReset = values().flag("detach_reset");
    }

    ops::NeuronConfig m_config;
    std::vector<std::string> m_learnableNames;
    std::vector<at::Tensor> m_learnables;
};

} // namespace

std::unique_ptr<NodeModule> buildFusedNeuron(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<FusedNeuron>(node);
}

} // namespace spw::engine
