// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/learners/local_learners.h"

#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/engine/seeds.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

namespace spw::engine {

namespace {

/// Values of BPTT's optimizer parameters with those that the learner has.
ParamValues optimizerValues(const ParamValues& learner)
{
    ParamValues values = builtinCatalog().find("learner.bptt")->initialValues();
    for (const char* name : {"optimizer", "momentum", "weight_decay", "learning_rate"})
        values.set(name, learner.at(name));
    return values;
}

Network::Entry weightOf(const Network& network, const PlannedNode& synapse)
{
    for (const Network::Entry& entry : network.parameters())
        if (entry.node == synapse.id && entry.name == synapse.name + "/weight")
            return entry;
    throw Error("There is no weight that could be learned.", synapse.name, "Switch its weight norm off.");
}

} // namespace

LocalLearners::LocalLearners(Network& network, const Goal& goal, std::uint64_t seed)
{
    for (const LearnerTie& tie : goal.ties) {
        Row row{.tie = tie, .learner = {}, .optimizer = {}, .byBptt = false, .weight = weightOf(network, *tie.synapse), .updates = {}};
        row.weight.tensor.set_requires_grad(false);   // the plan may leave it to the learner without saying so
        if (tie.learner->values.text("initial") == "uniform") {
            const at::NoGradGuard noGrad;
            const at::Tensor drawn = at::empty(row.weight.tensor.sizes(), at::kFloat)
                                         .uniform_(tie.learner->values.real("initial_low"), tie.learner->values.real("initial_high"),
                                                   at::make_generator<at::CPUGeneratorImpl>(mixSeeds(seed, std::uint64_t(tie.learner->id))));
            row.weight.tensor.detach().copy_(drawn);
            row.weight.tensor.unsafeGetTensorImpl()->bump_version();
        }
        row.learner = std::make_unique<SynapseLearner>(*tie.learner, *tie.synapse, row.weight.tensor);
        const std::string& update = tie.learner->values.text("update");
        row.byBptt = update == "bptt";
        if (update == "gradient") {
            row.optimizer = std::make_unique<Optimizer>(std::vector<Network::Entry>{row.weight}, optimizerValues(tie.learner->values));
            row.updates = at::zeros({1}, at::kLong);
        }
        for (const EdgeEnd& port : {tie.pre, tie.post, tie.reward})
            if (port.node != 0 && network.feeds().count(port) == 0)
                m_ports.insert(port);
        m_rows.push_back(std::move(row));
    }
}

bool LocalLearners::everyStep() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [](const Row& row) { return row.learner->everyStep(); });
}

std::vector<Network::Entry> LocalLearners::forOptimizer() const
{
    std::vector<Network::Entry> list;
    for (const Row& row : m_rows)
        if (row.byBptt)
            list.push_back(row.weight);
    return list;
}

at::Tensor LocalLearners::valueOf(const EdgeEnd& port, const PortValues& feeds, const PortValues& values, bool& isFeed) const
{
    isFeed = false;
    if (port.node == 0)
        return {};
    if (const auto found = values.find(port); found != values.end())
        return found->second;
    isFeed = true;
    return feeds.at(port);
}

void LocalLearners::observe(const PortValues& feeds, const PortValues& values)
{
    bool isFeed = false;
    for (const Row& row : m_rows)
        row.learner->observe(valueOf(row.tie.pre, feeds, values, isFeed), valueOf(row.tie.post, feeds, values, isFeed),
                             valueOf(row.tie.reward, feeds, values, isFeed));
}

void LocalLearners::observeStep(const PortValues& feeds, const PortValues& values, std::int64_t step)
{
    const auto at = [&](const EdgeEnd& port) {
        bool isFeed = false;
        const at::Tensor value = valueOf(port, feeds, values, isFeed);
        return isFeed && value.defined() ? value.select(0, step) : value;
    };
    for (const Row& row : m_rows)
        row.learner->observeStep(at(row.tie.pre), at(row.tie.post), at(row.tie.reward));
}

void LocalLearners::giveGradients(std::int64_t samples)
{
    for (const Row& row : m_rows)
        if (row.byBptt)
            row.learner->toGradient(samples);
}

void LocalLearners::endBatch(std::int64_t samples)
{
    giveGradients(samples);
    for (Row& row : m_rows) {
        if (row.byBptt)
            continue;
        if (!row.optimizer) {
            row.learner->apply(samples);
            continue;
        }
        row.learner->toGradient(samples);
        row.optimizer->step(row.learner->values().real("learning_rate"));
        row.updates.fill_(row.optimizer->steps());
        row.learner->hold();
    }
}

void LocalLearners::afterOptimizer()
{
    for (const Row& row : m_rows)
        if (row.byBptt)
            row.learner->hold();
}

void LocalLearners::reset()
{
    for (const Row& row : m_rows)
        row.learner->reset();
}

bool LocalLearners::setParam(NodeId node, const std::string& name, const ParamValue& value)
{
    bool found = false;
    for (const Row& row : m_rows)
        if (row.learner->id() == node) {
            row.learner->setParam(name, value);
            found = true;
        }
    return found;
}

at::Tensor LocalLearners::trace(NodeId learner, const std::string& state) const
{
    for (const Row& row : m_rows)
        if (row.learner->id() == learner)
            return row.learner->trace(state);
    return {};
}

std::map<NodeId, std::function<void(SynapseView&)>> LocalLearners::views() const
{
    std::map<NodeId, std::function<void(SynapseView&)>> list;
    for (const Row& row : m_rows)
        list[row.tie.synapse->id] = [learner = row.learner.get()](SynapseView& view) { learner->show(view); };
    return list;
}

void LocalLearners::measure(bool on)
{
    for (const Row& row : m_rows)
        row.learner->measure(on);
}

std::vector<Network::Entry> LocalLearners::state() const
{
    std::vector<Network::Entry> list;
    for (const Row& row : m_rows)
        if (row.optimizer) {
            for (Network::Entry entry : row.optimizer->state()) {
                entry.name = row.learner->name() + ": " + entry.name;
                list.push_back(std::move(entry));
            }
            list.push_back({row.learner->id(), row.learner->name() + "/updates", row.updates});
        }
    return list;
}

void LocalLearners::restore(const std::vector<Network::Entry>& saved)
{
    const at::NoGradGuard noGrad;
    for (const Row& row : m_rows) {
        if (!row.optimizer)
            continue;
        const std::string prefix = row.learner->name() + ": ";
        std::vector<Network::Entry> own;
        for (const Network::Entry& entry : saved) {
            if (entry.name.rfind(prefix, 0) == 0)
                own.push_back({entry.node, entry.name.substr(prefix.size()), entry.tensor});
            if (entry.name == row.learner->name() + "/updates")
                row.updates.copy_(entry.tensor);
        }
        row.optimizer->restore(own, row.updates.item<std::int64_t>());
    }
}

} // namespace spw::engine
