// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"
#include "core/exchange/inference_net.h"
#include "plugins/lynxi/half_run.h"

#include <optional>

namespace spw::lynxi {

/// The batch in reference.npz and what the networks make of it.
struct Reference {
    std::vector<std::int64_t> inputShape, outputShape;   // as the module takes and gives them
    HalfValues input, output;                            // float16
    std::vector<float> studio;                           // output of the studio's network in float32; empty: steps differ
    std::vector<float> labels;                           // empty: made-up input
    std::string madeUp;                                  // why the input is made up; empty: samples of the project
    std::int64_t overflows = 0;
    std::string firstOverflow;
};

/// @param half  the network as it is exported.
Reference makeReference(const ExportRequest& request, const InferenceNet& half, std::int64_t batch);

/// Share of samples whose largest output is that of their label, of equal ones the first; nothing without labels or classes.
std::optional<double> accuracy(const std::vector<float>& output, const Reference& reference);

} // namespace spw::lynxi
