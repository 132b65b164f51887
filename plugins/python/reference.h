// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/network_runner.h"
#include "plugins/python/script.h"

namespace spw::python {

/// An input of the network and what it computes from it, as reference.npz.
struct Reference {
    std::string file;                  // bytes
    std::set<std::string> spikes;      // keys of values that are spikes
    std::size_t compared = 0;          // values besides the inputs
    double spikeCount = 0;
};

/// Samples of the project's test data where they can be read and are not all zeros, else numbers drawn from `seed`.
Reference makeReference(NetworkRunner& runner, const Plan& plan, const NetworkView& view, const Script& script,
                        std::int64_t samples, std::uint64_t seed);

/// weights.npz: by the names of the state dict.
std::string weightsFile(const Weights& weights, const Script& script);

} // namespace spw::python
