// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/activity.h"
#include "core/engine/checkpoint.h"
#include "core/engine/gradients.h"
#include "core/engine/job.h"
#include "core/engine/optimizer.h"
#include "core/engine/precision.h"
#include "core/engine/sample_mixer.h"
#include "core/engine/training_method.h"

#include <memory>
#include <string>
#include <vector>

namespace spw::engine {

/// Backpropagation through time over whole sequences (models.md LR1). States are forgotten after every batch.
///
/// All that a batch does follows from weights, optimizer state and (seed, epoch, batch): a run that is resumed from a
/// checkpoint, also one made in the middle of an epoch, goes on bit for bit on the same number of CPU threads.
class Trainer {
public:
    /// @throws Error if the graph has no learner, the training set is empty or the checkpoint does not fit.
    explicit Trainer(Job& job);

    RunResult run();

    // Between batches:
    void setParam(NodeId node, const std::string& name, const ParamValue& value);
    void saveCheckpoint(const std::string& name);

private:
    bool trainEpoch();   // false: stopped before its end
    void calibrateWeights();
    /// Forward and backward, gradients added up.  @return loss and readout.
    std::pair<double, at::Tensor> learn(PortValues feeds, std::int64_t epoch, std::int64_t batch);
    std::pair<double, at::Tensor> learnLocally(const PortValues& feeds);
    std::pair<double, at::Tensor> learnInPieces(const PortValues& feeds, std::int64_t pieceSteps);
    void backward(const at::Tensor& loss);
    void applyGradients(std::int64_t samples, bool writeNorms, bool endsBatch);
    std::pair<double, at::Tensor> learnByMethod(const Batch& batch, std::int64_t epoch);
    void trainBatch(Batch& batch, std::int64_t epoch);
    bool test(EpochMetrics& row, bool mayBeLast);   ///< false: cut short
    bool labelNeurons();   ///< for the weights as they are now; false: cut short
    bool finishEpoch();   ///< false: stopped during its test, which a resumed run makes first
    [[noreturn]] void failNotFinite(const Batch& batch, std::int64_t epoch);
    void publishProgress(bool now = false);
    double currentRate() const;
    double progress() const;
    RunResult result() const;

    Job& m_job;
    const PlannedNode m_learner;   // of local learners alone: their schedule, in the words of BPTT
    const bool m_byGradient, m_hasLoss, m_hasAnswer;
    Optimizer m_optimizer;
    std::unique_ptr<TrainingMethod> m_method;   // nullptr: through time
    TrainingState m_state;
    Precision m_precision;
    LossScaler m_scaler;   // float16 only
    bool m_scales = false;
    std::string m_graphHash;
    std::int64_t m_epochs = 0, m_batchSize = 1, m_batches = 0, m_samples = 0;
    std::unique_ptr<SampleMixer> m_mixer;   // null: samples stay as they are
    std::set<EdgeEnd> m_keep;
    ActivityMeter m_activity;
    std::vector<float> m_batchLoss;
    std::optional<Evaluation> m_evaluation;
    double m_lastLook = -1;   // seconds; negative: look at the next chance
    double m_startProgress = 0, m_startSeconds = 0;
};

} // namespace spw::engine
