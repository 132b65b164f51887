// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/network_runner.h"

namespace spw::engine {

/// What exporters and importers get of a network (Engine::open).
/// @throws Error if the graph has problems, holds nothing that computes, or the weights do not fit.
std::unique_ptr<NetworkRunner> openNetwork(const NetworkRequest& request);

} // namespace spw::engine
