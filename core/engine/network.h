// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/feed_check.h"
#include "core/engine/fusion.h"
#include "core/engine/module.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace spw::engine {

/// Values at ports: what the data loader gives, and what a pass leaves.
using PortValues = std::map<EdgeEnd, at::Tensor>;

/// The modules of a planned graph and how values travel between them.
///
///     Network network(plan, seed, at::kCPU);
///     network.setTraining(true);
///     const PortValues out = network.forward(batch.values, {{loss, "loss"}});
///     out.at({loss, "loss"}).backward();
///     network.reset();
class Network {
public:
    /// Takes every node that computes; the same plan and seed give the same weights on every device.
    /// @throws Error if the plan has errors or needs something that the engine lacks.
    Network(const Plan& plan, std::uint64_t seed, c10::Device device);
    ~Network();

    /// Outputs of datasets and event transforms that the modules read.
    const std::set<EdgeEnd>& feeds() const { return m_feeds; }
    c10::Device device() const { return m_device; }

    /// All steps, layer by layer.  @param feeds  data, and optionally outputs of modules, which are then not run.
    /// @param keep  ports to return beside the feeds; others are freed when last read.
    PortValues forward(const PortValues& feeds, const std::set<EdgeEnd>& keep);
    /// The same with less memory: the modules are split into `segments` runs, of which only the first inputs are kept;
    /// backward computes each run once more. Values and gradients are bit-equal to forward()'s, if all states were
    /// reset and reseed() was called before it. Chen et al. 2016.
    PortValues forwardRecomputed(const PortValues& feeds, const std::set<EdgeEnd>& keep, int segments);
    /// The feeds with the outputs of the encoders that read nothing else, so that time can be cut into pieces.
    PortValues encode(const PortValues& feeds);
    /// Steps [from, from + count) of everything that has steps.
    PortValues window(const PortValues& values, std::int64_t from, std::int64_t count) const;
    /// All steps, step by step: the same values (up to batch norm while training, models.md 11), sequences stacked.
    PortValues forwardByStep(const PortValues& feeds, const std::set<EdgeEnd>& keep);
    /// Step `t` alone, going on from the last one. Losses are computed at step `last` only.
    PortValues step(const PortValues& feeds, std::int64_t t, std::int64_t last, const std::set<EdgeEnd>& keep);
    /// Step `t` alone for learning online (models.md LR8, LR9): readouts and losses judge what this step gave, and layers
    /// behind an OTTT neuron learn from the trace of its spikes.
    /// @param encoded  what the encoders gave: used if it is filled, filled if it is empty.
    PortValues onlineStep(const PortValues& feeds, std::int64_t t, const std::set<EdgeEnd>& keep, PortValues& encoded);
    /// Computes in place of a module's forward() and step().
    using StandIn = std::function<Tensors(NodeModule& module, const Tensors& inputs)>;
    /// By node; empty: every module computes itself.
    void setStandIns(std::map<NodeId, StandIn> standIns) { m_standIns = std::move(standIns); }
    /// While on, forward() counts the spikes of each neuron over all steps and samples.
    void countSpikes(bool count) { m_countSpikes = count; }
    /// What was counted in the last forward(): by spiking node, one number a neuron (in memory order), with the number
    /// of samples and steps.
    struct SpikeCount {
        at::Tensor perNeuron;
        std::int64_t samples = 0, steps = 0;
    };
    const std::map<NodeId, SpikeCount>& spikeCounts() const { return m_spikeCounts; }

    /// Values of a probe-able state over the steps of the last pass, or of the last step(); undefined if there are none.
    at::Tensor stateSequence(NodeId node, const std::string& state) const;

    /// Number of steps of these feeds (of an encoder's T if they have no time).
    std::int64_t stepsOf(const PortValues& feeds) const;

    void reset();
    void detach();
    void reseed(std::uint64_t seed);
    void setTraining(bool training);
    void keepStates(bool keep);

    const std::vector<NodeModule*>& modules() const { return m_modules; }   // in the order they run
    NodeModule* find(NodeId id) const;                                      // nullptr: no such module

    struct Entry {
        NodeId node = 0;
        std::string name;   // "Conv 1/weight", as in weights files
        at::Tensor tensor;
    };
    std::vector<Entry> parameters() const;
    std::vector<Entry> trainable() const;   // parameters() without those of frozen nodes
    std::vector<Entry> buffers() const;

private:
    struct Stage;
    void runStages(std::size_t first, std::size_t last, std::vector<at::Tensor>& slots, const std::vector<bool>& kept);
    void runLoop(std::size_t first, std::size_t last, std::vector<at::Tensor>& slots, const std::vector<bool>& kept);
    void showHeld(std::size_t first, std::size_t last, std::vector<at::Tensor>& now, std::int64_t batch) const;
    std::size_t endOfLoop(std::size_t stage) const;
    std::vector<bool> keptSlots(const std::set<EdgeEnd>& keep) const;
    PortValues resultOf(const std::vector<at::Tensor>& slots, const std::set<EdgeEnd>& keep) const;
    std::size_t runChain(std::size_t first, std::size_t end, std::vector<at::Tensor>& slots, const std::vector<bool>& kept);
    void count(const Stage& stage, const at::Tensor& spikes);
    void readInputs(const Stage& stage, const std::vector<at::Tensor>& slots, Tensors& inputs) const;
    std::vector<at::Tensor> slotsOf(const PortValues& feeds, std::optional<std::int64_t> step) const;
    std::vector<at::Tensor> slotsOfStep(const PortValues& feeds, std::int64_t t);
    Tensors learnFromTrace(const Stage& stage, const Tensors& inputs, std::vector<at::Tensor>& traces) const;
    Tensors run(const Stage& stage, const Tensors& inputs, bool oneStep) const;

    c10::Device m_device;
    std::vector<std::unique_ptr<NodeModule>> m_owned;
    std::vector<NodeModule*> m_modules;
    std::vector<Stage> m_stages;
    std::vector<PlannedNode> m_planned;  // as m_stages
    std::map<EdgeEnd, int> m_slots;      // where the value of a port lies during a pass
    std::vector<bool> m_timed;           // slot: has steps
    std::vector<int> m_lastReader;       // slot: stage after which it is not needed, -1: never read
    std::map<std::size_t, FusedChain> m_chains;   // by first stage
    std::map<std::pair<NodeId, std::string>, Tensors> m_loopStates;   // by step, of nodes on loops
    bool m_countSpikes = false, m_keepStates = false;
    std::uint64_t m_seed = 0;            // of the last reseed()
    std::map<NodeId, SpikeCount> m_spikeCounts;
    std::map<NodeId, StandIn> m_standIns;
    std::set<EdgeEnd> m_feeds;
    std::map<EdgeEnd, FeedRule> m_feedRules;
    std::int64_t m_plannedSteps = 1;
};

} // namespace spw::engine
