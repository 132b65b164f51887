// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/event_reader.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace spw {

/// A recording that is written piece by piece, in bounded memory. The file appears when it is finished; until then, and if
/// the writer goes before, there is none. The same events give the same bytes.
class EventWriter {
public:
    virtual ~EventWriter() = default;
    EventWriter(const EventWriter&) = delete;
    EventWriter& operator=(const EventWriter&) = delete;

    /// @throws Error naming the first event that the format cannot hold, with the limit, or what the disk says.
    virtual void add(const EventView& events) = 0;
    virtual void finish() = 0;

protected:
    EventWriter() = default;
};

/// One row of the list of writers (core/data/writers/list.h).
struct EventWriterFormat {
    std::string id, title;
    std::vector<std::string> extensions;   // lower case, with the dot
    /// @param facts  of the recording that is written: width and height are told (convertEvents sees to it).
    std::unique_ptr<EventWriter> (*create)(const std::filesystem::path& file, const RecordingFacts& facts);
};

const std::vector<EventWriterFormat>& eventWriters();

/// @param format  id of a writer; empty: by the file's ending.  @throws Error if there is none.
std::unique_ptr<EventWriter> createEvents(const std::filesystem::path& file, const RecordingFacts& facts,
                                          const std::string& format = {});

struct ConvertOptions {
    std::string format;                    // of the writer; empty: by the file's ending
    bool startAtZero = false;              // the earliest time becomes 0
    /// Told now and then how much is done, 0 to 1. @return false: stop, leaving no file.
    std::function<bool(double)> progress = {};
};

/// Reads all of `from` and writes `to`. A recording that does not tell its sensor gets the smallest that holds its events.
/// @return the number of events, -1 if it was stopped.
std::int64_t convertEvents(EventReader& from, const std::filesystem::path& to, const ConvertOptions& options = {});

} // namespace spw
