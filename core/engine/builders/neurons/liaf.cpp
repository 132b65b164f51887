// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/neurons/own_neuron.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine {

namespace {

/// A fused neuron whose activation is a choice: the kernels know it by its place in the list.
class Liaf final : public OwnNeuron {
public:
    explicit Liaf(const PlannedNode& node) : OwnNeuron(node)
    {
        const std::vector<Choice>& choices = node.spec->param("act")->choices;
        const auto found = std::find_if(choices.begin(), choices.end(),
                                        [&](const Choice& choice) { return choice.id == values().text("act"); });
        m_act = double(found - choices.begin());
        remembers("v", m_v);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const ops::SequenceConfig config = fusedConfig("neuron.liaf", {{"act", m_act}});
        const std::vector<at::Tensor> state = m_v.defined() ? std::vector{m_v} : std::vector<at::Tensor>();
        const ops::SequenceOutput out = ops::runSequence(inputs, state, {}, config);
        m_v = out.state.at(0);
        if (config.keepStates)
            show("v", out.stateSeq.at(0));
        return out.outputs;
    }

protected:
    bool applyParam(const std::string&) override { return true; }   // numbers are read at every call

private:
    double m_act = 0;
    at::Tensor m_v;
};

} // namespace

std::unique_ptr<NodeModule> buildLiaf(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Liaf>(node);
}

} // namespace spw::engine
