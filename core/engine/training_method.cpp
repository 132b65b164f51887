// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training_method.h"

#include "core/base/error.h"
#include "core/engine/bootstrap.h"
#include "core/engine/seeds.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

namespace {

class Online final : public TrainingMethod {
public:
    Online(Network& network, const Goal& goal, const ParamValues& learner) : m_learning(network, goal, learner, network.trainable()) {}

    std::pair<double, at::Tensor> learn(const PortValues& feeds, std::int64_t, std::int64_t, const OnlineHooks& hooks) override
    {
        return m_learning.learn(feeds, hooks);
    }
    bool updates() const override { return m_learning.updates(); }
    bool stepwise() const override { return true; }
    std::vector<Network::Entry> state() const override { return m_learning.state(); }
    void restore(const std::vector<Network::Entry>& entries) override { m_learning.restore(entries); }

private:
    OnlineLearning m_learning;
};

class Bootstrapped final : public TrainingMethod {
public:
    Bootstrapped(Network& network, const Plan& plan, const Goal& goal, const ParamValues& learner, std::uint64_t seed)
        : m_network(network), m_lossPort(goal.lossPort), m_readoutPort(goal.readoutPort), m_seed(seed), m_bootstrap(network, plan, learner)
    {
    }

    std::pair<double, at::Tensor> learn(const PortValues& feeds, std::int64_t epoch, std::int64_t batch, const OnlineHooks& hooks) override
    {
        const std::uint64_t seed = mixSeeds(mixSeeds(m_seed, std::uint64_t(epoch)), std::uint64_t(batch));
        PortValues values;
        try {
            values = m_network.forward(m_bootstrap.begin(feeds, epoch, batch), {m_lossPort, m_readoutPort});
        } catch (...) {
            m_bootstrap.end(seed);
            throw;
        }
        m_bootstrap.end(seed);
        const double loss = values.at(m_lossPort).item<double>();
        if (std::isfinite(loss))
            hooks.backward(values.at(m_lossPort));
        return {loss, values.at(m_readoutPort).detach()};
    }
    std::vector<Network::Entry> state() const override { return m_bootstrap.state(); }
    void restore(const std::vector<Network::Entry>& entries) override { m_bootstrap.restore(entries); }

private:
    Network& m_network;
    EdgeEnd m_lossPort, m_readoutPort;
    std::uint64_t m_seed;
    Bootstrap m_bootstrap;
};

} // namespace

std::unique_ptr<TrainingMethod> makeTrainingMethod(Network& network, const Plan& plan, const Goal& goal, const PlannedNode& learner,
                                                   std::uint64_t seed)
{
    const bool online = OnlineLearning::isChosen(learner.values), bootstrap = Bootstrap::isChosen(learner.values);
    if (!online && !bootstrap)
        return nullptr;
    if (bootstrap && !goal.ties.empty())
        throw Error("Local learners need spikes, which bootstrapped training replaces by curves.", learner.name,
                    "Choose another 'Method'.");
    if (online)
        return std::make_unique<Online>(network, goal, learner.values);
    return std::make_unique<Bootstrapped>(network, plan, goal, learner.values, seed);
}

} // namespace spw::engine
