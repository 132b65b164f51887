// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace spw::python {

/// A file of nodes/, carried inside the plugin.
struct NodeFile {
    std::string_view name;   // "neurons.py", "spikingjelly/neurons.py"
    std::string_view text;
};
const std::vector<NodeFile>& nodeFiles();

} // namespace spw::python
