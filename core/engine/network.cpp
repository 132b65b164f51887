// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network.h"

#include "core/base/error.h"
#include "core/base/system_memory.h"
#include "core/data/dataset.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/goal.h"
#include "core/engine/network_stage.h"
#include "core/engine/precision.h"
#include "core/engine/recompute.h"
#include "core/engine/run_order.h"
#include "core/engine/seeds.h"
#include "core/plan/memory_need.h"
#include "kernels/torch/aten.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <stdexcept>

namespace spw::engine {

namespace {

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
    } catch (const std::bad_alloc&) {
        throw Error("There was not enough memory.", node, "Make this node smaller, or use a smaller batch or fewer time steps.");
    }
}

} // namespace

Network::Network(const Plan& plan, std::uint64_t seed, c10::Device device) : m_device(device)
{
    requireOk(plan);
    requireMemory(leastMemory(plan, 1, 0), systemMemory().available);   // weights begin on the CPU on every device
    BuildContext context{at::make_generator<at::CPUGeneratorImpl>(seed)};
    std::map<NodeId, std::unique_ptr<NodeModule>> made;   // in the order of the plan: it decides the initial weights
    for (const PlannedNode& node : plan.nodes) {
        for (const PortInfo& output : node.outputs)
            if (hasSteps(output.type) && output.steps)
                m_plannedSteps = std::max(m_plannedSteps, *output.steps);
        if (const Builder* builder = findBuilder(node.spec->id)) {
            made[node.id] = named(node.name, [&] { return builder->build(node, context); });
            made[node.id]->toDevice(device);
        }
    }

    for (const OrderedNode& ordered : runOrder(plan)) {
        const PlannedNode& node = *ordered.node;
        Stage stage;
        stage.loop = ordered.loop;
        stage.delays = node.spec->delaysOutput;
        for (std::size_t i = 0; i < node.outputs.size(); ++i) {
            const int slot = int(m_slots.size());
            m_slots[{node.id, node.spec->outputs[i].name}] = slot;
            m_timed.push_back(hasSteps(node.outputs[i].type));
            m_lastReader.push_back(-1);
            stage.outputs.push_back(slot);
            stage.timed = stage.timed || m_timed.back();
        }
        stage.module = made.at(node.id).get();
        stage.part = dynamic_cast<const BlockPart*>(stage.module);
        // A neuron that only answers (Readout) has no steps to count spikes in.
        stage.spiking = node.spec->category == Category::Neuron && node.spec->outputs.at(0).type != PortType::Readout;
        stage.encoder = node.spec->category == Category::Encoder;
        stage.frozen = node.values.has("train") && node.values.text("train") == "frozen";
        stage.byLearner = node.values.has("train") && node.values.text("train") == "learner";
        if (stage.frozen || stage.byLearner)
            for (const NamedTensor& entry : stage.module->parameters())
                entry.tensor.set_requires_grad(false);
        m_modules.push_back(stage.module);
        m_owned.push_back(std::move(made.at(node.id)));
        m_stages.push_back(std::move(stage));
        m_planned.push_back(node);
    }
    for (std::size_t s = 0; s < m_stages.size(); ++s) {   // after all outputs: a loop reads what comes later
        Stage& stage = m_stages[s];
        const PlannedNode& node = m_planned[s];
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
                int& last = m_lastReader[std::size_t(slot->second)];
                last = std::max(last, int(s));
                stage.timed = stage.timed || m_timed[std::size_t(slot->second)];
            }
    }
    std::vector<int> readers(m_slots.size(), 0);
    for (const Stage& stage : m_stages)
        for (const int slot : stage.inputs)
            ++readers[std::size_t(slot)];
    m_chains = findChains(std::vector<FusionNode>(m_stages.begin(), m_stages.end()), readers);
    std::erase_if(m_chains, [this](const auto& entry) {
        const auto begin = m_stages.begin() + std::ptrdiff_t(entry.first);
        return std::any_of(begin, begin + std::ptrdiff_t(entry.second.length()),
                           [](const Stage& stage) { return stage.loop >= 0; });
    });
}

