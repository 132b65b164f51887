// SPDX-License-Identifier: GPL-3.0-or-later
// AEDAT 3.x of cAER (formats.md 5.4): packets of events of one type, little-endian.
#include "core/data/readers/aedat_header.h"
#include "core/data/readers/byte_stream_reader.h"
#include "kernels/events/packed_events.h"

#include <charconv>

namespace spw {

namespace {

constexpr std::size_t kHeaderBytes = 28, kPolarityBytes = 8;
/// No camera fills more in one packet: a length beyond both this and the file is damage, not a cut.
constexpr std::int64_t kMostPacketBytes = std::int64_t(256) << 20;

enum Type { kSpecial = 0, kPolarity = 1, kFrame = 2, kImu6 = 3, kImu9 = 4, kSpike = 12 };

std::int64_t leastEventBytes(int type)
{
    switch (type) {
    case kSpecial:
    case kPolarity:
    case kSpike: return 8;
    case kFrame:
    case kImu6: return 36;
    case kImu9: return 48;
    default: return 1;
    }
}

struct Aedat3Decoder {
    struct State {
        std::uint64_t events = 0;        // bytes of events left in the packet
        std::uint64_t rest = 0;          // bytes left after them: room that no event uses
        std::int64_t overflow = 0;
        std::uint32_t eventBytes = 0;
        bool polarity = false;
        int source = -1;                 // of the first events; -1: none yet
    };
    std::uint64_t dataOffset = 0;
    std::uint64_t fileBytes = 0;
    std::string name;
    bool keepInvalid = false;
    int wantedSource = -1;               // -1: all

    static std::size_t mostEvents(std::size_t bytes) { return bytes / kPolarityBytes; }

    [[noreturn]] void refuse(const std::string& what, std::uint64_t offset) const
    {
        throw Error(what, name + ", byte " + std::to_string(offset), "Copy the file again: it seems to be damaged.");
    }

    void takeHeader(State& state, const std::uint8_t* h, std::uint64_t offset, DecodeReport& report) const
    {
        const int type = littleEndian<std::int16_t>(h);
        const std::int64_t size = littleEndian<std::int32_t>(h + 4), timeOffset = littleEndian<std::int32_t>(h + 8),
                           overflow = littleEndian<std::int32_t>(h + 12), capacity = littleEndian<std::int32_t>(h + 16),
                           number = littleEndian<std::int32_t>(h + 20);
        if (type < 0)
            refuse("The packet's type is " + std::to_string(type) + ", expected 0 or more.", offset);
        const std::int64_t least = keepInvalid && type != kPolarity ? 1 : leastEventBytes(type);
        if (size < least)
            refuse("The packet's events have " + std::to_string(size) + " bytes, expected at least " + std::to_string(least)
                       + " for type " + std::to_string(type) + ".", offset + 4);
        if (type == kPolarity && size != std::int64_t(kPolarityBytes))
            refuse("The packet's polarity events have " + std::to_string(size) + " bytes, expected 8.", offset + 4);
        if (timeOffset < 0 || timeOffset > size)
            refuse("The time lies at byte " + std::to_string(timeOffset) + " of events of " + std::to_string(size) + " bytes.",
                   offset + 8);
        if (overflow < 0)
            refuse("The packet's count of time overflows is " + std::to_string(overflow) + ", expected 0 or more.", offset + 12);
        if (capacity < 0 || number < 0 || number > capacity)
            refuse("The packet has " + std::to_string(number) + " events and room for " + std::to_string(capacity) + ".",
                   offset + 16);
        const std::int64_t body = capacity * size;   // both below 2^31: no overflow
        const auto left = std::int64_t(fileBytes - std::min(fileBytes, offset + kHeaderBytes));
        if (body > left && body > kMostPacketBytes)
            refuse("The packet would have " + std::to_string(body) + " bytes, the file has " + std::to_string(left)
                       + " more.", offset + 16);
        if (body > left)
            report.warnings.push_back(name + ", byte " + std::to_string(offset) + ": the file ends inside a packet of "
                                      + std::to_string(body) + " bytes; its complete events were kept.");
        const int source = littleEndian<std::int16_t>(h + 2);
        state.polarity = type == kPolarity && (wantedSource < 0 || source == wantedSource);
        if (state.polarity && state.source >= 0 && source != state.source)
            report.warnings.push_back(name + ": events of the sources " + std::to_string(std::min(source, state.source)) + " and "
                                      + std::to_string(std::max(source, state.source))
                                      + " are read as of one camera; 'events' commands and datasets read one of them with the option source=NUMBER.");
        else if (state.polarity)
            state.source = source;
        state.eventBytes = std::uint32_t(size);
        state.overflow = overflow << 31;
        state.events = std::uint64_t(number * size);
        state.rest = std::uint64_t(body - number * size);
    }

