// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"

#include <memory>
#include <string_view>
#include <vector>

namespace spw::engine {

/// Makes the module of one planned node.
using BuildFunction = std::unique_ptr<NodeModule> (*)(const PlannedNode& node, BuildContext& context);

struct Builder {
    std::string_view id;   // NodeSpec::id
    BuildFunction build;
};

/// Every node type that computes inside the network. Datasets and event transforms are read by the loader, the
/// learner by the trainer, probes by the monitor; a test holds that each catalogue entry has exactly one of these.
const std::vector<Builder>& builders();

/// nullptr if the node type does not compute inside the network.
const Builder* findBuilder(std::string_view id);

// One function a file; the rows of the list are in builder_list.cpp.
std::unique_ptr<NodeModule> buildConv2d(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildLinear(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildMaxPool2d(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildAvgPool2d(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildSumPool2d(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildBatchNorm2d(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildDropout(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildFlatten(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildVoting(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildFusedNeuron(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildDirectEncoder(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildPoissonEncoder(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildRateReadout(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildMseLoss(const PlannedNode& node, BuildContext& context);
std::unique_ptr<NodeModule> buildCrossEntropyLoss(const PlannedNode& node, BuildContext& context);

} // namespace spw::engine
