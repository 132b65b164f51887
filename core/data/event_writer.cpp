// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/event_writer.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>

namespace spw {

#define SPW_EVENT_WRITER(row) const EventWriterFormat& row();
#include "core/data/writers/list.h"
#undef SPW_EVENT_WRITER

const std::vector<EventWriterFormat>& eventWriters()
{
    static const std::vector<EventWriterFormat> formats = {
#define SPW_EVENT_WRITER(row) row(),
#include "core/data/writers/list.h"
#undef SPW_EVENT_WRITER
    };
    return formats;
}

std::unique_ptr<EventWriter> createEvents(const std::filesystem::path& file, const RecordingFacts& facts, const std::string& format)
{
    std::string extension = file.extension().string(), known;
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    for (const EventWriterFormat& writer : eventWriters()) {
        const auto& endings = writer.extensions;
        const bool named = std::find(endings.begin(), endings.end(), extension) != endings.end();
        if (format.empty() ? named : writer.id == format)
            return writer.create(file, facts);
        known += (known.empty() ? "" : ", ") + (format.empty() ? endings.front() : writer.id);
    }
    if (format.empty())
        throw Error("No format is written to files that end with \"" + extension + "\".", file.string(),
                    "Use one of the endings " + known + ".");
    throw Error("The format \"" + format + "\" is not written.", file.string(), "Choose one of: " + known + ".");
}

std::int64_t convertEvents(EventReader& from, const std::filesystem::path& to, const ConvertOptions& options)
{
    constexpr std::int64_t kStart = std::numeric_limits<std::int64_t>::min();
    const auto goesOn = [&](double share) { return !options.progress || options.progress(share); };
    RecordingFacts facts = from.facts();
    if (facts.format == "bsn")
        throw Error("The file holds wanted spike counts of SLAYER and no events.", "events convert",
                    "Look at them with 'events info'; a recording of events can be converted.");
    std::int64_t first = 0;
    const bool sizeMissing = facts.width <= 0 || facts.height <= 0;
    bool measured = false;
    const auto measure = [&] {
        measured = true;
        std::int64_t width = 0, height = 0, least = std::numeric_limits<std::int64_t>::max();
        for (EventView e = from.next(); !e.empty(); e = from.next()) {
            width = std::max<std::int64_t>(width, *std::max_element(e.x.begin(), e.x.end()) + 1);
            height = std::max<std::int64_t>(height, *std::max_element(e.y.begin(), e.y.end()) + 1);
            least = std::min(least, *std::min_element(e.t.begin(), e.t.end()));
            if (!goesOn(from.position() / 2))
                return false;
        }
        facts.width = std::max(facts.width, width), facts.height = std::max(facts.height, height);
        if (options.startAtZero && least != std::numeric_limits<std::int64_t>::max())
            first = least;
        from.seek(kStart);
        return true;
    };
    if ((sizeMissing || options.startAtZero) && !measure())
        return -1;
    auto writer = createEvents(to, facts, options.format);
    std::int64_t count = 0;
    std::vector<std::int64_t> shifted;
    for (EventView e = from.next(); !e.empty(); e = from.next()) {
        if (!measured && (*std::max_element(e.x.begin(), e.x.end()) >= facts.width || *std::max_element(e.y.begin(), e.y.end()) >= facts.height)) {
            // The header names a sensor that is too small. Readers leave out what lies beyond the one that is written: again.
            from.seek(kStart);
            writer.reset();
            if (!measure())
                return -1;
            writer = createEvents(to, facts, options.format);
            count = 0;
            continue;
        }
        if (first != 0) {
            shifted.resize(e.size());
            // Times that far apart no format holds; the difference as unsigned numbers cannot overflow.
            std::transform(e.t.begin(), e.t.end(), shifted.begin(),
                           [&](std::int64_t t) { return std::int64_t(std::uint64_t(t) - std::uint64_t(first)); });
            e.t = shifted;
        }
        writer->add(e);
        count += std::int64_t(e.size());
        if (!goesOn(measured ? 0.5 + from.position() / 2 : from.position()))
            return -1;
    }
    writer->finish();
    return count;
}

} // namespace spw
