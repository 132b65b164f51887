// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/events.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace spw {

/// What one event recording on disk holds.
///
///     const EventFile file = readEventFile("1.bs2");
///     std::puts(toJson(describe(file)).c_str());
struct EventFile {
    Events events;
    std::string format;               // id of the reader, e.g. "bs2"
    std::uint64_t fileBytes = 0;
    std::uint64_t droppedBytes = 0;   // tail that is no whole record: the file was cut
};

/// One row of the list of readers.
struct EventFormat {
    const char* id;
    const char* title;
    std::vector<std::string> extensions;   // lower case, with the dot
    /// @param where  the file as errors name it.  @throws Error naming `where`, the offset and a remedy.
    EventFile (*decode)(std::string_view bytes, const std::string& where);
};

/// All readers, in the order in which they are asked.
const std::vector<EventFormat>& eventFormats();

/// Reads a recording whole. bs2 and its relatives have no magic number, so the extension decides.
/// Times and coordinates stay as stored: nothing is sorted or shifted.
/// @throws Error if the file cannot be read, is larger than 512 MiB, or has an unknown extension.
EventFile readEventFile(const std::filesystem::path& file);

/// Facts about a recording. Field names and units are those of `events info --json`.
struct EventFileInfo {
    std::string format;
    std::int64_t eventCount = 0;
    std::int64_t tFirst = 0, tLast = 0, tMin = 0, tMax = 0;   // microseconds; 0 if there are no events
    std::int64_t xMin = 0, xMax = 0, yMin = 0, yMax = 0;
    std::int64_t width = 0, height = 0;                       // 0: the file does not tell
    std::int64_t offCount = 0, onCount = 0;
    bool monotonic = true;
    std::int64_t backwardSteps = 0;
    std::uint64_t droppedBytes = 0;
    std::string sha256;   // of the columns t, x, y, p, one after the other, each value as int64 little-endian
};

EventFileInfo describe(const EventFile& file);

/// One JSON object; what cannot be known (times of no events, an untold sensor size) is null.
std::string toJson(const EventFileInfo& info, int indent = -1);

} // namespace spw
