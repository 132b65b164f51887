// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/network_view.h"

#include <map>
#include <set>

namespace spw::python {

/// Names of nodes and values in a script, all different, none a word of Python's or one that PyTorch's modules have.
struct Names {
    std::map<NodeId, std::string> nodes;        // "conv_1"
    std::map<EdgeEnd, std::string> values;      // of entries and of every output of a node

    const std::string& of(const EdgeEnd& end) const { return values.at(end); }
};

/// @param reserved  what the script itself defines.
Names makeNames(const NetworkView& view, const Plan& plan, const std::set<std::string>& reserved);

/// "Conv2d 1" -> "conv2d_1".
std::string identifier(const std::string& title);

} // namespace spw::python
