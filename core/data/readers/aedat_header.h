// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"

#include <cstdint>
#include <string>
#include <vector>

namespace spw {

/// The text lines in front of an AEDAT 1 to 3 recording (formats.md 5.3, 5.4).
struct AedatHeader {
    int major = 1, minor = 0;           // no version line: 1.0
    std::uint64_t dataOffset = 0;
    std::int64_t lineCount = 0;
    std::string chip;                   // "DAVIS240C"; empty: not told
    std::int64_t width = 0, height = 0; // of that chip; 0: unknown
};

/// Reads the lines that start with "#" and are text: data may begin with that byte by chance.
/// @throws Error for a line that does not end within 1 MiB.
AedatHeader readAedatHeader(const ByteSource& bytes);

/// Pixels of a chip by the name that jAER or cAER writes; 0, 0 where it is not known.
std::pair<std::int64_t, std::int64_t> aedatSensorSize(const std::string& chip);

/// Says the header in RecordingFacts::more.
std::vector<std::pair<std::string, std::string>> aedatHeaderFacts(const AedatHeader& header);

/// Text as JSON, for RecordingFacts::more.
std::string jsonText(const std::string& text);

} // namespace spw
