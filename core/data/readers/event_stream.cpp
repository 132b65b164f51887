// SPDX-License-Identifier: GPL-3.0-or-later
// Event Stream .es, dynamic vision sensors and ATIS (formats.md 5.8): times as differences, so read from the start.
#include "core/data/readers/byte_stream_reader.h"

namespace spw {

namespace {

constexpr std::string_view kMagic = "Event Stream";
constexpr std::uint64_t kTypeAt = kMagic.size() + 3, kSizeAt = kTypeAt + 1, kDataAt = kSizeAt + 4;

/// Of the ATIS the changes; its other events, of the time a pixel took to measure brightness, are left out.
struct EsDecoder {
    struct State {
        std::int64_t t = 0;
    };
    std::uint64_t dataOffset = kDataAt;
    bool isAtis = false;

    static std::size_t mostEvents(std::size_t bytes) { return bytes / 5; }

    std::size_t decode(State& state, const ByteBlock& block, EventBuffer& out, DecodeReport&) const
    {
        std::size_t at = 0;
        while (at < block.size) {
            const std::uint8_t b = block.bytes[at];
            if (isAtis ? b >= 0xfc : b >= 0xfe) {   // time alone
                state.t += isAtis ? 63 * (b & 3) : b == 0xff ? 127 : 0;
                ++at;
            } else if (at + 5 <= block.size) {
                state.t += isAtis ? b >> 2 : b >> 1;
                if (!isAtis || (b & 1) == 0)
                    out.add(state.t, littleEndian<std::uint16_t>(block.bytes + at + 1), littleEndian<std::uint16_t>(block.bytes + at + 3),
                            (isAtis ? b >> 1 : b) & 1);
                at += 5;
            } else {
                break;
            }
        }
        return at;
    }
};

std::unique_ptr<EventReader> openEventStream(std::shared_ptr<const ByteSource> bytes, const ReadOptions&)
{
    std::uint8_t head[kDataAt] = {};
    const std::size_t got = bytes->read(0, head, sizeof head);
    if (got < kSizeAt)
        throw Error("The header has " + std::to_string(got) + " bytes, expected at least " + std::to_string(kSizeAt) + ".",
                    bytes->name(), "Copy the file again: it was cut.");
    const int type = head[kTypeAt];
    if (type != 1 && type != 2) {
        const char* name = type == 0 ? "generic events" : type == 4 ? "colour events" : "an unknown kind of events";
        throw Error("The stream holds " + std::string(name) + " (type " + std::to_string(type) + "), expected those of a DVS (1) or ATIS (2).",
                    bytes->name() + ", byte " + std::to_string(kTypeAt), "Convert it with the program that made it.");
    }
    if (got < kDataAt)
        throw Error("The file ends inside the sensor's size.", bytes->name() + ", byte " + std::to_string(kSizeAt),
                    "Copy the file again: it was cut.");
    RecordingFacts facts;
    facts.format = "es";
    facts.variant = "Event Stream " + std::to_string(head[12]) + "." + std::to_string(head[13]) + "." + std::to_string(head[14]);
    facts.polarity = "bool";
    facts.originBelow = true;
    facts.width = littleEndian<std::uint16_t>(head + kSizeAt);
    facts.height = littleEndian<std::uint16_t>(head + kSizeAt + 2);
    facts.more = {{"version", "[" + std::to_string(head[12]) + "," + std::to_string(head[13]) + "," + std::to_string(head[14]) + "]"},
                  {"type", std::to_string(type)}};
    EsDecoder decoder;
    decoder.isAtis = type == 2;
    return std::make_unique<ByteStreamReader<EsDecoder>>(std::move(bytes), decoder, std::move(facts));
}

} // namespace

const EventFormat& eventStreamFormat()
{
    static const EventFormat format{
        .id = "es", .title = "Event Stream", .extensions = {".es"},
        .recognise = [](const FileHead& head) { return head.startsWith(kMagic) ? Match::Sure : Match::No; },
        .open = openEventStream};
    return format;
}

} // namespace spw
