// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/inference_net.h"

#include <string>

namespace spw {

struct OnnxOptions {
    int opset = 11;                 // 11 or 12
    std::int64_t batch = 1;
    bool fourAxes = true;           // refuse values of more than four axes
    /// Neurons charge as those of Lynxi do, (1 - 1/tau) v + x / tau, with these two factors rounded to float16, instead of
    /// the studio's v + (x - v) / tau.
    bool lynxiNeurons = false;
    std::string name = "network";
};

/// What ONNX cannot say: errors. Needs no weights.
Diagnostics onnxLimits(const InferenceNet& net, const OnnxOptions& options);

/// The file: all steps written out, sequences as [T * N, ...] with time first, shapes fixed. Needs net.steps, arrays, and
/// no errors among onnxLimits().
std::string onnxModel(const InferenceNet& net, const OnnxOptions& options);

/// Of a value of the network, as it stands in the file.
std::vector<std::int64_t> onnxShape(const InferenceNet& net, std::size_t op, const OnnxOptions& options);

/// Factors of the leak as Lynxi has them: {1 - 1/tau, 1/tau or 1}, as float16 holds them.
std::pair<float, float> lynxiFactors(const SpikingRule& rule);

} // namespace spw
