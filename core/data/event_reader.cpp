// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/event_reader.h"

#include "core/base/error.h"
#include "core/data/readers/prophesee_header.h"

#include <algorithm>
#include <limits>

namespace spw {

#define SPW_EVENT_FORMAT(row) const EventFormat& row();
#include "core/data/readers/list.h"
#undef SPW_EVENT_FORMAT

namespace {

constexpr std::size_t kHeadBytes = 8192;
constexpr std::size_t kMostWarnings = 20;

class MemoryReader final : public EventReader {
public:
    MemoryReader(Events events, RecordingFacts facts, std::uint64_t droppedBytes, std::vector<std::string> warnings)
        : m_events(std::move(events))
    {
        m_facts = std::move(facts);
        m_facts.width = m_events.width;
        m_facts.height = m_events.height;
        m_dropped = droppedBytes;
        for (std::string& sentence : warnings)
            warn(std::move(sentence));
    }

    EventView next() override
    {
        constexpr std::size_t kMost = std::size_t(1) << 20;
        const std::size_t first = m_done, count = std::min(kMost, m_events.size() - first);
        m_done += count;
        return viewOf(m_events).part(first, count);
    }

    void seek(std::int64_t time) override
    {
        m_done = std::size_t(std::find_if(m_events.t.begin(), m_events.t.end(), [&](std::int64_t t) { return t >= time; })
                             - m_events.t.begin());
    }

    std::optional<std::int64_t> lastTime() override
    {
        return m_events.t.empty() ? std::nullopt : std::optional(m_events.t.back());
    }

