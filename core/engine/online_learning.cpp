// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/online_learning.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

namespace {

/// Copies: modules go on writing into their own.
std::vector<std::vector<NamedTensor>> statesOf(const Network& network)
{
    std::vector<std::vector<NamedTensor>> all;
    for (const NodeModule* module : network.modules()) {
        std::vector<NamedTensor> state = module->saveState();
        for (NamedTensor& entry : state)
            if (entry.tensor.defined())
                entry.tensor = entry.tensor.detach().clone();
        all.push_back(std::move(state));
    }
    return all;
}

} // namespace

bool OnlineLearning::isChosen(const ParamValues& learner)
{
    return learner.has("method") && (learner.text("method") == "online" || learner.text("method") == "fptt");
}

OnlineLearning::OnlineLearning(Network& network, const Goal& goal, const ParamValues& learner, std::vector<Network::Entry> parameters)
    : m_network(network), m_lossPort(goal.lossPort), m_readoutPort(goal.readoutPort), m_fptt(learner.text("method") == "fptt"),
      m_everyStep(learner.flag("update_every_step")), m_alpha(learner.real("fptt_alpha")), m_parameters(std::move(parameters)),
      m_means(m_parameters.size()), m_last(m_parameters.size())
{
}

OnlineLearning::Look OnlineLearning::look(const PortValues& feeds, std::int64_t t, PortValues& encoded, double share,
                                          const OnlineHooks& hooks, bool again)
{
    std::set<EdgeEnd> keep{m_lossPort, m_readoutPort};
    if (!again)
        keep.insert(hooks.ports.begin(), hooks.ports.end());
    const PortValues values = m_network.onlineStep(feeds, t, keep, encoded);
    const at::Tensor& loss = values.at(m_lossPort);
    const double value = loss.item<double>();
    if (std::isfinite(value) && loss.requires_grad())
        hooks.backward(share == 1 ? loss : loss * share);
    if (!again && hooks.seen)
        hooks.seen(values, t);   // after the way back, which needs the weights as they were
    m_network.detach();
    return {value, values.at(m_readoutPort).detach()};
}

std::pair<double, at::Tensor> OnlineLearning::learn(const PortValues& feeds, const OnlineHooks& hooks)
{
    const std::int64_t steps = m_network.stepsOf(feeds);
    m_last.assign(m_parameters.size(), {});
    double sum = 0;
    at::Tensor readouts;
    for (std::int64_t t = 0; t < steps; ++t) {
        PortValues encoded;
        const Look now = look(feeds, t, encoded, updates() ? 1 : 1.0 / double(steps), hooks, false);
        sum += now.loss;
        if (!std::isfinite(sum))
            break;
        readouts = readouts.defined() ? readouts.add_(now.readout) : now.readout.clone();
        if (m_fptt)
            addRegulariser();
        if (updates())
            hooks.update();
        if (m_fptt && t + 1 < steps)
            secondLook(feeds, t, encoded, hooks);
    }
    return {sum / double(steps), readouts.defined() ? readouts.div_(double(steps)) : readouts};
}

/// d/dw of alpha/2 mse(w, target) is alpha/n (w - target).
void OnlineLearning::addRegulariser()
{
    const at::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        const at::Tensor& w = m_parameters[i].tensor;
        at::Tensor pull = m_means[i].defined() ? w - m_means[i] : at::zeros_like(w);
        if (m_last[i].defined())
            pull = pull - m_last[i] / (2 * m_alpha);
        pull = pull * (m_alpha / double(w.numel()));
        at::Tensor& grad = w.mutable_grad();
        if (grad.defined())
            grad.add_(pull);
        else
            grad = pull;
    }
}

void OnlineLearning::secondLook(const PortValues& feeds, std::int64_t t, PortValues& encoded, const OnlineHooks& hooks)
{
    const auto states = statesOf(m_network);
    look(feeds, t, encoded, 1, hooks, true);
    const at::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        const at::Tensor& w = m_parameters[i].tensor;
        at::Tensor& grad = w.mutable_grad();
        m_last[i] = grad.defined() ? grad.detach().clone() : at::zeros_like(w);
        m_means[i] = ((m_means[i].defined() ? m_means[i] : w.detach()) + w.detach()) / 2 - m_last[i] / (2 * m_alpha);
        grad.reset();
    }
    for (std::size_t m = 0; m < states.size(); ++m) {
        NodeModule& module = *m_network.modules()[m];
        module.reset();
        if (!states[m].empty())
            module.restoreState(states[m]);
    }
}

std::vector<Network::Entry> OnlineLearning::state() const
{
    std::vector<Network::Entry> list;
    for (std::size_t i = 0; i < m_parameters.size(); ++i)
        if (m_means[i].defined())
            list.push_back({m_parameters[i].node, m_parameters[i].name + "#fptt_mean", m_means[i]});
    return list;
}

void OnlineLearning::restore(const std::vector<Network::Entry>& state)
{
    for (std::size_t i = 0; i < m_parameters.size(); ++i)
        for (const Network::Entry& entry : state)
            if (entry.name == m_parameters[i].name + "#fptt_mean") {
                if (entry.tensor.sizes() != m_parameters[i].tensor.sizes())
                    throw Error("'" + entry.name + "' has another shape in the checkpoint.", "the checkpoint", "Start anew with --weights.");
                m_means[i] = entry.tensor.to(m_parameters[i].tensor.options().requires_grad(false)).clone();
            }
}

} // namespace spw::engine
