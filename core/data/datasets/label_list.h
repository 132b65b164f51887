// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spw {

struct LabelEntry {
    std::string id;            // the recording is "<id>.bs2"
    std::int64_t label = 0;
    std::int64_t line = 0;     // in the list, 1 for the first
};

/// Reads a SLAYER label list: lines "id<TAB>class"; lines that start with '#' and empty lines are skipped.
/// @throws Error naming file, line and remedy: unreadable, malformed, class not in [0, classes), no sample at all.
std::vector<LabelEntry> readLabelList(const std::filesystem::path& file, std::int64_t classes);

} // namespace spw
