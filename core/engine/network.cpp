// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network.h"

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/goal.h"
#include "core/engine/recompute.h"
#include "core/engine/seeds.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

namespace spw::engine {

/// One module with the slots it reads and writes.
struct Network::Stage : FusionNode {
    bool timed = false;     // some input or output has steps: runs at every step
    bool spiking = false;   // its spikes are counted
    bool encoder = false;   // makes steps out of data
    bool frozen = false;    // learns nothing, and normalises with what it has learned
};

namespace {

/// Mixed precision makes 16-bit products; all that follows them (membranes, statistics, losses) is float32, and
/// autocast brings the inputs of the next product down again.
at::Tensor inFullPrecision(const at::Tensor& value)
{
    const bool half = value.defined() && (value.scalar_type() == at::kHalf || value.scalar_type() == at::kBFloat16);
    return half ? value.to(at::kFloat) : value;
}

bool hasSteps(PortType type) { return type == PortType::Sequence || type == PortType::Spikes; }

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
        for (const PlannedInput& input : node.inputs)
            for (const EdgeEnd& from : input.from) {
                const auto [slot, isNew] = m_slots.try_emplace(from, int(m_slots.size()));
                if (isNew) {   // no module made it: it comes from the data
                    m_feeds.insert(from);
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
        m_owned.push_back(builder->build(node, context));
        stage.module = m_owned.back().get();
        stage.module->toDevice(device);
        stage.spiking = node.spec->category == Category::Neuron;
        stage.encoder = node.spec->category == Category::Encoder;
        stage.frozen = node.values.has("train") && node.values.text("train") == "frozen";
        if (stage.frozen)
            for (const NamedTensor& entry : stage.module->parameters())
                entry.tensor.set_requires_grad(false);
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

std::vector<at::Tensor> Network::slotsOf(const PortValues& feeds) const
{
    std::vector<at::Tensor> slots(m_slots.size());
    for (const EdgeEnd& feed : m_feeds)
        if (feeds.count(feed) == 0)
            throw Error("The data has no value for port '" + feed.port + "'.", "node " + std::to_string(feed.node),
                        "Choose a dataset that gives it.");
    for (const auto& [end, value] : feeds)
        if (const auto slot = m_slots.find(end); slot != m_slots.end())
            slots[std::size_t(slot->second)] = value;
    return slots;
}

void Network::readInputs(const Stage& stage, const std::vector<at::Tensor>& slots, Tensors& inputs) const
{
    inputs.clear();
    for (const int slot : stage.inputs)
        inputs.push_back(inFullPrecision(slots[std::size_t(slot)]));
}

/// Runs a chain of modules as one if nobody wants to see what is between them.  @return modules run, 0: none.
std::size_t Network::runChain(std::size_t first, std::size_t end, std::vector<at::Tensor>& slots, const std::vector<bool>& kept)
{
    const auto found = m_chains.find(first);
    if (found == m_chains.end())
        return 0;
    const FusedChain& chain = found->second;
    if (first + chain.length() > end)
        return 0;
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
    const at::Tensor x = inFullPrecision(slots[std::size_t(m_stages[first].inputs[0])]);
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

std::vector<bool> Network::keptSlots(const std::set<EdgeEnd>& keep) const
{
    std::vector<bool> kept(m_slots.size());
    for (const EdgeEnd& end : keep)
        kept[std::size_t(m_slots.at(end))] = true;
    return kept;
}

PortValues Network::resultOf(const std::vector<at::Tensor>& slots, const std::set<EdgeEnd>& keep) const
{
    PortValues result;
    for (const EdgeEnd& end : keep)
        result[end] = slots[std::size_t(m_slots.at(end))];
    return result;
}

/// Runs stages [first, last); those whose outputs were given are left out.
void Network::runStages(std::size_t first, std::size_t last, std::vector<at::Tensor>& slots,
                        const std::vector<bool>& kept)
{
    Tensors inputs;
    for (std::size_t s = first; s < last;) {
        const Stage& stage = m_stages[s];
        const bool given = !stage.outputs.empty() && slots[std::size_t(stage.outputs[0])].defined();
        std::size_t ran = given ? 1 : runChain(s, last, slots, kept);
        if (ran == 0) {
            readInputs(stage, slots, inputs);
            const Tensors outputs = stage.module->forward(inputs);
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
}

PortValues Network::forward(const PortValues& feeds, const std::set<EdgeEnd>& keep)
{
    std::vector<at::Tensor> slots = slotsOf(feeds);
    m_spikeCounts.clear();
    runStages(0, m_stages.size(), slots, keptSlots(keep));
    return resultOf(slots, keep);
}

PortValues Network::forwardRecomputed(const PortValues& feeds, const std::set<EdgeEnd>& keep, int segments)
{
    std::vector<at::Tensor> slots = slotsOf(feeds);
    const std::vector<bool> kept = keptSlots(keep);
    m_spikeCounts.clear();
    const std::size_t count = m_stages.size(), pieces = std::size_t(std::max(segments, 1));
    for (std::size_t piece = 0; piece < pieces; ++piece) {
        const std::size_t first = count * piece / pieces, last = count * (piece + 1) / pieces;
        if (first == last)
            continue;
        // What crosses the borders of this run: read inside but made before, made inside but read after (or kept).
        std::vector<int> inputs, outputs;
        std::vector<bool> madeHere(slots.size());
        for (std::size_t s = first; s < last; ++s) {
            for (const int slot : m_stages[s].inputs)
                if (!madeHere[std::size_t(slot)] && std::find(inputs.begin(), inputs.end(), slot) == inputs.end())
                    inputs.push_back(slot);
            for (const int slot : m_stages[s].outputs) {
                madeHere[std::size_t(slot)] = true;
                if (kept[std::size_t(slot)] || m_lastReader[std::size_t(slot)] >= int(last))
                    outputs.push_back(slot);
            }
        }
        if (piece + 1 == pieces) {   // its backward comes first: nothing would be saved
            runStages(first, last, slots, kept);
            continue;
        }
        std::vector<bool> keptHere(slots.size());
        for (const int slot : outputs)
            keptHere[std::size_t(slot)] = true;
        Tensors given;
        for (const int slot : inputs)
            given.push_back(slots[std::size_t(slot)]);
        const auto run = [this, first, last, inputs, outputs, keptHere](const Tensors& values, bool again) {
            std::vector<at::Tensor> own(m_slots.size());
            for (std::size_t i = 0; i < inputs.size(); ++i)
                own[std::size_t(inputs[i])] = values[i];
            const bool counting = m_countSpikes;
            std::vector<std::pair<at::Tensor, at::Tensor>> buffers;   // running statistics must not move twice
            if (again) {
                m_countSpikes = false;
                for (std::size_t s = first; s < last; ++s) {
                    NodeModule& module = *m_stages[s].module;
                    for (const NamedTensor& buffer : module.buffers())
                        buffers.emplace_back(buffer.tensor, buffer.tensor.clone());
                    module.reset();
                    module.reseed(mixSeeds(m_seed, std::uint64_t(module.id())));
                }
            }
            runStages(first, last, own, keptHere);
            if (again) {
                const at::NoGradGuard noGrad;
                m_countSpikes = counting;
                for (auto& [buffer, before] : buffers)
                    buffer.copy_(before);
                for (std::size_t s = first; s < last; ++s)
                    m_stages[s].module->reset();
            }
            Tensors made;
            for (const int slot : outputs)
                made.push_back(own[std::size_t(slot)]);
            return made;
        };
        const Tensors made = recomputed(run, given);
        for (std::size_t i = 0; i < outputs.size(); ++i)
            slots[std::size_t(outputs[i])] = made[i];
        for (const int slot : inputs)
            if (m_lastReader[std::size_t(slot)] < int(last) && !kept[std::size_t(slot)])
                slots[std::size_t(slot)].reset();
    }
    return resultOf(slots, keep);
}

PortValues Network::encode(const PortValues& feeds)
{
    std::vector<at::Tensor> slots = slotsOf(feeds);
    PortValues values = feeds;
    for (const Stage& stage : m_stages) {
        const bool ready = std::all_of(stage.inputs.begin(), stage.inputs.end(),
                                       [&](int slot) { return slots[std::size_t(slot)].defined(); });
        if (!stage.encoder || !ready)
            continue;
        Tensors inputs;
        readInputs(stage, slots, inputs);
        const Tensors outputs = stage.module->forward(inputs);
        for (const auto& [end, slot] : m_slots)
            for (std::size_t i = 0; i < stage.outputs.size(); ++i)
                if (stage.outputs[i] == slot)
                    values[end] = slots[std::size_t(slot)] = outputs[i];
    }
    return values;
}

PortValues Network::window(const PortValues& values, std::int64_t from, std::int64_t count) const
{
    PortValues part;
    for (const auto& [end, value] : values) {
        const auto slot = m_slots.find(end);
        const bool timed = slot != m_slots.end() && m_timed[std::size_t(slot->second)];
        part[end] = timed ? value.narrow(0, from, count) : value;
    }
    return part;
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
    std::vector<at::Tensor> slots = slotsOf(feeds);
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
        const Tensors outputs = stage.module->step(inputs);
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
    m_seed = seed;
    for (NodeModule* module : m_modules)
        module->reseed(mixSeeds(seed, std::uint64_t(module->id())));
}

void Network::setTraining(bool training)
{
    for (const Stage& stage : m_stages)
        stage.module->setTraining(training && !stage.frozen);
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

std::vector<Network::Entry> Network::trainable() const
{
    std::vector<Entry> list;
    for (const Stage& stage : m_stages)
        if (!stage.frozen)
            for (const NamedTensor& entry : stage.module->parameters())
                list.push_back({stage.module->id(), stage.module->name() + "/" + entry.name, entry.tensor});
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
