// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/slayer_files.h"

#include "core/base/error.h"
#include "core/data/readers/byte_stream_reader.h"
#include "core/data/writers/fitting.h"

#include <memory>

namespace spw {

namespace {

constexpr std::size_t kBs1Bytes = 5, kBs3Bytes = 7, kRegionBytes = 10;
constexpr const char* kRegions = "SLAYER wanted spike counts";

/// `count` bytes, the first the highest.
std::uint64_t bigEndian(const std::uint8_t* bytes, std::size_t count)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | bytes[i];
    return value;
}

std::uint64_t bigEndian(std::string_view bytes, std::size_t offset, std::size_t count)
{
    return bigEndian(reinterpret_cast<const std::uint8_t*>(bytes.data()) + offset, count);
}

struct Bs1Decoder {
    struct State {};
    std::uint64_t dataOffset = 0;

    static std::size_t mostEvents(std::size_t bytes) { return bytes / kBs1Bytes; }
    std::size_t decode(State&, const ByteBlock& block, EventBuffer& out, DecodeReport&) const
    {
        std::size_t at = 0;
        for (; at + kBs1Bytes <= block.size; at += kBs1Bytes) {
            const std::uint64_t record = bigEndian(block.bytes + at, kBs1Bytes);
            out.add(std::int64_t(record & 0x7FFFFF), std::uint16_t(record >> 24), 0, std::uint8_t(record >> 23 & 1));
        }
        return at;
    }
};

struct Bs3Decoder {
    struct State {};
    std::uint64_t dataOffset = 0;

    static std::size_t mostEvents(std::size_t bytes) { return bytes / kBs3Bytes; }
    std::size_t decode(State&, const ByteBlock& block, EventBuffer& out, DecodeReport&) const
    {
        std::size_t at = 0;
        for (; at + kBs3Bytes <= block.size; at += kBs3Bytes) {
            const std::uint64_t record = bigEndian(block.bytes + at, kBs3Bytes);
            out.add(std::int64_t(record & 0xFFFFFF), std::uint16_t(record >> 44 & 0xFFF), std::uint16_t(record >> 32 & 0xFFF),
                    std::uint8_t(record >> 24 & 0xFF));
        }
        return at;
    }
};

template <class Decoder>
std::unique_ptr<EventReader> openWith(std::shared_ptr<const ByteSource> bytes, const char* id, const char* polarity)
{
    RecordingFacts facts;
    facts.format = id;
    facts.polarity = polarity;
    return std::make_unique<ByteStreamReader<Decoder>>(std::move(bytes), Decoder{}, std::move(facts));
}

void append(std::string& bytes, std::uint64_t value, std::size_t count)
{
    for (std::size_t i = count; i-- > 0;)
        bytes += char(std::uint8_t(value >> (8 * i)));
}

template <std::uint64_t (*Pack)(const EventView&, std::size_t, std::int64_t, const std::string&)>
std::string encoded(const Events& events, std::size_t recordBytes)
{
    const EventView view = viewOf(events);
    std::string bytes;
    bytes.reserve(events.size() * recordBytes);
    for (std::size_t i = 0; i < events.size(); ++i)
        append(bytes, Pack(view, i, std::int64_t(i), "SLAYER spikes"), recordBytes);
    return bytes;
}

/// Polarity and time of bs1 and bs2 share 24 bits.
std::uint64_t polarityAndTime(const EventView& e, std::size_t i, std::int64_t index, const std::string& where)
{
    return fitted(where, "The polarity", index, e.p[i], 1) << 23 | fitted(where, "The time in microseconds", index, e.t[i], 23);
}

} // namespace

const EventFormat& bs1Format()
{
    static const EventFormat format{
        .id = "bs1", .title = "SLAYER binary spikes, 1 dimension", .extensions = {".bs1"},
        .recognise = [](const FileHead& head) { return head.extension == ".bs1" ? Match::ByName : Match::No; },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions&) {
            return openWith<Bs1Decoder>(std::move(bytes), "bs1", "0/1");
        }};
    return format;
}

const EventFormat& bs3Format()
{
    static const EventFormat format{
        .id = "bs3", .title = "SLAYER binary spikes, 3 dimensions", .extensions = {".bs3"},
        .recognise = [](const FileHead& head) { return head.extension == ".bs3" ? Match::ByName : Match::No; },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions&) {
            return openWith<Bs3Decoder>(std::move(bytes), "bs3", "channel");
        }};
    return format;
}

