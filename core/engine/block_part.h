// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/spiking_block.h"

namespace spw::engine {

/// What a module of the chain "norm, neuron, pool" lets the network know, so that it can run the chain as one pass
/// over the memory (kernels/torch/spiking_block.h).
class BlockPart {
public:
    enum class Kind { Norm, Neuron, Pool };

    virtual ~BlockPart() = default;
    virtual Kind kind() const = 0;
    /// Adds its own part.  @return false if it must run by itself now.
    virtual bool addTo(ops::BlockConfig& config) const = 0;
    /// Whether it computes 16-bit input of mixed precision by itself, so that no float32 copy has to be made.
    virtual bool takesHalf() const { return false; }
    /// After the block ran.
    virtual void took(const ops::BlockOutput&) {}
};

} // namespace spw::engine
