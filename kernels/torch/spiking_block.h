// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/layer_ops.h"
#include "kernels/torch/neuron_ops.h"

#include <optional>
#include <vector>

/// Batch normalisation, neuron and max pooling as one pass over the memory. A block's activations do not fit a cache,
/// a picture's do: so each picture goes through all three while it is in the cache, step by step, and neither the
/// normalised input nor the unpooled spikes are ever written out. Same numbers as the three operators in a row.
namespace spw::ops {

struct BlockNorm {
    at::Tensor weight, bias;               // [C]; both or none
    at::Tensor runningMean, runningVar;    // [C] or undefined; updated in training
    bool training = true;                  // normalise by the batch
    double momentum = 0.1, eps = 1e-5;
};

struct BlockPool {
    Pair kernel{2, 2}, stride{2, 2}, padding{0, 0};
    bool ceilMode = false;
};

struct BlockConfig {
    std::optional<BlockNorm> norm;
    NeuronConfig neuron;                   // storeV must be off
    std::optional<BlockPool> pool;
    bool countSpikes = false;              // fill BlockOutput::counts
};

struct BlockOutput {
    at::Tensor spikes;                     // [T, N, C, H', W']
    std::vector<at::Tensor> state;         // final state variables [N, C, H, W]; they carry no gradient
    at::Tensor counts;                     // [C, H, W] spikes of each neuron over all steps and samples, or undefined
};

/// True if runBlock can take `x` [T, N, C, H, W] with this neuron: CPU, float32, channels-last pictures, one state
/// variable, nothing learnable in the neuron, a norm (if any) that uses the batch or needs no gradient.
bool canRunBlock(const at::Tensor& x, const BlockConfig& config);

/// Runs all steps from the reset state. @throws c10::Error if canRunBlock is false.
BlockOutput runBlock(const at::Tensor& x, const BlockConfig& config);

} // namespace spw::ops
