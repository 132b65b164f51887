// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/graph_hash.h"
#include "core/engine/learners/local_learners.h"
#include "core/engine/network.h"
#include "core/engine/optimizer.h"
#include "core/run/snapshot.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spw::engine {

/// Where a training run is, beside weights and optimizer state.
struct TrainingState {
    std::uint64_t seed = 0;
    double baseRate = 0;    // learning rate before the schedule; may have been changed while running
    std::int64_t epoch = 0; // epochs done
    std::int64_t batch = 0; // batches done in the epoch under way
    double lossSum = 0;     // of this epoch so far
    std::int64_t correct = 0, seen = 0;
    double epochSeconds = 0; // spent on this epoch so far
    double lossScale = 65536; // of float16 training
    double bestAccuracy = -1;
    std::int64_t trained = 0; // samples and seconds of all finished epochs
    double trainSeconds = 0;
    std::map<std::pair<NodeId, std::string>, ParamValue> liveParams;   // changed while running
    std::vector<EpochMetrics> metrics;
    std::vector<Network::Entry> method;   // what the learner's method remembers (TrainingMethod::state)
};

/// Writes weights.h5, optimizer.h5 and state.json as one folder, all or nothing.  @throws Error with the
/// system's reason.
void writeCheckpoint(const std::filesystem::path& folder, const std::string& graphHash,
                     const Network& network, const Optimizer& optimizer, const LocalLearners& learners, const TrainingState& state);

/// Puts weights and optimizer state in place.  @throws Error if files are missing or damaged, or if the
/// checkpoint was written by another graph.
TrainingState readCheckpoint(const std::filesystem::path& folder, const std::string& graphHash,
                             Network& network, Optimizer& optimizer, LocalLearners& learners);

/// Weights alone, by name; a checkpoint folder stands for its weights.h5.
/// @throws Error naming the first parameter that is missing or has another shape.
void loadWeights(Network& network, const std::filesystem::path& file);

/// Checkpoint folders below `<runs>/*/checkpoints` with this hash, newest first. Unreadable ones are left
/// out.
std::vector<std::filesystem::path> fittingCheckpoints(const std::filesystem::path& runs,
                                                      const std::string& graphHash);

} // namespace spw::engine
