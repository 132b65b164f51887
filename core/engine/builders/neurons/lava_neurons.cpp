// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/neurons/lava_dynamics.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

std::vector<std::int64_t> featuresOf(const PlannedNode& node)
{
    std::vector<std::int64_t> features;
    for (const Dim& dim : node.inputs.at(0).info->features)
        features.push_back(dim.value());
    return features;
}

/// A spiking lava neuron, or the affine readout that never fires.
class LavaNeuron final : public NodeModule {
public:
    LavaNeuron(const PlannedNode& node, BuildContext& context, lava::Family family, bool spiking)
        : NodeModule(node),
          m_dynamics(family, node.values, featuresOf(node), spiking, context.init, node.name)
    {
    }

    Tensors forward(const Tensors& inputs) override
    {
        m_stepped = false;
        return {m_dynamics.run(inputs, training(), keepsStates())};
    }

    Tensors step(const Tensors& inputs) override
    {
        Tensors outputs = NodeModule::step(inputs);
        m_stepped = true;
        return outputs;
    }

    void reset() override { m_dynamics.reset(); }
    void detach() override { m_dynamics.detach(); }
    void reseed(std::uint64_t seed) override { m_dynamics.reseed(seed); }
    std::vector<NamedTensor> saveState() const override { return m_dynamics.saveState(); }
    void restoreState(const std::vector<NamedTensor>& state) override { m_dynamics.restoreState(state); }
    std::vector<NamedTensor> parameters() const override { return m_dynamics.parameters(); }
    std::vector<NamedTensor> buffers() const override { return m_dynamics.buffers(); }
    void toDevice(c10::Device device) override { m_dynamics.toDevice(device); }

    at::Tensor stateSequence(const std::string& state) const override
    {
        const at::Tensor sequence = m_dynamics.stateSequence(state);
        return sequence.defined() && m_stepped ? sequence.squeeze(0) : sequence;
    }

private:
    lava::Dynamics m_dynamics;
    bool m_stepped = false;
};

} // namespace

#define SPW_LAVA_NEURON(build, family, spiking)                                               \
    std::unique_ptr<NodeModule> build(const PlannedNode& node, BuildContext& context)         \
    {                                                                                         \
        return std::make_unique<LavaNeuron>(node, context, lava::Family::family, spiking);    \
    }
SPW_LAVA_NEURON(buildLavaCuba, Cuba, true)
SPW_LAVA_NEURON(buildLavaAlif, Alif, true)
SPW_LAVA_NEURON(buildLavaRf, Rf, true)
SPW_LAVA_NEURON(buildLavaRfIz, RfIz, true)
SPW_LAVA_NEURON(buildLavaAdrf, Adrf, true)
SPW_LAVA_NEURON(buildLavaAdrfIz, AdrfIz, true)
SPW_LAVA_NEURON(buildLavaAffine, Cuba, false)
SPW_LAVA_NEURON(buildLavaRfAffine, Rf, false)
#undef SPW_LAVA_NEURON

} // namespace spw::engine
