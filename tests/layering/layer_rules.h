// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spw::layering {

/// One broken rule, as a person wants to read it: "core/graph/graph.cpp:12: core may not include Qt (QString)".
struct Violation {
    std::string file;   ///< relative to the source root
    int line = 0;       ///< from 1; 0 when it concerns the whole file
    std::string rule;

    std::string text() const;
};
using Violations = std::vector<Violation>;

/// The line that this place of a text is in, from 1.
int lineOf(std::string_view text, std::size_t offset);

/// Every forbidden `#include` of one source. `path` is relative to the source root and decides the layer.
Violations checkIncludes(std::string_view path, std::string_view text);

/// Every forbidden library in the target_link_libraries() calls of one CMakeLists.txt.
Violations checkLinks(std::string_view path, std::string_view text);

/// The layer a path belongs to ("core", "engine", "kernels", ...), empty outside the checked folders.
std::string layerOfPath(std::string_view path);

} // namespace spw::layering
