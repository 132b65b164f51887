// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network.h"

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/goal.h"
#include "core/engine/seeds.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <stdexcept>

namespace spw::engine {

/// One module with the slots it reads and writes.
struct Network::Stage : FusionNode {
    bool timed = false;     // some input or output has steps: runs at every step
    bool spiking = false;   // its spikes are counted
};

namespace {

bool hasSteps(PortType type) { return type == PortType::Sequence || type == PortType::Spikes; }

/// What LibTorch refuses inside a module, told as a problem of that node.
template <class Work> auto named(const std::string& node, Work work)
{
    const auto retell = [&node](std::string what) {
        return Error("LibTorch refuses to compute this node: " + what.substr(0, what.find('\n')), node,
                     "Check its parameters and the shapes around it; with less memory, a smaller batch helps.");
    };
    try {
        return work();
    } catch (const c10::Error& problem) {
        throw retell(problem.what_without_backtrace());
    } catch (const std::invalid_argument& problem) {
        throw retell(problem.what());
    }
}

} // namespace

Network::Network(const Plan& plan, std::uint64_t seed, c10::Device device) : m_device(device)
{
    requireOk(plan);
    BuildContext context{at::make_generator<at::CPUGeneratorImpl>(seed)};
    for (const PlannedNode& node : plan.nodes) {
        for (const PortInfo& output : node.outputs)
            if (hasSteps(output.type) && output.steps)
                m_plannedSteps = std::max(m_plannedSteps, *output.steps);
        const Builder* builder = findBuilder(node.spec->id);
        if (!builder)
            continue;
        if (node.stepByStep)
            throw Error("This node lies on a feedback loop; this engine runs feed-forward graphs.", node.name,
                        "Remove the wire that leads back.");
        Stage stage;
        for (std::size_t i = 0; i < node.inputs.size(); ++i)
            for (const EdgeEnd& from : node.inputs[i].from) {
                const PlannedInput& input = node.inputs[i];
                const auto [slot, isNew] = m_slots.try_emplace(from, int(m_slots.size()));
                if (isNew) {   // no module made it: it comes from the data
                    m_feeds.insert(from);
                    m_feedRules[from] = {node.name, node.spec->inputs[i].name,
                                         input.info.value_or(PortInfo{.type = node.spec->inputs[i].type,
                                                                      .features = {}, .steps = {}, .classes = {}})};
                    m_timed.push_back(input.info && hasSteps(input.info->type));
                    m_lastReader.push_back(-1);
                }
                stage.inputs.push_back(slot->second);
                m_lastReader[std::size_t(slot->second)] = int(m_stages.size());
                stage.timed = stage.timed || m_timed[std::size_t(slot->second)];
            }
        for (std::size_t i = 0; i < node.outputs.size(); ++i) {
            const int slot = int(m_slots.size());
            m_slots[{node.id, node.spec->outputs[i].name}] = slot;
            m_timed.push_back(hasSteps(node.outputs[i].type));
            m_lastReader.push_back(-1);
            stage.outputs.push_back(slot);
            stage.timed = stage.timed || m_timed.back();
        }
        m_owned.push_back(named(node.name, [&] { return builder->build(node, context); }));
        stage.module = m_owned.back().get();
        stage.module->toDevice(device);
        stage.spiking = node.spec->category == Category::Neuron;
        m_modules.push_back(stage.module);
        m_stages.push_back(std::move(stage));
    }
    std::vector<int> readers(m_slots.size(), 0);
    for (const Stage& stage : m_stages)
        for (const int slot : stage.inputs)
            ++readers[std::size_t(slot)];
    m_chains = findChains(std::vector<FusionNode>(m_stages.begin(), m_stages.end()), readers);
}

Network::~Network() = default;

/// @param step  the one step that will run, absent for all.
std::vector<at::Tensor> Network::slotsOf(const PortValues& feeds, std::optional<std::int64_t> step) const
{
    std::vector<at::Tensor> slots(m_slots.size());
    std::int64_t samples = 0;
    for (const EdgeEnd& feed : m_feeds) {
        const auto found = feeds.find(feed);
        if (found == feeds.end())
            throw Error("The data has no value for port '" + feed.port + "'.", "node " + std::to_string(feed.node),
                        "Choose a dataset that gives it.");
        checkFeed(m_feedRules.at(feed), found->second, m_device, step, samples);
        slots[std::size_t(m_slots.at(feed))] = found->second;
    }
    return slots;
}

Tensors Network::run(const Stage& stage, const Tensors& inputs, bool oneStep) const
{
    return named(stage.module->name(),
                 [&] { return oneStep ? stage.module->step(inputs) : stage.module->forward(inputs); });
}

void Network::readInputs(const Stage& stage, const std::vector<at::Tensor>& slots, Tensors& inputs) const
{
    inputs.clear();
    for (const int slot : stage.inputs)
        inputs.push_back(slots[std::size_t(slot)]);
}

/// Runs a chain of modules as one if nobody wants to see what is between them.  @return modules run, 0: none.
std::size_t Network::runChain(std::size_t first, std::vector<at::Tensor>& slots, const std::vector<bool>& kept)
{
    const auto found = m_chains.find(first);
    if (found == m_chains.end())
        return 0;
    const FusedChain& chain = found->second;
    const std::size_t last = first + chain.length() - 1;
    ops::BlockConfig config;
    config.countSpikes = m_countSpikes;
    const Stage* neuron = nullptr;
    for (std::size_t i = first; i <= last; ++i) {
        if (!chain.parts[i - first]->addTo(config) || (i < last && kept[std::size_t(m_stages[i].outputs[0])]))
            return 0;
        if (m_stages[i].spiking)
            neuron = &m_stages[i];
    }
    const at::Tensor& x = slots[std::size_t(m_stages[first].inputs[0])];
    if (!ops::canRunBlock(x, config))
        return 0;
    const ops::BlockOutput output = ops::runBlock(x, config);
    for (BlockPart* part : chain.parts)
        part->took(output);
    if (m_countSpikes)
        m_spikeCounts[neuron->module->id()] = {output.counts, x.size(1), x.size(0)};
    slots[std::size_t(m_stages[last].outputs[0])] = output.spikes;
    return chain.length();
}

void Network::count(const Stage& stage, const at::Tensor& spikes)
{
    const at::NoGradGuard noGrad;
    at::Tensor inOrder = spikes.detach();
    if (inOrder.dim() == 5)   // channels-last in memory: so the sum runs along it (five times faster)
        inOrder = inOrder.permute({0, 1, 3, 4, 2});
    m_spikeCounts[stage.module->id()] = {inOrder.flatten(0, 1).flatten(1).sum(0), spikes.size(1), spikes.size(0)};
}

PortValues Network::forward(const PortValues& feeds, const std::set<EdgeEnd>& keep)
{
    std::vector<at::Tensor> slots = slotsOf(feeds, {});
    std::vector<bool> kept(slots.size());
    for (const EdgeEnd& end : keep)
        kept[std::size_t(m_slots.at(end))] = true;
    m_spikeCounts.clear();
    Tensors inputs;
    for (std::size_t s = 0; s < m_stages.size();) {
        std::size_t ran = runChain(s, slots, kept);
        if (ran == 0) {
            const Stage& stage = m_stages[s];
            readInputs(stage, slots, inputs);
            const Tensors outputs = run(stage, inputs, false);
            for (std::size_t i = 0; i < stage.outputs.size(); ++i)
                slots[std::size_t(stage.outputs[i])] = outputs[i];
            if (m_countSpikes && stage.spiking)
                count(stage, outputs[0]);
            ran = 1;
        }
        for (const std::size_t end = s + ran; s < end; ++s)
            for (const int slot : m_stages[s].inputs)   // what nobody reads again is freed at once
                if (m_lastReader[std::size_t(slot)] == int(s) && !kept[std::size_t(slot)])
                    slots[std::size_t(slot)].reset();
        inputs.clear();
    }
    PortValues result;
    for (const EdgeEnd& end : keep)
        result[end] = slots[std::size_t(m_slots.at(end))];
    return result;
}

std::int64_t Network::stepsOf(const PortValues& feeds) const
{
    for (const EdgeEnd& feed : m_feeds)
        if (m_timed[std::size_t(m_slots.at(feed))])
            return feeds.at(feed).size(0);
    return m_plannedSteps;
}

PortValues Network::step(const PortValues& feeds, std::int64_t t, std::int64_t last, const std::set<EdgeEnd>& keep)
{
    std::vector<at::Tensor> slots = slotsOf(feeds, t);
    for (const EdgeEnd& feed : m_feeds) {
        const std::size_t slot = std::size_t(m_slots.at(feed));
        if (m_timed[slot])
            slots[slot] = slots[slot].select(0, t);
    }
    Tensors inputs;
    for (const Stage& stage : m_stages) {
        if (!stage.timed && t != last)
            continue;
        readInputs(stage, slots, inputs);
        const Tensors outputs = run(stage, inputs, true);
        for (std::size_t i = 0; i < stage.outputs.size(); ++i)
            slots[std::size_t(stage.outputs[i])] = outputs[i];
    }
    PortValues result;
    for (const EdgeEnd& end : keep)
        if (const at::Tensor& value = slots[std::size_t(m_slots.at(end))]; value.defined())
            result[end] = value;
    return result;
}

PortValues Network::forwardByStep(const PortValues& feeds, const std::set<EdgeEnd>& keep)
{
    const std::int64_t steps = stepsOf(feeds);
    std::map<EdgeEnd, Tensors> sequences;
    PortValues result;
    for (std::int64_t t = 0; t < steps; ++t)
        for (auto& [end, value] : step(feeds, t, steps - 1, keep)) {
            if (m_timed[std::size_t(m_slots.at(end))])
                sequences[end].push_back(value);
            else
                result[end] = value;
        }
    for (const auto& [end, values] : sequences)
        result[end] = at::stack(values);
    return result;
}

void Network::reset()
{
    for (NodeModule* module : m_modules)
        module->reset();
}

void Network::detach()
{
    for (NodeModule* module : m_modules)
        module->detach();
}

void Network::reseed(std::uint64_t seed)
{
    for (NodeModule* module : m_modules)
        module->reseed(mixSeeds(seed, std::uint64_t(module->id())));
}

void Network::setTraining(bool training)
{
    for (NodeModule* module : m_modules)
        module->setTraining(training);
}

void Network::keepStates(bool keep)
{
    for (NodeModule* module : m_modules)
        module->keepStates(keep);
}

NodeModule* Network::find(NodeId id) const
{
    for (NodeModule* module : m_modules)
        if (module->id() == id)
            return module;
    return nullptr;
}

std::vector<Network::Entry> Network::parameters() const
{
    std::vector<Entry> list;
    for (const NodeModule* module : m_modules)
        for (const NamedTensor& entry : module->parameters())
            list.push_back({module->id(), module->name() + "/" + entry.name, entry.tensor});
    return list;
}

std::vector<Network::Entry> Network::buffers() const
{
    std::vector<Entry> list;
    for (const NodeModule* module : m_modules)
        for (const NamedTensor& entry : module->buffers())
            list.push_back({module->id(), module->name() + "/" + entry.name, entry.tensor});
    return list;
}

} // namespace spw::engine
