// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goldens/lava_chain.h"

#include <filesystem>

namespace spw::engine::golden {

/// One block of a network that lava-dl exported (HDF5, formats.md 1), as it stands in the file.
struct LavaLayer {
    std::string type;           // "dense", "conv", ...
    std::string neuron;         // "CUBA", ... ; empty: none
    std::string activation;     // of a sigma-delta neuron
    std::vector<std::int64_t> shape;
    std::map<std::string, at::Tensor> values;   // by path, "weight", "weight/real", "neuron/vThMant"; doubles

    bool has(const std::string& name) const { return values.count(name) != 0; }
    const at::Tensor& at(const std::string& name) const;   // @throws Error
    std::int64_t number(const std::string& name) const;    // @throws Error
};

/// All blocks in order, for comparing what they compute. @throws Error if the file is not such a network.
std::vector<LavaLayer> readLavaNet(const std::filesystem::path& file);

/// Adds the nodes of a block to a chain: its synapse, neuron, the one-step delay of all but sigma-delta blocks, and
/// the axon delay. With `shift` off, the one-step delay is left out.
void addLavaLayer(LavaChain& chain, const LavaLayer& layer, bool shift = true);

} // namespace spw::engine::golden
