// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/fusion.h"

#include <algorithm>

namespace spw::engine {

std::map<std::size_t, FusedChain> findChains(const std::vector<FusionNode>& nodes, const std::vector<int>& readers)
{
    std::map<std::size_t, FusedChain> chains;
    std::size_t next = 0;
    for (std::size_t first = 0; first < nodes.size(); first = std::max(first + 1, next)) {
        FusedChain chain;
        bool hasNeuron = false;
        for (std::size_t i = first; i < nodes.size(); ++i) {
            auto* part = dynamic_cast<BlockPart*>(nodes[i].module);
            if (!part)
                break;
            const bool fits = part->kind() == BlockPart::Kind::Norm     ? chain.parts.empty()
                              : part->kind() == BlockPart::Kind::Neuron ? !hasNeuron
                                                                        : hasNeuron;
            if (!fits)
                break;
            if (i > first) {   // the one before must feed this one, and nothing else
                const int between = nodes[i - 1].outputs.at(0);
                if (nodes[i].inputs != std::vector<int>{between} || readers[std::size_t(between)] != 1)
                    break;
            }
            hasNeuron = hasNeuron || part->kind() == BlockPart::Kind::Neuron;
            chain.parts.push_back(part);
            if (part->kind() == BlockPart::Kind::Pool)
                break;
        }
        next = first + 1;
        if (hasNeuron && chain.length() > 1) {
            next = first + chain.length();
            chains.emplace(first, std::move(chain));
        }
    }
    return chains;
}

} // namespace spw::engine
