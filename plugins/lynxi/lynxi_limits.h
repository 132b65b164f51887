// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"
#include "core/exchange/inference_net.h"

namespace spw::lynxi {

/// The network as the folder holds it, with final weights unless there are none. Batch norms are folded where that is
/// asked for; `folded` tells which.
/// @param problems  errors: it would be refused; warnings: it would be changed.
InferenceNet lynxiNet(const Plan& plan, const Weights* weights, const ParamValues& options, Diagnostics& problems,
                      std::vector<NodeId>& folded);

/// Whether model.onnx can be written beside the module; if not, `problems` says why.
bool hasOnnx(const InferenceNet& net, Diagnostics& problems);

/// What became of the weights on the way to float16.
struct HalfWeights {
    NodeId node = 0;
    std::string title;
    double largestError = 0;
    std::int64_t tooLarge = 0;   // beyond 65504: now that
    std::int64_t vanished = 0;   // were not 0, are now
};

/// Rounds all numbers of the network to float16, weights, thresholds and resets.
std::vector<HalfWeights> roundToHalf(InferenceNet& net);

} // namespace spw::lynxi
