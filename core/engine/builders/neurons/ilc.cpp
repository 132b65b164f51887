// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/init.h"
#include "core/engine/builders/neurons/own_neuron.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// Populations whose neurons hear each other's last spikes: one step at a time, each of them fused.
class PopulationNeuron final : public OwnNeuron {
public:
    /// @param fixed  decays that the node has no parameter for: the current-based LIF serves all three.
    PopulationNeuron(const PlannedNode& node, BuildContext& context, kernels::NamedValues fixed)
        : OwnNeuron(node), m_fixed(std::move(fixed)), m_populations(values().integer("act_dim")),
          m_each(values().integer("dec_pop_dim"))
    {
        if (m_each == 0)   // the planner found that the inputs can be shared out
            m_each = node.inputs.at(0).info->features.at(0).value() / m_populations;
        m_connection = initialWeights({m_populations * m_each, 1, m_each}, m_each, true, context.init);
        learns("conn.weight", m_connection.weight);
        learns("conn.bias", m_connection.bias);
        remembers("v", m_v);
        remembers("c", m_c);
        remembers("s", m_spike);
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const ops::SequenceConfig config = fusedConfig("neuron.clif", m_fixed);
        // Every neuron of a population weighs the population's spikes: [population, hears, hears from].
        const at::Tensor weight = m_connection.weight.view({m_populations, m_each, m_each});
        std::vector<at::Tensor> spikes, voltages, currents;
        for (std::int64_t t = 0; t < x.size(0); ++t) {
            at::Tensor current = x.select(0, t);
            if (m_spike.defined()) {
                const at::Tensor groups = m_spike.reshape({-1, m_populations, m_each}).transpose(0, 1);
                const at::Tensor heard = at::bmm(groups, weight.transpose(1, 2)).transpose(0, 1);
                current = current + (heard.reshape(current.sizes()) + m_connection.bias);
            }
            std::vector<at::Tensor> state;
            if (m_v.defined())
                state = {m_v, m_c};
            const ops::SequenceOutput out = ops::runSequence({current.unsqueeze(0)}, state, {}, config);
            m_v = out.state.at(0);
            m_c = out.state.at(1);
            m_spike = out.outputs.at(0).squeeze(0);
            spikes.push_back(m_spike);
            if (config.keepStates) {
                voltages.push_back(m_v);
                currents.push_back(m_c);
            }
        }
        if (config.keepStates) {
            show("v", stacked(voltages, x));
            show("c", stacked(currents, x));
        }
        return {stacked(spikes, x)};
    }

protected:
    bool applyParam(const std::string&) override { return true; }

private:
    kernels::NamedValues m_fixed;
    std::int64_t m_populations, m_each;
    SynapseWeights m_connection;
    at::Tensor m_v, m_c, m_spike;
};

} // namespace

std::unique_ptr<NodeModule> buildIlcIf(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<PopulationNeuron>(node, context, kernels::NamedValues{{"c_decay", 0.0}, {"v_decay", 1.0}});
}

std::unique_ptr<NodeModule> buildIlcLif(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<PopulationNeuron>(node, context, kernels::NamedValues{{"c_decay", 0.0}});
}

std::unique_ptr<NodeModule> buildIlcClif(const PlannedNode& node, BuildContext& context)
{
    return std::make_unique<PopulationNeuron>(node, context, kernels::NamedValues{});
}

} // namespace spw::engine
