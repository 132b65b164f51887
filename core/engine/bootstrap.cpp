// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/bootstrap.h"

#include "core/base/error.h"
#include "core/engine/seeds.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine {

BootstrapMode BootstrapSchedule::mode(std::int64_t epoch, std::int64_t iteration, std::int64_t block) const
{
    const bool sampling = epoch % period == 0;
    if (sampling && iteration < iterations)
        return BootstrapMode::Sample;
    if (block < std::distance(crossovers.begin(), crossovers.upper_bound(epoch)))
        return BootstrapMode::Snn;
    return sampling && iteration == iterations ? BootstrapMode::Fit : BootstrapMode::Ann;
}

std::set<std::int64_t> crossoverEpochs(const std::string& text)
{
    std::set<std::int64_t> epochs;
    std::string number;
    for (const char c : text + ' ') {
        if (c >= '0' && c <= '9' && number.size() < 9) {
            number += c;
        } else if (c == ' ' || c == ',') {
            if (!number.empty())
                epochs.insert(std::stoll(number));
            number.clear();
        } else {
            throw Error("'" + text + "' is no list of epochs.", "the crossover epochs", "Write whole numbers with commas: 10, 20.");
        }
    }
    return epochs;
}

bool Bootstrap::isChosen(const ParamValues& learner) { return learner.has("method") && learner.text("method") == "bootstrap"; }

Bootstrap::Bootstrap(Network& network, const Plan& plan, const ParamValues& learner) : m_network(network), m_plan(plan)
{
    m_schedule = {learner.integer("num_sample_iter"), learner.integer("sample_period"),
                  crossoverEpochs(learner.text("crossover_epochs"))};
    for (const PlannedNode& node : plan.nodes) {
        const std::string& id = node.spec->id;
        if (node.spec->category == Category::Neuron) {
            m_neurons.push_back(&node);
        } else if (id.find("delay") != std::string::npos && node.spec->category == Category::Synapse) {
            m_delays.push_back(&node);
        } else if (id == "layer.lava_affine") {
            m_integrators.push_back(&node);
        }
    }
    m_curves.resize(m_neurons.size());
}

Tensors Bootstrap::analog(std::size_t block, const Tensors& inputs) const
{
    const at::Tensor& z = inputs.at(0);
    return Tensors(m_neurons[block]->outputs.size(), m_curves[block](z.size(0) == 1 ? z : z.mean(0, true)));
}

PortValues Bootstrap::begin(const PortValues& feeds, std::int64_t epoch, std::int64_t iteration)
{
    std::map<NodeId, Network::StandIn> standIns;
    bool allAnalog = true, sampled = false, fitted = false;
    for (std::size_t i = 0; i < m_neurons.size(); ++i) {
        PwlActivation& curve = m_curves[i];
        BootstrapMode mode = m_schedule.mode(epoch, iteration, std::int64_t(i));
        if (mode != BootstrapMode::Snn && !curve.fitted() && curve.points() == 0)
            mode = BootstrapMode::Sample;
        else if (mode == BootstrapMode::Ann && !curve.fitted())   // epochs may be too short to have come to it
            mode = BootstrapMode::Fit;
        if (mode == BootstrapMode::Fit) {
            curve.fit();
            fitted = true;
        }
        if (mode == BootstrapMode::Sample) {
            sampled = true;
            standIns[m_neurons[i]->id] = [&curve](NodeModule& module, const Tensors& inputs) {
                Tensors outputs = module.forward(inputs);
                curve.append(outputs.at(0), inputs.at(0));
                return outputs;
            };
        } else if (mode != BootstrapMode::Snn) {
            standIns[m_neurons[i]->id] = [this, i](NodeModule&, const Tensors& inputs) { return analog(i, inputs); };
        }
        allAnalog = allAnalog && mode != BootstrapMode::Snn && mode != BootstrapMode::Sample;
    }
    for (const PlannedNode* node : m_delays)   // one step is all there is behind a curve
        standIns[node->id] = [](NodeModule& module, const Tensors& inputs) {
            return inputs.at(0).size(0) == 1 ? Tensors{inputs[0]} : module.forward(inputs);
        };
    for (const PlannedNode* node : m_integrators)
        standIns[node->id] = [](NodeModule& module, const Tensors& inputs) {
            return inputs.at(0).size(0) == 1 ? Tensors{inputs[0]} : module.forward(inputs);
        };
    m_network.setStandIns(std::move(standIns));
    m_mode = fitted ? BootstrapMode::Fit : sampled ? BootstrapMode::Sample : allAnalog ? BootstrapMode::Ann : BootstrapMode::Snn;
    if (!allAnalog)
        return feeds;
    PortValues means = m_network.encode(feeds);
    for (auto& [end, value] : means)
        if (m_plan.hasSteps(end))
            value = value.mean(0, true);
    return means;
}

void Bootstrap::end(std::uint64_t seed)
{
    m_network.setStandIns({});
    if (m_mode == BootstrapMode::Fit)
        for (std::size_t i = 0; i < m_curves.size(); ++i)
            m_curves[i].softClear(mixSeeds(seed, i));
}

std::vector<Network::Entry> Bootstrap::state() const
{
    std::vector<Network::Entry> list;
    for (std::size_t i = 0; i < m_neurons.size(); ++i)
        for (const NamedTensor& entry : m_curves[i].state())
            list.push_back({m_neurons[i]->id, m_neurons[i]->name + "/curve#" + entry.name, entry.tensor});
    return list;
}

void Bootstrap::restore(const std::vector<Network::Entry>& state)
{
    for (std::size_t i = 0; i < m_neurons.size(); ++i) {
        const std::string prefix = m_neurons[i]->name + "/curve#";
        std::vector<NamedTensor> own;
        for (const Network::Entry& entry : state)
            if (entry.name.rfind(prefix, 0) == 0)
                own.push_back({entry.name.substr(prefix.size()), entry.tensor});
        m_curves[i].restore(own);
    }
}

} // namespace spw::engine
