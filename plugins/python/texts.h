// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/python/library.h"

namespace spw::python {

/// Lines of model.py before and after what the network is made of.
std::string scriptHead(Framework framework);
std::string scriptFoot();

/// check.py. @param spikes  names of values that must agree exactly; all others within `tolerance` of the largest number.
std::string checkScript(const std::set<std::string>& spikes, double tolerance);

std::string readmeText(Framework framework, const std::string& title, const std::string& inputs);

} // namespace spw::python
