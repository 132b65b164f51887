// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace spw::lynxi {

/// compile.py, infer.py and README.txt. They read manifest.json, so they are the same for every network.
std::string compileSource();
std::string inferSource();
std::string readmeText(const std::string& name, bool hasOnnx);

} // namespace spw::lynxi
