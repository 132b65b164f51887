// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/event_reader.h"

#include <map>
#include <string>
#include <vector>

namespace spw {

/// The text in front of Prophesee's DAT and RAW files (formats.md 5.6): lines "% key value".
struct PropheseeHeader {
    std::uint64_t dataOffset = 0;
    std::vector<std::string> lines;
    std::map<std::string, std::string> values;   // keys in lower case
    std::int64_t width = 0, height = 0;          // 0: not told
    bool sizeGuessed = false;                    // by the camera's name, not told in pixels

    /// "evt2", "evt21", "evt3", or what else it says in lower case; empty: nothing, so no RAW file.
    std::string encoding;
};

PropheseeHeader readPropheseeHeader(const ByteSource& bytes);

/// For RecordingFacts::more.
std::vector<std::pair<std::string, std::string>> propheseeFacts(const PropheseeHeader& header);

} // namespace spw