    double position() const override
    {
        return m_events.size() == 0 ? 1.0 : double(m_done) / double(m_events.size());
    }

private:
    Events m_events;
    std::size_t m_done = 0;
};

std::string lowerExtension(const std::string& name)
{
    std::string extension = std::filesystem::path(name).extension().string();
    for (char& c : extension)
        c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    return extension;
}

std::string formatIds()
{
    std::string text;
    for (const EventFormat& format : eventFormats())
        text += (text.empty() ? "" : ", ") + format.id;
    return text;
}

/// What the file is, where it is something well known that holds no events for us.
[[noreturn]] void refuse(const FileHead& head, const std::string& name)
{
    const auto is = [&](const char* what, const char* fix) { throw Error(what, name, fix); };
    if (head.startsWith("version https://git-lfs"))
        is("This is a pointer of Git LFS instead of the data themselves.",
           "Fetch the data with 'git lfs pull' in the repository it came from, or download the file itself.");
    if (head.startsWith("\x1f\x8b"))
        is("This is a gzip archive.", "Unpack it first (gunzip), then open what is in it.");
    if (head.startsWith("\xff\xfe") || head.startsWith("\xfe\xff"))
        is("This is text in UTF-16.", "Save it as UTF-8, in a text editor or with 'iconv -f UTF-16 -t UTF-8 OLD > NEW'.");
    if (head.startsWith("PK\x03\x04"))
        is("This is a zip archive without event arrays.", "Unpack it first, then open one of the recordings in it.");
    if (head.startsWith("RIFF"))
        is("This is an audio or video file, not an event recording.", "Choose an event recording.");
    if (head.startsWith("%") && head.source)
        if (const std::string encoding = readPropheseeHeader(*head.source).encoding; !encoding.empty())
            throw Error("The recording's encoding is \"" + encoding + "\", expected evt2, evt21 or evt3.", name + ", byte 0",
                        "Convert it with the camera maker's tools, or choose an encoding (--format) if the header is wrong.");
    if (head.extension == ".mat" && head.size > 0)
        is("This is no MATLAB file of version 5, 7 or 7.3.", "Save it in MATLAB with save(..., '-v7'), or copy the file again.");
    if (head.size == 0)
        is("The file is empty, and its ending belongs to no format without a header.", "Copy the file again.");
    std::string first;
    for (std::size_t i = 0; i < std::min<std::size_t>(8, head.bytes.size()); ++i) {
        static const char* const digits = "0123456789abcdef";
        const auto byte = std::uint8_t(head.bytes[i]);
        first += std::string(i ? " " : "") + digits[byte >> 4] + digits[byte & 15];
    }
    throw Error("The content (first bytes " + first + ") and the ending \"" + head.extension
                    + "\" belong to no known event format.",
                name + ", byte 0",
                "Say which format it is (--format with one of " + formatIds() + "), or convert it with the program that made it.");
}

void checkOptions(const EventFormat& format, const ReadOptions& options, const std::string& name)
{
    for (const auto& [key, value] : options) {
        const auto spec = std::find_if(format.options.begin(), format.options.end(),
                                       [&wanted = key](const ReadOptionSpec& o) { return o.name == wanted; });
        if (spec == format.options.end()) {
            std::string known;
            for (const ReadOptionSpec& o : format.options)
                known += (known.empty() ? "" : ", ") + o.name;
            throw Error("The format " + format.id + " has no option \"" + key + "\".", name,
                        known.empty() ? "Leave the option out." : "It has: " + known + ".");
        }
        if (!spec->choices.empty() && std::find(spec->choices.begin(), spec->choices.end(), value) == spec->choices.end()) {
            std::string known;
            for (const std::string& choice : spec->choices)
                known += (known.empty() ? "" : ", ") + choice;
            throw Error("Option \"" + key + "\" is \"" + value + "\".", name, "Choose one of: " + known + ".");
        }
    }
}

} // namespace

EventView viewOf(const Events& events) { return {events.t, events.x, events.y, events.p}; }

void append(Events& to, const EventView& events)
{
    to.t.insert(to.t.end(), events.t.begin(), events.t.end());
    to.x.insert(to.x.end(), events.x.begin(), events.x.end());
    to.y.insert(to.y.end(), events.y.begin(), events.y.end());
    to.p.insert(to.p.end(), events.p.begin(), events.p.end());
}

void EventReader::warn(std::string sentence)
{
    if (m_warnings.size() < kMostWarnings
        && std::find(m_warnings.begin(), m_warnings.end(), sentence) == m_warnings.end())
        m_warnings.push_back(std::move(sentence));
}

std::unique_ptr<EventReader> readerOf(Events events, RecordingFacts facts, std::uint64_t droppedBytes,
                                      std::vector<std::string> warnings)
{
    return std::make_unique<MemoryReader>(std::move(events), std::move(facts), droppedBytes, std::move(warnings));
}

const std::vector<EventFormat>& eventFormats()
{
    static const std::vector<EventFormat> formats = {
#define SPW_EVENT_FORMAT(row) row(),
#include "core/data/readers/list.h"
#undef SPW_EVENT_FORMAT
    };
    return formats;
}

std::unique_ptr<EventReader> openEvents(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    const std::string name = bytes->name();
    const std::string headBytes = bytes->text(0, kHeadBytes);
    const FileHead head{headBytes, bytes->size(), lowerExtension(name), bytes.get()};
    const EventFormat* chosen = nullptr;
    ReadOptions rest = options;
    if (const auto wanted = rest.find("format"); wanted != rest.end()) {
        for (const EventFormat& format : eventFormats())
            if (format.id == wanted->second)
                chosen = &format;
        if (!chosen)
            throw Error("There is no event format \"" + wanted->second + "\".", name, "Choose one of: " + formatIds() + ".");
        rest.erase(wanted);
    } else {
        Match best = Match::No;
        for (const EventFormat& format : eventFormats())
            if (const Match match = format.recognise(head); match > best) {
                best = match;
                chosen = &format;
            }
        if (!chosen)
            refuse(head, name);
    }
    checkOptions(*chosen, rest, name);
    return chosen->open(std::move(bytes), rest);
}

std::unique_ptr<EventReader> openEvents(const std::filesystem::path& file, const ReadOptions& options)
{
    return openEvents(openBytes(file), options);
}

} // namespace spw
