// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/weights_file.h"
#include "plugins/python/library.h"
#include "plugins/python/names.h"

namespace spw::python {

/// model.py, and how what lies in it is called.
struct Script {
    std::string text;
    Names names;
    std::vector<EdgeEnd> entries;                  // arguments of the network, in order
    std::vector<EdgeEnd> drawn;                    // values of nodes that draw: arguments that may be given instead
    std::vector<EdgeEnd> exits;                    // what the network returns, in order
    std::map<std::string, std::string> weights;    // "<node>/<parameter>" -> name in the state dict
};

/// What this framework cannot say of the network, with reason and remedy.
Diagnostics limitsOf(const NetworkView& view, Framework framework);

/// Of a network without limits. @param title  for the first line of the script.
/// @param weights  "<node>/<parameter>", for their names.
Script makeScript(const Plan& plan, const NetworkView& view, Framework framework, const std::string& title,
                  const std::vector<std::string>& weights);

} // namespace spw::python
