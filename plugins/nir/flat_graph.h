// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange_report.h"
#include "plugins/nir/nir_file.h"

#include <map>
#include <set>

namespace spw::nir {

/// A NIR graph without subgraphs: "rec.w" is the node w of the subgraph rec.
struct FlatGraph {
    struct Entry {
        std::string name;
        Node node;
    };
    std::vector<Entry> nodes;                       // sorted by name
    std::vector<std::pair<int, int>> edges;         // sorted, each once
    std::map<std::string, Items> subgraphs;         // metadata of those that are gone
    /// Edges on loops that have to wait a step, so that no loop is without one.
    std::set<std::pair<int, int>> delayed;
};

/// Whether a node keeps something from one step to the next.
bool isNeuron(const std::string& type);
/// Whether it is one of NIR's primitives.
bool isPrimitive(const std::string& type);

/// Checks names of nodes, types and edges on the way.
/// @param repair  edges to a node that does not exist go to the only one that they can mean.
/// @throws Error naming the node, what is wrong with it and the remedy.
FlatGraph flatten(const File& file, const std::string& where, bool repair, ExchangeReport& report);

/// Our own note on a weight layer of a loop: the step waits behind it, not in front.
bool waitsBehind(const Node& node);

/// Finds loops and says which edges wait a step: those that leave a neuron, as frameworks feed back the output of the
/// step before. A delay of at least a step needs no other.
/// @param holds  nodes that hold their output for a step anyway.
void cutLoops(FlatGraph& graph, const std::set<int>& holds);

} // namespace spw::nir
