// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goal.h"
#include "core/engine/loader.h"
#include "core/engine/network.h"
#include "core/engine_api.h"

#include <functional>

namespace spw::engine {

/// What an evaluation needs to know about the run it belongs to.
struct EvaluationOptions {
    Split split = Split::Test;
    std::int64_t batchSize = 16;
    bool layers = false;   // also rates and synaptic operations of every layer: about a fifth slower
    bool stepwise = false; // step by step, with memory for one step; layers are then measured on a few samples
    std::function<bool(std::int64_t done, std::int64_t all)> afterBatch;   // false: give up
};

/// Loss, accuracy (argmax, ties to the lowest class) and confusion over a split, in evaluation mode.
/// If afterBatch gave up, `samples` says how many were seen.
Evaluation evaluate(Network& network, const SampleSource& source, const Plan& plan, const Goal& goal,
                    const EvaluationOptions& options);

/// One value per class and sample, [N, C], of a readout or, as its mean over time, of a sequence [T, N, ...].
at::Tensor classScores(const at::Tensor& readout);

/// Predicted class of each row of classScores; ties go to the lowest class.
std::vector<std::int64_t> predictions(const at::Tensor& readout);

} // namespace spw::engine
