// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goal.h"
#include "core/engine/loader.h"
#include "core/engine/network.h"
#include "core/run/snapshot.h"

#include <functional>

namespace spw::engine {

/// A quantity to record: an output port, or a state of a node.
struct ProbePoint {
    const PlannedNode* node = nullptr;
    std::string quantity;
    bool isState = false;
    std::int64_t keepUnits = 0;   // at most so many, evenly spaced; 0: all
};

/// What to record: `ends` (ports or states), or spikes and membrane of every neuron if there are none; and the
/// graph's own probe nodes.
/// @param allUnits  keep every unit of a state (for a file), not only as many as a scope shows.
/// @throws Error naming a node or quantity that does not exist.
std::vector<ProbePoint> probePoints(const Plan& plan, const std::vector<EdgeEnd>& ends, bool allUnits);

/// Lets the network look at one sample and writes down what happens inside. Training is not disturbed: evaluation
/// mode, no gradients, states forgotten before and after.
class Monitor {
public:
    Monitor(Network& network, const SampleSource& source, const Plan& plan, const Goal& goal,
            std::vector<ProbePoint> points);

    std::shared_ptr<SampleRecord> look(Split split, std::int64_t index);
    std::shared_ptr<SampleRecord> look(const std::filesystem::path& eventFile);

    /// The same, one time step a call; the record grows.  @return false after the last step.
    void begin(const std::shared_ptr<const PreparedSample>& sample, SampleRecord& record);
    /// As begin(), but the network learns as in training: normalisation and masks at work.
    void beginTraining(const std::shared_ptr<const PreparedSample>& sample, std::uint64_t seed, SampleRecord& record);
    std::int64_t steps() const { return m_steps; }
    /// Who else looks at each step: these ports are kept for it; states that no module has are asked of `state`.
    struct Observer {
        std::set<EdgeEnd> ports;
        std::function<void(const PortValues& feeds, const PortValues& values, std::int64_t step)> look;
        std::function<at::Tensor(NodeId node, const std::string& state)> state;
    };
    void setObserver(Observer observer) { m_observer = std::move(observer); }
    bool stepOnce(SampleRecord& record);
    void end();

    /// Record with events, names and label, but without probes.
    SampleRecord describe(Split split, std::int64_t index) const;
    SampleRecord describe(const std::filesystem::path& eventFile) const;

private:
    void runAll(const std::shared_ptr<const PreparedSample>& sample, SampleRecord& record);
    void addRecord(const ProbePoint& point, const at::Tensor& sequence, SampleRecord& record) const;
    void appendStep(ProbeRecord& probe, const ProbePoint& point, const at::Tensor& values) const;
    ProbeRecord emptyRecord(const ProbePoint& point, const at::Tensor& values, bool sequence) const;
    void setOutput(const at::Tensor& readout, SampleRecord& record) const;
    std::set<EdgeEnd> keep() const;
    bool answersAtEveryStep() const;   // the goal looks at a sequence, not at a readout

    Network& m_network;
    const SampleSource& m_source;
    const Plan& m_plan;
    const Goal& m_goal;
    std::vector<ProbePoint> m_points;
    Observer m_observer;
    std::uint64_t m_serial = 0;
    Batch m_batch;   // while stepping
    at::Tensor m_outputSum;
    std::int64_t m_step = 0, m_steps = 0;
};

} // namespace spw::engine
