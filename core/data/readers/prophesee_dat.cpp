// SPDX-License-Identifier: GPL-3.0-or-later
// Prophesee DAT, version 1 and 2 (formats.md 5.6): records of 8 bytes behind a text header.
#include "core/data/readers/aedat_header.h"
#include "core/data/readers/byte_stream_reader.h"
#include "core/data/readers/prophesee_header.h"

namespace spw {

namespace {

constexpr std::size_t kRecordBytes = 8;
enum class Layout { Version1, Version2, NavGesture };

struct DatDecoder {
    static constexpr std::int64_t kTurn = std::int64_t(1) << 32;

    struct State {
        std::int64_t turns = 0;
        std::uint32_t last = 0;
    };
    std::uint64_t dataOffset = 0;
    Layout layout = Layout::Version2;

    static std::size_t mostEvents(std::size_t bytes) { return bytes / kRecordBytes; }

    std::size_t decode(State& state, const ByteBlock& block, EventBuffer& out, DecodeReport&) const
    {
        std::size_t at = 0;
        for (; at + kRecordBytes <= block.size; at += kRecordBytes) {
            const auto t = littleEndian<std::uint32_t>(block.bytes + at), d = littleEndian<std::uint32_t>(block.bytes + at + 4);
            if (t < state.last && state.last - t > std::uint32_t(1) << 31)
                state.turns += kTurn;
            state.last = t;
            const std::int64_t time = state.turns + t;
            const auto row = std::uint16_t(d >> 9 & 0xff);
            if (layout == Layout::Version2)
                out.add(time, std::uint16_t(d & 0x3fff), std::uint16_t(d >> 14 & 0x3fff), std::uint8_t(d >> 28));
            else
                out.add(time, std::uint16_t(d & 0x1ff),
                        layout == Layout::NavGesture ? std::uint16_t(std::max(0, 239 - int(row))) : row, std::uint8_t(d >> 17 & 1));
        }
        return at;
    }

    std::optional<EntryPoint<State>> enter(const ByteBlock& block) const
    {
        if (block.size < kRecordBytes)
            return {};
        const auto t = littleEndian<std::uint32_t>(block.bytes);
        const auto last = littleEndian<std::uint32_t>(block.bytes + (block.size / kRecordBytes - 1) * kRecordBytes);
        return EntryPoint<State>{{0, t}, block.offset, t, double(last - t) / double(block.size)};
    }
    static void addTurns(State& state, std::int64_t turns) { state.turns += turns * kTurn; }
    static std::int64_t timeOf(const State& state) { return state.turns + state.last; }
};

std::unique_ptr<EventReader> openDat(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    const PropheseeHeader header = readPropheseeHeader(*bytes);
    RecordingFacts facts;
    facts.format = "dat";
    facts.width = header.width;
    facts.height = header.height;
    facts.more = propheseeFacts(header);
    DatDecoder decoder{header.dataOffset, Layout::Version2};
    int type = 0, size = int(kRecordBytes);
    if (!header.lines.empty()) {
        std::uint8_t two[2] = {};
        if (bytes->read(header.dataOffset, two, 2) < 2 && bytes->size() > header.dataOffset)
            throw Error("The file ends before the event type and size.", bytes->name() + ", byte " + std::to_string(header.dataOffset),
                        "Copy the file again: it was cut.");
        if (bytes->size() > header.dataOffset) {
            type = two[0], size = two[1];
            decoder.dataOffset += 2;
        }
    }
    const std::string where = bytes->name() + ", byte " + std::to_string(header.dataOffset);
    if (size == 0 || ((type == 0 || type == 12) && size != int(kRecordBytes)))
        throw Error("The events have " + std::to_string(size) + " bytes, expected 8.",
                    bytes->name() + ", byte " + std::to_string(header.dataOffset + 1),
                    "Copy the file again: it seems to be damaged.");
    facts.more.emplace_back("event_type", std::to_string(type));
    facts.more.emplace_back("event_size", std::to_string(size));
    if (type == 14)
        return readerOf(Events{}, std::move(facts), (bytes->size() - decoder.dataOffset) % std::uint64_t(size),
                        {where + ": the file holds triggers and no events."});
    if (type != 0 && type != 12)
        throw Error("The events are of type " + std::to_string(type) + ", expected 0 or 12 (contrast changes).", where,
                    type == 40 ? "Choose the recording itself: this file holds optical flow." : "Choose a file of contrast changes.");
    std::string layout = "auto";
    if (const auto given = options.find("layout"); given != options.end())
        layout = given->second;
    const auto version = header.values.find("version");
    if (layout == "v1" || (layout == "auto" && version != header.values.end() && version->second == "1"))
        decoder.layout = Layout::Version1;
    else if (layout == "navgesture")
        decoder.layout = Layout::NavGesture;
    facts.variant = decoder.layout == Layout::Version2 ? "DAT version 2" : "DAT version 1";
    return std::make_unique<ByteStreamReader<DatDecoder>>(std::move(bytes), decoder, std::move(facts));
}

/// Without a header: 8-byte records whose times seldom fall.
bool looksLikeRecords(const FileHead& head)
{
    int rises = 0, records = 0;
    std::uint32_t last = 0;
    for (std::size_t at = 0; at + kRecordBytes <= head.bytes.size(); at += kRecordBytes, ++records) {
        const auto t = littleEndian<std::uint32_t>(head.bytes.data() + at);
        rises += records == 0 || (t >= last && t - last < 10'000'000);
        last = t;
    }
    return records > 0 && rises >= records - records / 50;
}

} // namespace

const EventFormat& datFormat()
{
    static const EventFormat format{
        .id = "dat", .title = "Prophesee DAT", .extensions = {".dat"},
        .recognise = [](const FileHead& head) {
            if (head.startsWith("% ") && head.source) {
                const PropheseeHeader header = readPropheseeHeader(*head.source);
                if (!header.encoding.empty())
                    return Match::No;
                return head.extension == ".dat" || header.values.count("version") != 0 ? Match::Sure : Match::Likely;
            }
            return head.extension == ".dat" && !head.startsWith("#!") && looksLikeRecords(head) ? Match::ByName : Match::No;
        },
        .open = openDat,
        .options = {{"layout", "bits of x, y and polarity (auto: by the header's version; navgesture: 9, 8 and 1 bits, y turned over)",
                     {"auto", "v1", "v2", "navgesture"}}}};
    return format;
}

} // namespace spw
