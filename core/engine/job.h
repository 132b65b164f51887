// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goal.h"
#include "core/engine/learners/local_learners.h"
#include "core/engine/monitor.h"
#include "core/engine/network.h"
#include "core/engine/run_control.h"
#include "core/engine/run_folder.h"
#include "core/engine/sample_source.h"
#include "core/engine/snapshot_slot.h"
#include "core/engine/synapse_views.h"

#include <chrono>
#include <functional>
#include <memory>

namespace spw::engine {

/// What all modes of a run share: the request, the planned graph, the network and its data, and how to tell others.
/// Lives on the worker's thread, except for `control` and `slot`, which others reach too.
struct Job {
    Job(const RunRequest& request, RunControl& control, SnapshotSlot& slot);

    const RunRequest& request;
    RunControl& control;
    SnapshotSlot& slot;
    Plan plan;
    Goal goal;
    RunFolder folder;
    std::unique_ptr<Network> network;
    std::unique_ptr<LocalLearners> learners;   // STDP and its kin; none: an empty set
    std::unique_ptr<SampleSource> source;
    std::unique_ptr<Monitor> monitor;
    std::unique_ptr<SynapseViews> synapses;
    std::uint64_t seed = 0;

    /// Publishes if something changed lately or at once if `now`.
    void publish(bool now = false);
    void say(const std::string& message);   // to snapshot and log
    double elapsed() const;                 // seconds, without pauses
    /// Looks at the monitored sample and puts the record into the snapshot.
    void look();
    void setMonitor(Split split, std::int64_t index);

    // Set by the mode while it runs; called on the worker's thread.
    std::function<void(NodeId, const std::string&, const ParamValue&)> onParam;
    std::function<void()> onCheckpoint;

    Split monitorSplit;
    std::int64_t monitorIndex;
    std::int64_t epoch = 0, batch = 0;      // where the run is, for records
    std::int64_t step = 0;                  // steps so far
    double activeSeconds() const { return elapsed() - control.pausedSeconds(); }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// The device of the request. @throws MissingDeviceError.
c10::Device deviceOf(const std::string& name);
std::string deviceText(c10::Device device);

RunResult runTraining(Job& job);
RunResult runEvaluation(Job& job);
RunResult runSimulation(Job& job);
RunResult runLive(Job& job);

/// Applies a live parameter to the network; the learner's are the trainer's own.
void setNetworkParam(Job& job, NodeId node, const std::string& name, const ParamValue& value);

} // namespace spw::engine