    std::size_t decode(State& state, const ByteBlock& block, EventBuffer& out, DecodeReport& report) const
    {
        std::size_t at = 0;
        for (;;) {
            const std::size_t have = block.size - at;
            if (state.events > 0 && state.polarity) {
                const std::size_t count = std::min<std::uint64_t>(state.events, have) / kPolarityBytes;
                if (count == 0)
                    return at;
                const kernels::EventColumns to{out.x.get() + out.count, out.y.get() + out.count, out.p.get() + out.count,
                                               out.t.get() + out.count};
                out.count += kernels::decodeAedat3(block.bytes + at, count, state.overflow, keepInvalid, to);
                at += count * kPolarityBytes;
                state.events -= count * kPolarityBytes;
            } else if (state.events + state.rest > 0) {   // nothing for us
                std::uint64_t& left = state.events > 0 ? state.events : state.rest;
                const std::size_t count = std::size_t(std::min<std::uint64_t>(left, have));
                if (count == 0)
                    return at;
                at += count;
                left -= count;
            } else {
                if (have < kHeaderBytes)
                    return at;
                takeHeader(state, block.bytes + at, block.offset + at, report);
                at += kHeaderBytes;
            }
        }
    }
};

} // namespace

const EventFormat& aedat3Format()
{
    static const EventFormat format{
        .id = "aedat3", .title = "AEDAT 3.x (cAER; DVS128 Gesture)", .extensions = {".aedat"},
        .recognise = [](const FileHead& head) { return head.startsWith("#!AER-DAT3") ? Match::Sure : Match::No; },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions& options) -> std::unique_ptr<EventReader> {
            const AedatHeader header = readAedatHeader(*bytes);
            RecordingFacts facts;
            facts.format = "aedat3";
            facts.variant = "AEDAT " + std::to_string(header.major) + "." + std::to_string(header.minor);
            facts.width = header.width;
            facts.height = header.height;
            facts.originBelow = header.minor == 0;
            facts.more = aedatHeaderFacts(header);
            const auto invalid = options.find("invalid");
            Aedat3Decoder decoder{header.dataOffset, bytes->size(), bytes->name(),
                                  invalid != options.end() && invalid->second == "keep"};
            if (const auto source = options.find("source"); source != options.end()) {
                const std::string& text = source->second;
                const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), decoder.wantedSource);
                if (problem != std::errc() || end != text.data() + text.size() || decoder.wantedSource < 0)
                    throw Error("The source \"" + text + "\" was asked for; sources are whole numbers from 0.", bytes->name(),
                                "Give the number behind '#Source' in the file's header.");
            }
            return std::make_unique<ByteStreamReader<Aedat3Decoder>>(std::move(bytes), std::move(decoder), std::move(facts));
        },
        .options = {{"invalid", "events that the camera marked as invalid (keep: as SpikingJelly and Tonic, which do not look at other packets either)", {"skip", "keep"}},
                    {"source", "events of this source alone, where several cameras were recorded", {}}}};
    return format;
}

} // namespace spw
