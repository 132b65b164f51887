// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange_report.h"
#include "core/run/weights_file.h"
#include "plugins/lava/chain.h"

namespace spw::lavanet {

/// Weights of one layer as real numbers, everything that stands around them put in: lengths, masks, batch norm, pools.
struct RealWeights {
    Numbers weight; // (out, in) or (out, in / groups, kh, kw); transposed: (in, out / groups, kh, kw)
    std::optional<Numbers> imaginary, recurrent;
    std::optional<std::vector<double>> bias;
    std::array<std::int64_t, 2> kernel{1, 1}, stride{1, 1}, padding{0, 0}, dilation{1, 1};
    std::int64_t groups = 1;
};
RealWeights realWeights(const Link& link, const Weights& weights);

/// A parameter of a node. @throws Error if the weights lack it.
Numbers parameterOf(const PlannedNode& node, const std::string& name, const Weights& weights);

/// The blocks in whole numbers, with a line of the report for each: what it became, and how much was lost.
/// Refusals that only the weights show are lines too.
Net quantised(const Chain& chain, const Weights& weights, const ParamValues& options, ExchangeReport& report);

} // namespace spw::lavanet
