// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/zoo/parts.h"

/// Blocks of lava-dl: synapse, neuron, delays.
namespace spw::zoo {

/// What a block has besides its weights.
struct LavaBlock {
    std::string neuron = "cuba";        // cuba, alif, rf_iz, sigma_delta, affine, sigma (an output without neuron)
    Values neuronValues{};
    double weightScale = 1;
    bool weightNorm = false, delay = false;
    bool shift = true;                  // hands its spikes on one step later, as a chip does
};

/// "What the example learns besides weights": weight norm, delays, decays, thresholds. Without it the counts are those of weights.
ParamSpec extrasOption();

NodeId lavaDense(NetBuilder& net, const std::string& title, std::int64_t neurons, const LavaBlock& block);
NodeId lavaConv(NetBuilder& net, const std::string& title, Values shape, const LavaBlock& block);
/// Neuron and delays behind a synapse that the chain ends with (its node, for synapses of two wires).
NodeId lavaNeuron(NetBuilder& net, const std::string& title, NodeId synapse, const LavaBlock& block);
/// Sequences from arrays, which also give the label.
NodeId lavaArrays(NetBuilder& net, const std::string& title, const std::string& shape, std::int64_t steps, std::int64_t classes = 1);

} // namespace spw::zoo
