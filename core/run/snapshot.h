// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/graph/graph_edit.h"
#include "core/run/synapse_view.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace spw {

enum class RunState { Preparing, Running, Pausing, Paused, Cancelling, Finished, Cancelled, Failed };
const char* runStateName(RunState state);   // "running"
inline bool isOver(RunState s)
{
    return s == RunState::Finished || s == RunState::Cancelled || s == RunState::Failed;
}

/// One line of metrics.csv. NaN where not measured.
struct EpochMetrics {
    std::int64_t epoch = 0;                 // 1 for the first
    double trainLoss, trainAccuracy, testLoss, testAccuracy, learningRate, seconds, samplesPerSecond;
};

/// Values of one probed quantity over the steps of one sample.
struct ProbeRecord {
    NodeId node = 0;
    std::string nodeName;
    std::string quantity;                   // output port ("s", "y") or state ("v")
    bool spikes = false;                    // values are 0/1
    std::int64_t steps = 0, units = 0;
    std::vector<std::int64_t> shape;        // of the units, e.g. 16,34,34
    std::vector<std::int64_t> unitIndex;    // unit of each column if only some were kept; empty: all, in order
    std::vector<float> values;              // dense [steps][kept units]; empty for spikes
    std::vector<std::uint32_t> spikeStep, spikeUnit;   // spikes as pairs, sorted by step then unit
    double threshold = 0, reset = 0;        // of a neuron's v
    bool hasThreshold = false;
};

/// The network looking at one sample: what all scopes show.
struct SampleRecord {
    std::uint64_t serial = 0;               // grows with every new record
    Split split = Split::Test;
    std::int64_t index = 0, label = 0, prediction = -1, steps = 0;
    std::string name;
    std::int64_t epoch = 0, batch = 0;      // when it was made
    Events events;                          // of the sample, if the dataset has events
    std::vector<std::int64_t> frameEdges;   // steps+1 times (us) of the frames made from them, if known
    std::vector<double> output;             // readout per class
    std::vector<std::string> classNames;
    std::vector<ProbeRecord> probes;
};

/// Activity of one spiking node, mean over the last batches.
struct NodeActivity {
    double rate = 0;                        // spikes per neuron and step, 0..1
    double deadShare = 0, saturatedShare = 0;
};

/// State of a run at one moment. Immutable once published; views pull the latest one.
struct Snapshot {
    std::uint64_t serial = 0;
    RunState state = RunState::Preparing;
    std::string message;                    // "Decoding 1,000 recordings", the error if failed
    std::string errorWhere, errorFix;
    std::int64_t epoch = 0, epochs = 0;     // epoch under way (1-based), of how many
    std::int64_t batch = 0, batches = 0;
    double progress = 0;                    // 0..1 of the whole run
    double elapsedSeconds = 0, etaSeconds = -1;   // -1: not known yet
    double samplesPerSecond = 0;
    double loss = 0, accuracy = 0;          // running, of this epoch's training batches
    std::shared_ptr<const std::vector<EpochMetrics>> epochsDone;
    std::shared_ptr<const std::vector<float>> batchLoss;      // of every training batch so far
    std::map<NodeId, NodeActivity> activity;
    std::shared_ptr<const SampleRecord> sample;
    std::vector<std::shared_ptr<const SynapseView>> synapses;   // those of learners, and those that are watched
    std::string device;
    std::filesystem::path runDir;
};

} // namespace spw
