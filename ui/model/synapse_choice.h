// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

#include <vector>

/// Which nodes hold a matrix of weights, and which learner and neuron belong to them. Looks at the graph alone.
namespace spw::ui {

/// True for nodes whose weights lead from inputs to outputs: Linear, convolutions, their relatives of other families.
bool isSynapse(const NodeSpec* spec);
std::vector<NodeId> synapsesOf(const Graph& graph);
/// The learner that trains a synapse; 0: none.
NodeId learnerOf(const Graph& graph, NodeId synapse);
/// The neuron that a synapse feeds, past what lies between them; 0: none.
NodeId neuronAfter(const Graph& graph, NodeId synapse);
/// The synapse a node speaks of: itself, what this learner trains, what feeds this neuron; 0: none.
NodeId synapseFor(const Graph& graph, NodeId node);

} // namespace spw::ui
