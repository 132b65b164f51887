// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/neurons/cuba_lif.h"

#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/exchange_ops.h"

namespace spw::engine {

CubaLif::CubaLif(const PlannedNode& node, std::int64_t channels)
    : OwnNeuron(node), m_normalises(values().text("norm") != "none")
{
    const bool learned = values().flag("requires_grad");
    const auto decay = [&](const char* name, at::Tensor& tensor) {
        tensor = at::full({}, 4096.0 * values().real(name), at::kFloat).set_requires_grad(learned);
        learned ? learns(name, tensor) : keeps(name, tensor);
    };
    decay("current_decay", m_currentDecay);
    decay("voltage_decay", m_voltageDecay);
    if (m_normalises) {
        m_normMean = at::zeros({channels}, at::kFloat);
        m_normVar = at::zeros({1}, at::kFloat);
        keeps("norm.running_mean", m_normMean);
        keeps("norm.running_var", m_normVar);
    }
    remembers("v", m_v);
    remembers("i", m_i);
}

at::Tensor CubaLif::fireAll(const at::Tensor& x)
{
    if (m_currentDecay.requires_grad()) {
        const at::NoGradGuard noGrad;   // decays stay between nothing and all
        m_currentDecay.clamp_(0, 4096);
        m_voltageDecay.clamp_(0, 4096);
    }
    if (m_normalises)
        return fireNormalised(x);
    const ops::SequenceConfig config = fusedConfig("neuron.cuba_lif");
    std::vector<at::Tensor> state;
    if (m_v.defined())
        state = {m_v, m_i};
    const ops::SequenceOutput out = ops::runSequence({x}, state, {m_currentDecay, m_voltageDecay}, config);
    m_v = out.state.at(0);
    m_i = out.state.at(1);
    if (config.keepStates) {
        show("v", out.stateSeq.at(0));
        show("i", out.stateSeq.at(1));
    }
    return out.outputs.at(0);
}

at::Tensor CubaLif::fireNormalised(const at::Tensor& x)
{
    // The norm looks at the whole batch between the two leaks, so the steps follow one another.
    const double scale = values().real("scale");
    const ops::ExchangeNorm norm{.meanScale = scale};
    ops::SequenceConfig leak = fusedConfig("part.cuba_leak"), fire = fusedConfig("neuron.cuba_lif");
    leak.keepStates = fire.keepStates = false;
    const at::Tensor wholeLoss = at::full({}, 4096.0, x.options());
    std::vector<at::Tensor> spikes, voltages, currents;
    for (std::int64_t t = 0; t < x.size(0); ++t) {
        const auto given = [](const at::Tensor& state) {
            return state.defined() ? std::vector{state} : std::vector<at::Tensor>();
        };
        const at::Tensor current =
            ops::runSequence({x.narrow(0, t, 1)}, given(m_i), {m_currentDecay}, leak).state.at(0);
        m_i = ops::exchangeNorm(current, m_normMean, m_normVar, norm, training());
        std::vector<at::Tensor> state;
        if (m_v.defined())
            state = {m_v, at::zeros_like(m_v)};
        // A current that forgets all of its past is its input.
        const ops::SequenceOutput out =
            ops::runSequence({m_i.unsqueeze(0)}, state, {wholeLoss, m_voltageDecay}, fire);
        m_v = out.state.at(0);
        spikes.push_back(out.outputs.at(0).squeeze(0));
        voltages.push_back(m_v);
        currents.push_back(m_i);
    }
    if (keepsStates() || values().flag("store_v_seq")) {
        show("v", stacked(voltages, x));
        show("i", stacked(currents, x));
    }
    return stacked(spikes, x);
}

std::unique_ptr<NodeModule> buildCubaLif(const PlannedNode& node, BuildContext&)
{
    std::int64_t channels = 0;
    if (node.values.text("norm") != "none")
        channels = node.inputs.at(0).info->features.at(0).value();
    return std::make_unique<CubaLif>(node, channels);
}

} // namespace spw::engine
