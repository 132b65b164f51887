// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/block_part.h"
#include "core/engine/network.h"

namespace spw::engine {

/// One module with the slots it reads and writes.
struct Network::Stage : FusionNode {
    bool timed = false;     // some input or output has steps: runs at every step
    bool spiking = false;   // its spikes are counted
    bool encoder = false;   // makes steps out of data
    const BlockPart* part = nullptr;   // its module, if it is one
    int loop = -1;          // loops of wires run step by step; stages of one loop stand together
    bool delays = false;    // gives at each step what it took before
    bool byLearner = false; // its weights are left to a local learner
    bool frozen = false;    // learns nothing, and normalises with what it has learned
};

} // namespace spw::engine
