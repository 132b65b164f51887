// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/network.h"

#include <functional>
#include <string>
#include <vector>

namespace spw::engine {

struct CalibrationOptions {
    double rate = 0.1;          // wanted mean spikes per step and neuron
    double tolerance = 0.1;     // relative
    double most = 64.0;         // a weight is scaled by at most this, or its inverse
};

/// What became of one neuron layer.
struct CalibratedLayer {
    std::string neuron, scaled;   // names of the nodes
    double rateBefore = 0, rateAfter = 0, factor = 1;
};

/// Data-driven start values: goes through the neuron layers from the input on and scales the learnable tensors that
/// feed each of them (the nearest learnable node before it: weight and bias of a synapse, or of a normalisation) so
/// that the layer fires at the wanted mean rate on these samples. Silent and saturated layers, from which no gradient
/// comes, are mended before training starts. After Mishkin and Matas 2016 (layer-sequential unit variance), with the
/// firing rate in place of the variance.
/// @param values  one batch, as Network::forward takes it.  @param goOn  asked between passes; false stops early.
std::vector<CalibratedLayer> calibrate(Network& network, const Plan& plan, const PortValues& values,
                                       const CalibrationOptions& options, const std::function<bool()>& goOn);

} // namespace spw::engine
