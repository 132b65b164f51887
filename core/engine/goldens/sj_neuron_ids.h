// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace spw::engine::golden {

/// The node of a neuron class of SpikingJelly. @throws Skip if there is none.
const std::string& sjNeuronId(const std::string& className);

} // namespace spw::engine::golden