const EventFormat& bsnFormat()
{
    static const EventFormat format{
        .id = "bsn", .title = "SLAYER wanted spike counts (no events)", .extensions = {".bsn"},
        .recognise = [](const FileHead& head) { return head.extension == ".bsn" ? Match::ByName : Match::No; },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions&) {
            constexpr std::size_t kMostRegions = 65536;   // one a neuron, and a neuron has 16 bits
            RecordingFacts facts;
            facts.format = "bsn";
            const std::string text = bytes->text(0, kMostRegions * kRegionBytes);
            std::string rows = "[";
            for (const SpikeRegion& r : decodeSpikeRegions(text))
                rows += std::string(rows.size() > 1 ? "," : "") + "[" + std::to_string(r.neuron) + ","
                        + std::to_string(r.startMicros) + "," + std::to_string(r.endMicros) + "," + std::to_string(r.count) + "]";
            facts.more.emplace_back("columns", "\"neuron,t_start_us,t_end_us,count\"");
            facts.more.emplace_back("rows", rows + "]");
            std::vector<std::string> warnings;
            if (bytes->size() > text.size())
                warnings.push_back(bytes->name() + ": only the first " + std::to_string(kMostRegions) + " regions were read.");
            return readerOf(Events{}, std::move(facts), bytes->size() % kRegionBytes, std::move(warnings));
        }};
    return format;
}

EventFile decodeBs1File(std::string_view bytes, const std::string& where)
{
    return readEventBytes(std::string(bytes), where, {{"format", "bs1"}});
}

EventFile decodeBs3File(std::string_view bytes, const std::string& where)
{
    return readEventBytes(std::string(bytes), where, {{"format", "bs3"}});
}

std::uint64_t packBs1(const EventView& e, std::size_t i, std::int64_t index, const std::string& where)
{
    if (i < e.y.size() && e.y[i] != 0)   // neurons may come without rows
        throw Error("y of event " + std::to_string(index) + " is " + std::to_string(e.y[i]) + ", bs1 has neurons in one row.", where,
                    "Write bs2 or another format with x and y.");
    return fitted(where, "The neuron", index, e.x[i], 16) << 24 | polarityAndTime(e, i, index, where);
}

std::uint64_t packBs2(const EventView& e, std::size_t i, std::int64_t index, const std::string& where)
{
    return fitted(where, "x", index, e.x[i], 8) << 32 | fitted(where, "y", index, e.y[i], 8) << 24
           | polarityAndTime(e, i, index, where);
}

std::uint64_t packBs3(const EventView& e, std::size_t i, std::int64_t index, const std::string& where)
{
    return fitted(where, "x", index, e.x[i], 12) << 44 | fitted(where, "y", index, e.y[i], 12) << 32
           | fitted(where, "The channel", index, e.p[i], 8) << 24 | fitted(where, "The time in microseconds", index, e.t[i], 24);
}

std::string encodeBs1(const Events& events) { return encoded<packBs1>(events, kBs1Bytes); }
std::string encodeBs2(const Events& events) { return encoded<packBs2>(events, kBs1Bytes); }
std::string encodeBs3(const Events& events) { return encoded<packBs3>(events, kBs3Bytes); }

std::vector<SpikeRegion> decodeSpikeRegions(std::string_view bytes)
{
    std::vector<SpikeRegion> regions(bytes.size() / kRegionBytes);
    for (std::size_t i = 0; i < regions.size(); ++i) {
        const std::size_t at = i * kRegionBytes;
        regions[i] = {std::int64_t(bigEndian(bytes, at, 2)), std::int64_t(bigEndian(bytes, at + 2, 3)),
                      std::int64_t(bigEndian(bytes, at + 5, 3)), std::int64_t(bigEndian(bytes, at + 8, 2))};
    }
    return regions;
}

std::string encodeSpikeRegions(const std::vector<SpikeRegion>& regions)
{
    std::string bytes;
    bytes.reserve(regions.size() * kRegionBytes);
    for (std::size_t i = 0; i < regions.size(); ++i) {
        append(bytes, fitted(kRegions, "The neuron", std::int64_t(i), regions[i].neuron, 16), 2);
        append(bytes, fitted(kRegions, "The start in microseconds", std::int64_t(i), regions[i].startMicros, 24), 3);
        append(bytes, fitted(kRegions, "The end in microseconds", std::int64_t(i), regions[i].endMicros, 24), 3);
        append(bytes, fitted(kRegions, "The count", std::int64_t(i), regions[i].count, 16), 2);
    }
    return bytes;
}

} // namespace spw
