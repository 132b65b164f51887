// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/event_reader.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace spw {

/// What one event recording on disk holds, read whole. Long recordings are read piece by piece: event_reader.h.
///
///     const EventFile file = readEventFile("1.bs2");
///     std::puts(toJson(describe(file)).c_str());
struct EventFile {
    Events events;
    RecordingFacts facts;
    std::string format;               // id of the reader, e.g. "bs2"
    std::uint64_t fileBytes = 0;
    std::uint64_t droppedBytes = 0;   // tail that is no whole record: the file was cut
    std::vector<std::string> warnings;
};

/// Reads a recording whole, by its content, then its name. Times and coordinates stay as stored: nothing is sorted or
/// shifted. @throws Error if it cannot be read, holds more than 200 million events, or no reader knows it.
EventFile readEventFile(const std::filesystem::path& file, const ReadOptions& options = {});
/// The same for bytes in memory; `name` is what errors call them.
EventFile readEventBytes(std::string bytes, const std::string& name, const ReadOptions& options = {});

/// Facts about a recording. Field names and units are those of `events info --json`.
struct EventFileInfo {
    std::string format;
    std::int64_t eventCount = 0;
    std::int64_t tFirst = 0, tLast = 0, tMin = 0, tMax = 0;   // microseconds; 0 if there are no events
    std::int64_t xMin = 0, xMax = 0, yMin = 0, yMax = 0;
    std::int64_t width = 0, height = 0;                       // 0: the file does not tell
    std::int64_t offCount = 0, onCount = 0;
    std::string polarity = "0/1";                             // RecordingFacts::polarity: what off and on are in the file
    bool monotonic = true;
    std::int64_t backwardSteps = 0;
    std::uint64_t droppedBytes = 0;
    std::string sha256;   // of the columns t, x, y, p, one after the other, each value as int64 little-endian; may be left out
    std::vector<std::pair<std::string, std::string>> more;   // RecordingFacts::more
    std::vector<std::string> warnings;
};

EventFileInfo describe(const EventFile& file);

struct DescribeOptions {
    /// Longer recordings get no hash: it takes most of the time, and of many events minutes.
    std::int64_t hashAtMost = std::numeric_limits<std::int64_t>::max();
    /// Told now and then how much is done, 0 to 1. @return false: stop; then eventCount is -1.
    std::function<bool(double)> progress = {};
};
/// The same of a recording that need not fit in memory, from its start to its end.
EventFileInfo describe(EventReader& reader, const DescribeOptions& options = {});

/// One JSON object; what cannot be known (times of no events, an untold sensor size) is null.
std::string toJson(const EventFileInfo& info, int indent = -1);

} // namespace spw
