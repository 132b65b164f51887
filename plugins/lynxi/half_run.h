// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/inference_net.h"

#include <stop_token>

namespace spw::lynxi {

/// Values of one op as the folder's module has them: [T * N, features] or [N, features], row-major; each a float16.
using HalfValues = std::vector<float>;

struct HalfResult {
    HalfValues output;                  // of the network's only output
    std::int64_t overflows = 0;         // numbers beyond what float16 holds
    std::string firstOverflow;          // title of the node where they begin
};

/// Runs the network as its module runs under `compile.py --check`: every layer sums exactly and rounds its result once to
/// float16; neurons round after each multiplication, addition and subtraction. The sums of float16 products are exact
/// in double for all but huge layers, so the result does not depend on their order.
/// @param input  [T * N, ...] or [N, ...], already float16.
/// @throws CancelledError when stopped.
HalfResult runInHalf(const InferenceNet& net, std::int64_t batch, const HalfValues& input, const std::stop_token& stop);

} // namespace spw::lynxi