Network::~Network() = default;

/// @param step  the one step that will run, absent for all.
std::vector<at::Tensor> Network::slotsOf(const PortValues& feeds, std::optional<std::int64_t> step) const
{
    std::vector<at::Tensor> slots(m_slots.size());
    std::vector<bool> given(m_slots.size());
    for (const auto& [end, value] : feeds)
        if (const auto slot = m_slots.find(end); slot != m_slots.end())
            given[std::size_t(slot->second)] = true;
    // What only nodes read whose outputs are given themselves, and which are not run, may be missing.
    const auto isRead = [&](const EdgeEnd& feed) {
        const int slot = m_slots.at(feed);
        return std::any_of(m_stages.begin(), m_stages.end(), [&](const Stage& stage) {
            return std::find(stage.inputs.begin(), stage.inputs.end(), slot) != stage.inputs.end()
                   && (stage.loop >= 0 || stage.outputs.empty() || !given[std::size_t(stage.outputs[0])]);
        });
    };
    std::int64_t samples = 0;
    for (const EdgeEnd& feed : m_feeds) {
        const auto found = feeds.find(feed);
        if (found == feeds.end() && !isRead(feed))
            continue;
        if (found == feeds.end())
            throw Error("The data has no value for port '" + feed.port + "'.", "node " + std::to_string(feed.node),
                        "Choose a dataset that gives it.");
        checkFeed(m_feedRules.at(feed), found->second, m_device, step, samples);
    }
    for (const auto& [end, value] : feeds)
        if (const auto slot = m_slots.find(end); slot != m_slots.end())
            slots[std::size_t(slot->second)] = value;
    return slots;
}

Tensors Network::run(const Stage& stage, const Tensors& inputs, bool oneStep) const
{
    return named(stage.module->name(), [&] {
        if (const auto standIn = m_standIns.find(stage.module->id()); standIn != m_standIns.end())
            return standIn->second(*stage.module, inputs);
        return oneStep ? stage.module->step(inputs) : stage.module->forward(inputs);
    });
}

void Network::readInputs(const Stage& stage, const std::vector<at::Tensor>& slots, Tensors& inputs) const
{
    inputs.clear();
    const bool takesHalf = stage.part != nullptr && stage.part->takesHalf();
    for (const int slot : stage.inputs) {
        const at::Tensor& value = slots[std::size_t(slot)];
        inputs.push_back(takesHalf ? value : inFullPrecision(value));
    }
}

