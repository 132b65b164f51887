// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/readers/byte_stream_reader.h"
#include "core/data/readers/text_rows.h"

#include <cstring>

namespace spw {

const EventFormat& textFormat();

namespace {

constexpr std::size_t kProbeBytes = 256 << 10;

struct TextDecoder {
    struct State {};
    std::uint64_t dataOffset = 0;
    TextLayout layout;
    double micros = 1;

    /// "0 0 0\n" is the shortest row; with columns missing it may be shorter still.
    static std::size_t mostEvents(std::size_t bytes) { return bytes / 2 + 1; }

    std::size_t decode(State&, const ByteBlock& block, EventBuffer& out, DecodeReport& report) const
    {
        const auto* const bytes = reinterpret_cast<const char*>(block.bytes);
        std::size_t at = 0;
        TextEvent event;
        while (at < block.size) {
            const void* const newline = std::memchr(bytes + at, layout.lineEnd, block.size - at);
            if (!newline && !block.end)
                break;
            const std::size_t end = newline ? std::size_t(static_cast<const char*>(newline) - bytes) : block.size;
            const std::string_view line(bytes + at, end - at);
            const std::size_t next = newline ? end + 1 : end;
            if (parseRow(line, layout, micros, event)) {
                const bool on = layout.polarity == "1/2" ? event.p > 1 : event.p > 0;
                out.add(event.t, event.x, event.y, on);
            } else if (!isCommentOrEmpty(line)) {
                report.dropped += next - at;
                report.warnings.push_back("Byte " + std::to_string(block.offset + at) + ": no event in \""
                                          + std::string(line.substr(0, 60)) + "\"; the line is left out.");
            }
            at = next;
        }
        return at;
    }
};

Match recogniseText(const FileHead& head)
{
    std::string_view start = head.bytes;
    if (start.size() < head.size)   // the last line is cut
        start = start.substr(0, start.rfind(lineEndOf(start)) + 1);
    if (!looksLikeEventText(start))
        return Match::No;
    const bool named = head.extension == ".csv" || head.extension == ".txt" || head.extension == ".tsv";
    return named ? Match::Sure : Match::ByName;   // with comments of "% " it looks like the header of other formats
}

std::unique_ptr<EventReader> openText(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    std::string start = bytes->text(0, kProbeBytes);
    if (start.size() < bytes->size())
        start.resize(start.rfind(lineEndOf(start)) + 1);
    TextDecoder decoder;
    decoder.layout = layoutOf(start, optionOr(options, "columns", ""), optionOr(options, "time_unit", "auto"), bytes->name());
    decoder.dataOffset = decoder.layout.dataOffset;
    decoder.micros = microsecondsOf(decoder.layout.unit, bytes->name());
    const TextLayout layout = decoder.layout;

    RecordingFacts facts;
    facts.format = textFormat().id;
    facts.variant = layout.order.text() + ", " + layout.unit;
    facts.polarity = layout.polarity;
    facts.width = layout.width;
    facts.height = layout.height;
    facts.more.emplace_back("columns", "\"" + layout.order.text() + "\"");
    facts.more.emplace_back("time_unit", "\"" + layout.unit + "\"");
    facts.more.emplace_back("separator", layout.separator == ' ' ? "\"space\"" : "\"" + std::string(1, layout.separator) + "\"");
    facts.more.emplace_back("guessed", layout.guessed ? "true" : "false");
    EventBuffer first;
    DecodeReport unheard;
    TextDecoder::State state;
    const std::size_t probe = std::min<std::size_t>(start.size() - std::size_t(layout.dataOffset), 4096);
    first.reserveEmpty(TextDecoder::mostEvents(probe));
    decoder.decode(state, {reinterpret_cast<const std::uint8_t*>(start.data()) + layout.dataOffset, probe, layout.dataOffset,
                           layout.dataOffset + probe == bytes->size()}, first, unheard);
    facts.more.emplace_back("first_rows", firstRowsJson(first.view()));
    return std::make_unique<ByteStreamReader<TextDecoder>>(std::move(bytes), std::move(decoder), std::move(facts));
}

} // namespace

/// One event a line (formats.md 5.8): comma, semicolon, tab or spaces; comments; an optional header. What is not told is
/// guessed, and the guess is shown with the first rows.
const EventFormat& textFormat()
{
    static const EventFormat format{"text", "Text, one event a line", {".csv", ".txt", ".tsv"}, recogniseText, openText,
                                    {{"columns", "what the columns are, e.g. t,x,y,p or x,y,p,t", {}}, timeUnitOption()}};
    return format;
}

} // namespace spw
