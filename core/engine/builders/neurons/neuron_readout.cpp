// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/neurons/own_neuron.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// The integrator is fused; what is decoded is gathered over calls until the next reset.
class NeuronReadout final : public OwnNeuron {
public:
    explicit NeuronReadout(const PlannedNode& node) : OwnNeuron(node), m_decode(values().text("decode"))
    {
        remembers("v", m_v);
        remembers("largest", m_largest);
        remembers("smallest", m_smallest);
        remembers("sum", m_sum);
    }

    Tensors forward(const Tensors& inputs) override
    {
        if (inputs.at(0).size(0) == 0)
            throw Error("There is no step to read the membrane of.", name(), "Give the network at least one step.");
        const ops::SequenceConfig config = fusedConfig("part.leaky_readout");
        const std::vector<at::Tensor> state = m_v.defined() ? std::vector{m_v} : std::vector<at::Tensor>();
        const ops::SequenceOutput out = ops::runSequence(inputs, state, {}, config);
        const at::Tensor& membrane = out.outputs.at(0);
        m_v = out.state.at(0);
        advance(membrane.size(0));
        if (config.keepStates)
            show("v", membrane);
        return {decoded(membrane), membrane};
    }

    Tensors step(const Tensors& inputs) override
    {
        // The answer has no time axis to take off.
        Tensors outputs = forward({inputs.at(0).unsqueeze(0)});
        outputs.at(1) = outputs.at(1).squeeze(0);
        if (keepsStates())
            show("v", outputs.at(1));
        return outputs;
    }

private:
    at::Tensor decoded(const at::Tensor& membrane)
    {
        if (m_decode == "last-mem")
            return membrane.select(0, -1);
        if (m_decode == "mean-mem") {
            const at::Tensor sum = membrane.sum(0);
            m_sum = m_sum.defined() ? m_sum + sum : sum;
            return m_sum / double(time());
        }
        // The first of equal values is taken, and gets the whole gradient.
        const at::Tensor largest = std::get<0>(at::max(membrane, 0));
        m_largest = m_largest.defined() ? at::where(m_largest.ge(largest), m_largest, largest) : largest;
        if (m_decode == "max-mem")
            return m_largest;
        const at::Tensor smallest = std::get<0>(at::min(membrane, 0));
        m_smallest = m_smallest.defined() ? at::where(m_smallest.le(smallest), m_smallest, smallest) : smallest;
        return at::where(m_largest.abs().gt(m_smallest.abs()), m_largest, m_smallest);
    }

    std::string m_decode;
    at::Tensor m_v, m_largest, m_smallest, m_sum;
};

} // namespace

std::unique_ptr<NodeModule> buildNeuronReadout(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<NeuronReadout>(node);
}

} // namespace spw::engine
