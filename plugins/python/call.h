// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/python/library.h"

namespace spw::python {

/// How a node is made in Python: "LIF(tau=2.0, ...)".
/// @throws Error naming the argument if the block asks for what the node has not.
std::string callOf(const Block& block, const PlannedNode& node, const Library& library);

/// The surrogate of a node as Python source: "sigmoid_slope(alpha=4.0)"; what is not set keeps the script's own value.
/// @param native  as an object of the framework.
/// @param second  the second one of a node that has two.
std::string surrogateOf(const PlannedNode& node, const Library& library, bool native, bool second = false);

} // namespace spw::python
