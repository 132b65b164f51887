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

// One function a file, declared from the rows of core/nodes/<family>/list.h.
#define SPW_NODE(spec, build) std::unique_ptr<NodeModule> build(const PlannedNode& node, BuildContext& context);
#define SPW_NODE_OUTSIDE(spec)
#include "core/nodes/all_lists.h"

/// Every neuron of kernels/dynamics/neuron_list.h.
std::unique_ptr<NodeModule> buildFusedNeuron(const PlannedNode& node, BuildContext& context);
/// Every neuron of kernels/dynamics/sequence_list.h. Also: NodeSpec::states names its states in the order of the
/// functor; `requires_grad` off fixes its learnables, `shared_param` off gives each channel its own.
std::unique_ptr<NodeModule> buildSequenceNeuron(const PlannedNode& node, BuildContext& context);

} // namespace spw::engine