/// Runs a chain of modules as one if nobody wants to see what is between them.  @return modules run, 0: none.
std::size_t Network::runChain(std::size_t first, std::size_t end, std::vector<at::Tensor>& slots, const std::vector<bool>& kept)
{
    const auto found = m_chains.find(first);
    if (found == m_chains.end() || !m_standIns.empty())
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
    const at::ScalarType sums = isHalf(spikes.scalar_type()) ? at::kFloat : spikes.scalar_type();
    m_spikeCounts[stage.module->id()] = {inOrder.flatten(0, 1).flatten(1).sum(0, false, sums), spikes.size(1), spikes.size(0)};
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
        if (stage.loop >= 0) {
            const std::size_t end = endOfLoop(s);
            runLoop(s, end, slots, kept);
            for (; s < end; ++s)
                for (const int slot : m_stages[s].inputs)
                    if (m_lastReader[std::size_t(slot)] < int(end) && !kept[std::size_t(slot)])
                        slots[std::size_t(slot)].reset();
            continue;
        }
        const bool given = !stage.outputs.empty() && slots[std::size_t(stage.outputs[0])].defined();
        std::size_t ran = given ? 1 : runChain(s, last, slots, kept);
        if (ran == 0) {
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
}

std::size_t Network::endOfLoop(std::size_t stage) const
{
    std::size_t end = stage + 1;
    while (end < m_stages.size() && m_stages[end].loop == m_stages[stage].loop)
        ++end;
    return end;
}

/// What delaying nodes on loops give at this step, before anything of the step has run.
void Network::showHeld(std::size_t first, std::size_t last, std::vector<at::Tensor>& now, std::int64_t batch) const
{
    for (std::size_t s = first; s < last; ++s) {
        const Stage& stage = m_stages[s];
        if (stage.loop < 0 || !stage.delays)
            continue;
        at::Tensor held = stage.module->held();
        if (!held.defined()) {
            std::vector<std::int64_t> sizes{batch};
            for (const Dim& dim : m_planned[s].outputs.at(0).features)
                sizes.push_back(dim.value());
            held = at::zeros(sizes, at::TensorOptions().device(m_device));
        }
        now[std::size_t(stage.outputs[0])] = held;
    }
}

/// Stages [first, last), a loop of wires: all of them at each step, then the next step.
void Network::runLoop(std::size_t first, std::size_t last, std::vector<at::Tensor>& slots,
                      const std::vector<bool>& kept)
{
    std::map<int, Tensors> given;      // by slot: the steps of what comes from outside
    std::map<int, Tensors> collected;  // by slot: the steps of what is wanted outside
    std::int64_t steps = m_plannedSteps, batch = 1;
    std::vector<at::Tensor> now(slots.size());
    for (std::size_t s = first; s < last; ++s) {
        for (const int slot : m_stages[s].outputs)
            if (kept[std::size_t(slot)] || m_lastReader[std::size_t(slot)] >= int(last)
                || (m_countSpikes && m_stages[s].spiking))
                collected[slot];
        for (const int slot : m_stages[s].inputs) {
            const at::Tensor& value = slots[std::size_t(slot)];
            if (!value.defined() || given.count(slot) != 0)
                continue;
            const bool timed = m_timed[std::size_t(slot)];
            batch = value.size(timed ? 1 : 0);
            if (timed) {
                given[slot] = inFullPrecision(value).unbind(0);
                steps = value.size(0);
            } else {
                now[std::size_t(slot)] = value;
            }
        }
    }
    Tensors inputs;
    for (std::int64_t t = 0; t < steps; ++t) {
        for (const auto& [slot, values] : given)
            now[std::size_t(slot)] = values[std::size_t(t)];
        showHeld(first, last, now, batch);
        for (std::size_t s = first; s < last; ++s) {
            const Stage& stage = m_stages[s];
            readInputs(stage, now, inputs);
            const Tensors outputs = run(stage, inputs, true);
            for (std::size_t i = 0; !stage.delays && i < stage.outputs.size(); ++i)
                now[std::size_t(stage.outputs[i])] = outputs[i];
            if (m_keepStates)
                for (const std::string& state : m_planned[s].spec->states)
                    if (const at::Tensor value = stage.module->stateSequence(state); value.defined())
                        m_loopStates[{stage.module->id(), state}].push_back(value);
        }
        for (auto& [slot, values] : collected)
            values.push_back(now[std::size_t(slot)]);
    }
    for (const auto& [slot, values] : collected)
        slots[std::size_t(slot)] = at::stack(values);
    for (std::size_t s = first; m_countSpikes && s < last; ++s)
        if (m_stages[s].spiking)
            count(m_stages[s], slots[std::size_t(m_stages[s].outputs[0])]);
}

at::Tensor Network::stateSequence(NodeId node, const std::string& state) const
{
    if (const auto found = m_loopStates.find({node, state}); found != m_loopStates.end())
        return at::stack(found->second);
    const NodeModule* module = find(node);
    return module ? module->stateSequence(state) : at::Tensor();
}

PortValues Network::forward(const PortValues& feeds, const std::set<EdgeEnd>& keep)
{
    std::vector<at::Tensor> slots = slotsOf(feeds, {});
    m_spikeCounts.clear();
    m_loopStates.clear();
    runStages(0, m_stages.size(), slots, keptSlots(keep));
    return resultOf(slots, keep);
}

PortValues Network::forwardRecomputed(const PortValues& feeds, const std::set<EdgeEnd>& keep, int segments)
{
    std::vector<at::Tensor> slots = slotsOf(feeds, {});
    const std::vector<bool> kept = keptSlots(keep);
    m_spikeCounts.clear();
    const std::size_t count = m_stages.size(), pieces = std::size_t(std::max(segments, 1));
    std::size_t end = 0;
    for (std::size_t piece = 0; piece < pieces; ++piece) {
        const std::size_t first = end;
        end = std::max(end, count * (piece + 1) / pieces);
        while (end > 0 && end < count && m_stages[end].loop >= 0 && m_stages[end].loop == m_stages[end - 1].loop)
            ++end;   // a loop stays in one piece
        const std::size_t last = end;
        if (first == last)
            continue;
        // What crosses the borders of this run: read inside but made before, made inside but read after (or kept).
        std::vector<int> inputs, outputs;
        std::vector<bool> madeHere(slots.size());
        for (std::size_t s = first; s < last; ++s)   // before what is read: a loop reads what comes later
            for (const int slot : m_stages[s].outputs)
                madeHere[std::size_t(slot)] = true;
        for (std::size_t s = first; s < last; ++s) {
            for (const int slot : m_stages[s].inputs)
                if (!madeHere[std::size_t(slot)] && std::find(inputs.begin(), inputs.end(), slot) == inputs.end())
                    inputs.push_back(slot);
            for (const int slot : m_stages[s].outputs) {
                if (kept[std::size_t(slot)] || m_lastReader[std::size_t(slot)] >= int(last))
                    outputs.push_back(slot);
            }
        }
        if (last == count) {   // its backward comes first: nothing would be saved
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
    std::vector<at::Tensor> slots = slotsOf(feeds, {});
    PortValues values = feeds;
    for (const Stage& stage : m_stages) {
        const bool ready = std::all_of(stage.inputs.begin(), stage.inputs.end(),
                                       [&](int slot) { return slots[std::size_t(slot)].defined(); });
        if (!stage.encoder || !ready)
            continue;
        Tensors inputs;
        readInputs(stage, slots, inputs);
        const Tensors outputs = run(stage, inputs, false);
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

std::vector<at::Tensor> Network::slotsOfStep(const PortValues& feeds, std::int64_t t)
{
    std::vector<at::Tensor> slots = slotsOf(feeds, t);
    for (const EdgeEnd& feed : m_feeds) {
        const std::size_t slot = std::size_t(m_slots.at(feed));
        if (m_timed[slot])
            slots[slot] = slots[slot].select(0, t);
    }
    m_loopStates.clear();
    for (const EdgeEnd& feed : m_feeds) {   // the first that has samples; a loss has none
        const std::int64_t axis = m_timed[std::size_t(m_slots.at(feed))] ? 1 : 0;
        if (feeds.at(feed).dim() <= axis)
            continue;
        showHeld(0, m_stages.size(), slots, feeds.at(feed).size(axis));
        break;
    }
    return slots;
}

PortValues Network::step(const PortValues& feeds, std::int64_t t, std::int64_t last, const std::set<EdgeEnd>& keep)
{
    std::vector<at::Tensor> slots = slotsOfStep(feeds, t);
    Tensors inputs;
    for (const Stage& stage : m_stages) {
        if (!stage.timed && t != last)
            continue;
        readInputs(stage, slots, inputs);
        const Tensors outputs = run(stage, inputs, true);
        if (stage.loop >= 0 && stage.delays)
            continue;   // shown before the step
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
    m_keepStates = keep;
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
        if (!stage.frozen && !stage.byLearner)
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
