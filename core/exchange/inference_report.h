// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange_report.h"
#include "core/exchange/inference_net.h"

namespace spw {

/// "Conv", "LIF": what an op is called in reports and manifests.
std::string opName(const InferenceOp& op);

/// A line for every node of the plan: what it became in `net`, or why it is not in it.
/// @param folded  batch norms that are part of the layer before them (foldBatchNorms).
void reportNet(ExchangeReport& report, const Plan& plan, const InferenceNet& net, const std::vector<NodeId>& folded);

} // namespace spw
