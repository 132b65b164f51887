// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/exchange/network_view.h"
#include "core/run/weights_file.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// A network as a list of plain layers with their final numbers: what writers of ONNX, PyTorch modules and the like need.
/// Weight norm, masks and rounding of weights are carried out, learned time constants are numbers, dropout is gone.
namespace spw {

/// Row-major.
struct NetArray {
    std::vector<std::int64_t> shape;
    std::vector<float> data;
};

/// H = V + (X - (V - r)) * tauInverse, or V - (V - r) * tauInverse + X, or without leak V + X; r is the reset or 0. Fires at
/// H >= threshold; then V = reset, or without one V = H - threshold.
struct SpikingRule {
    bool leaks = false, decayInput = true;
    float tauInverse = 0, threshold = 1;
    double tau = 0;                         // as set; 0 where it was learned
    std::optional<float> reset;
};

struct InferenceOp {
    enum class Kind {
        Input,              // what comes from outside
        Repeat,             // a value without time, shown at every step
        Conv, ConvTranspose, Linear,
        BatchNorm,          // with running statistics
        MaxPool, AveragePool, AdaptiveAveragePool,
        Reshape,            // features to `shape`
        Voting,             // mean of `size` neighbours
        Relu,
        Spiking,            // SpikingRule
        OtherNeuron,        // any other neuron, see `planned`
        Add, Subtract, Multiply, Mean, Largest, Smallest,   // of all inputs
        AndNot,             // (1 - input 0) * input 1
        Concat,             // along feature axis `axis`
        OverTime,           // one value a sample: `reduce` mean, sum, max or last
    };
    Kind kind = Kind::Input;
    std::string name;                       // a word of Python, unique: "conv_1"
    NodeId node = 0;
    std::string title;                      // of the node, for messages
    const PlannedNode* planned = nullptr;
    EdgeEnd end;                            // the output it computes
    std::vector<std::size_t> inputs;        // earlier ops
    std::vector<std::int64_t> shape;        // features: without time and batch
    bool overTime = true;                   // [T, N, shape], else [N, shape]

    std::vector<std::int64_t> kernel, stride, padding, dilation, outputPadding;   // one number a side
    std::int64_t groups = 1;
    std::string paddingMode = "zeros";
    bool ceil = false, countPadding = true;
    std::map<std::string, NetArray> arrays; // weight, bias; mean, var: as PyTorch shapes them; learned numbers of neurons
    double eps = 0;
    std::int64_t size = 0, axis = 0;
    std::string reduce;
    SpikingRule rule;
};

struct InferenceNet {
    std::vector<InferenceOp> ops;           // each after its inputs
    std::vector<std::size_t> inputs, outputs;
    std::int64_t steps = 0;                 // T; 0: not said by the project

    std::vector<std::size_t> readers(std::size_t op) const;
    bool isOutput(std::size_t op) const;
};

struct InferenceOptions {
    std::int64_t steps = 0;                 // shows pictures so often; 0: as the project says
    bool otherNeurons = false;              // neurons beyond SpikingRule come as OtherNeuron instead of a refusal
    std::string target = "the file";        // for messages: "Lynxi"
};

/// @param weights   complete; nullptr while only the structure is asked for: arrays then stay empty.
/// @param problems  what cannot be said with plain layers, as errors; what is left out or changed, as warnings. With errors
///                  the result is incomplete.
/// `plan` must outlive the result.
InferenceNet inferenceNet(const Plan& plan, const Weights* weights, const InferenceOptions& options, Diagnostics& problems);

/// Whether the batch norm `op` can be multiplied into the convolution or linear layer before it, which nothing else reads.
bool canFold(const InferenceNet& net, std::size_t op);
/// Does so wherever it can. @return nodes of the batch norms that are gone.
std::vector<NodeId> foldBatchNorms(InferenceNet& net);

/// The number of elements. @throws Error if they cannot be counted.
std::int64_t elementCount(const std::vector<std::int64_t>& shape);

} // namespace spw
