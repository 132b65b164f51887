// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/document/document.h"
#include "core/exchange/network_runner.h"
#include "core/run/snapshot.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The engine as seen by those who must not load LibTorch to look at it: the studio opens the engine library in the
/// background and gets one Engine. The command line links the library and uses the same interface.
namespace spw {

inline constexpr int kEngineApi = 3;

struct EngineInfo {
    std::string torchVersion;
    std::string blas;                       // "OpenBLAS 0.3.21", "reference BLAS"
    bool blasIsReference = false;           // 25 times slower: warn
    std::vector<std::string> devices;       // "cpu", "cuda:0"
    std::vector<std::string> deviceNames;   // for people
    int threads = 1;
};

/// Live: the network runs tick by tick over training samples with its learners at work, until it is stopped.
enum class RunMode { Train, Evaluate, Simulate, Live };
enum class StepUnit { Tick, Sample, Batch, Epoch };

struct RunRequest {
    RunMode mode = RunMode::Train;
    Document document;
    std::filesystem::path base;             // folder of the project file, for relative data paths
    std::filesystem::path runDir;           // created; empty: nothing is written to disk
    std::string name;
    std::optional<std::int64_t> epochs;     // instead of the learner's
    std::optional<std::filesystem::path> resume;    // a checkpoint folder
    std::optional<std::filesystem::path> weights;   // a weights .h5
    bool startPaused = false;
    bool background = false;                // studio: lower priority, leave the UI its share
    // What the scopes see; every `monitorSeconds` during training, always in Simulate.
    Split monitorSplit = Split::Test;
    std::int64_t monitorIndex = 0;
    double monitorSeconds = 0.5;            // <= 0: never
    std::vector<EdgeEnd> probes;            // (node, port or state); empty: spikes and v of every neuron
    std::optional<std::filesystem::path> inputFile;     // Simulate: an event file instead of a sample
    std::optional<std::filesystem::path> recording;     // Simulate: HDF5 file to write
    Split split = Split::Test;              // Evaluate
    double stepsPerSecond = 0;              // Simulate, Live; 0: as fast as possible
};

/// Result of Evaluate (also of the last test of a training run).
struct Evaluation {
    double loss = 0, accuracy = 0;
    std::int64_t samples = 0;
    std::vector<std::string> classNames;
    std::vector<std::vector<std::int64_t>> confusion;   // [label][prediction]
    struct Layer {
        NodeId node = 0;
        std::string name;
        double rate = 0, deadShare = 0, saturatedShare = 0, synOps = 0;   // synOps per sample
        double energy = 0;   // joules per sample, estimated: additions for spikes, multiply-adds for analog inputs
    };
    std::vector<Layer> layers;
};

struct RunResult {
    RunState state = RunState::Finished;
    std::int64_t epochs = 0;
    double trainLoss = 0, trainAccuracy = 0, testLoss = 0, testAccuracy = 0, bestTestAccuracy = 0;
    double samplesPerSecond = 0, seconds = 0;
    std::int64_t peakRssBytes = 0;
    std::string device;
    std::filesystem::path runDir;
    std::optional<Evaluation> evaluation;
};

/// One job on its own worker thread. All calls return at once except wait().
class Run {
public:
    virtual ~Run() = default;               // cancels and waits
    virtual RunState state() const = 0;
    virtual std::shared_ptr<const Snapshot> snapshot() const = 0;   // never null, lock-free
    virtual void pause() = 0;
    virtual void resume() = 0;
    virtual void step(StepUnit unit) = 0;   // from paused: advance by one, pause again
    virtual void stop() = 0;                // the checkpoint is written, the run is marked cancelled
    /// Applied between batches; only parameters with Applies::Live. @throws Error otherwise.
    virtual void setParam(NodeId node, const std::string& name, const ParamValue& value) = 0;
    virtual void setMonitor(Split split, std::int64_t index) = 0;
    virtual void checkpointNow() = 0;
    /// Simulate and Live: ticks a second from now on; 0: as fast as possible.
    virtual void setSpeed(double stepsPerSecond) = 0;
    /// Nodes whose weights snapshots show besides those of learners; unknown ones and those without weights do not.
    virtual void watchWeights(std::vector<NodeId> synapses) = 0;
    /// Waits for the end. @throws the Error of a failed run.
    virtual RunResult wait() = 0;
};

class Engine {
public:
    virtual ~Engine() = default;
    virtual EngineInfo info() const = 0;
    /// @throws Error if the graph cannot run (all diagnostics joined) or the device is missing.
    virtual std::unique_ptr<Run> start(RunRequest request) = 0;
    /// The network of a project for exporters and importers, run on the calling thread.
    /// @throws Error if the graph has problems or the weights do not fit it.
    virtual std::unique_ptr<NetworkRunner> open(const NetworkRequest& request) = 0;
    /// Folders in `<project>.runs`, newest first, that hold a checkpoint fitting this graph.
    virtual std::vector<std::filesystem::path> checkpoints(const std::filesystem::path& runsFolder,
                                                           const Graph& graph) const = 0;
};

/// The engine library's one exported symbol. Returns nullptr and sets `reason` if it cannot serve `api`.
extern "C" Engine* spwCreateEngine(int api, const char** reason);
using CreateEngineFunction = Engine* (*)(int, const char**);

} // namespace spw
