// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"
#include "core/data/events.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spw {

/// Some events in a row, one array a field; valid until the reader is asked again.
struct EventView {
    std::span<const std::int64_t> t;
    std::span<const std::uint16_t> x, y;
    std::span<const std::uint8_t> p;

    std::size_t size() const { return t.size(); }
    bool empty() const { return t.empty(); }
    EventView part(std::size_t first, std::size_t count) const
    {
        return {t.subspan(first, count), x.subspan(first, count), y.subspan(first, count), p.subspan(first, count)};
    }
};

EventView viewOf(const Events& events);
void append(Events& to, const EventView& events);

/// What a recording says of itself, known when it is open.
struct RecordingFacts {
    std::string format;                     // id of the reader, e.g. "aedat3"
    std::string variant;                    // where the format has several: "AEDAT 3.1"
    std::int64_t width = 0, height = 0;     // sensor; 0: not told
    std::string polarity = "0/1";           // as in the file: "0/1", "1/2", "-1/1", "bool", "channel" (kept as it is)
    std::int64_t recordings = 1;            // in this file; option "item" chooses one
    bool originBelow = false;               // row 0 is the lowest
    /// More of what the format tells, as name and JSON text, in the order in which it is shown.
    std::vector<std::pair<std::string, std::string>> more;
};

/// Choices of a reading, by name, as the format's row lists them: {"overflow", "on"}.
using ReadOptions = std::map<std::string, std::string>;

/// A recording that is read piece by piece, in bounded memory.
///
///     const auto reader = openEvents("drive.raw");
///     for (EventView events = reader->next(); !events.empty(); events = reader->next())
///         ...
/// Times in microseconds and coordinates stay as stored: nothing is sorted, shifted or mirrored. For one thread.
class EventReader {
public:
    virtual ~EventReader() = default;
    EventReader(const EventReader&) = delete;
    EventReader& operator=(const EventReader&) = delete;

    const RecordingFacts& facts() const { return m_facts; }
    /// The next events, in the order of the file, as many as suits the format (about 2^20 at most). Empty: the end.
    /// @throws Error naming file, offset, what was found and expected, and the remedy.
    virtual EventView next() = 0;
    /// Goes on with the first event of the file whose time is `time` or later (for a recording that is in order: the first
    /// such event); at the end if there is none. seek(INT64_MIN) starts again.
    virtual void seek(std::int64_t time) = 0;
    /// Starts to look for the places of times, beside the reading, so that later seeks are quick.
    virtual void indexInBackground() {}
    /// Time of the recording's end, found without reading it all; nothing where only reading it tells.
    virtual std::optional<std::int64_t> lastTime() { return {}; }
    /// Part of the file that was read, 0 to 1: for a progress bar.
    virtual double position() const = 0;

    /// Bytes of no whole record found so far: the file was cut, or damaged where `warnings` say.
    std::uint64_t droppedBytes() const { return m_dropped; }
    /// Whatever was odd so far, for the user: sentences with offsets.
    const std::vector<std::string>& warnings() const { return m_warnings; }

protected:
    EventReader() = default;
    void warn(std::string sentence);        // the first 20; each once

    RecordingFacts m_facts;
    std::uint64_t m_dropped = 0;

private:
    std::vector<std::string> m_warnings;
};

/// A reader of events that are all in memory: for formats that cannot be read in pieces. `events.width` and `height` count.
std::unique_ptr<EventReader> readerOf(Events events, RecordingFacts facts, std::uint64_t droppedBytes = 0,
                                      std::vector<std::string> warnings = {});

/// What a format is recognised by.
struct FileHead {
    std::string_view bytes;                 // the first 8 KiB
    std::uint64_t size = 0;
    std::string extension;                  // lower case, with the dot
    const ByteSource* source = nullptr;     // for a closer look

    bool startsWith(std::string_view magic) const { return bytes.substr(0, magic.size()) == magic; }
};

/// How sure a format is that a file is its own. The surest gets it, of equals the first of the list.
enum class Match { No, ByName, Likely, Sure };

struct ReadOptionSpec {
    std::string name, help;
    std::vector<std::string> choices;       // empty: any text; else the first is the default
};

/// One row of the list of readers (core/data/readers/list.h).
struct EventFormat {
    std::string id, title;
    std::vector<std::string> extensions;    // lower case, with the dot
    Match (*recognise)(const FileHead& head);
    /// @param options  only those listed, with listed values.  @throws Error as EventReader::next.
    std::unique_ptr<EventReader> (*open)(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options);
    std::vector<ReadOptionSpec> options = {};
};

/// All readers, in the order in which they are asked.
const std::vector<EventFormat>& eventFormats();

/// Opens a recording by its content, then its name. Option "format" names a reader instead; options of other formats are
/// refused. @throws Error if no reader knows it (naming what it is, where that can be told) or it is damaged.
std::unique_ptr<EventReader> openEvents(const std::filesystem::path& file, const ReadOptions& options = {});
std::unique_ptr<EventReader> openEvents(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options = {});

} // namespace spw
