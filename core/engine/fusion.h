// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/block_part.h"
#include "core/engine/module.h"

#include <map>
#include <vector>

namespace spw::engine {

/// Modules that follow each other, each read by the next alone: [norm], neuron, [pool].
struct FusedChain {
    std::vector<BlockPart*> parts;
    std::size_t length() const { return parts.size(); }
};

/// One module with what reads it, as fusion sees the network.
struct FusionNode {
    NodeModule* module = nullptr;
    std::vector<int> inputs, outputs;   // value slots
};

/// Chains by the position of their first module. Each module is in at most one; chains have at least two.
/// @param readers  slot: number of modules that read it.
std::map<std::size_t, FusedChain> findChains(const std::vector<FusionNode>& nodes, const std::vector<int>& readers);

} // namespace spw::engine
