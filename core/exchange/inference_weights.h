// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/inference_net.h"

namespace spw {

/// An array of the weights as float. @throws Error naming it if it is missing.
NetArray netArray(const Weights& weights, const PlannedNode& node, const std::string& name);

/// What a convolution or linear layer multiplies with: gain and standardisation, weight norm, mask and rounding carried
/// out as the engine does at every pass.
NetArray synapseWeight(const Weights& weights, const PlannedNode& node);

} // namespace spw
