// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/bs2_reader.h"

#include "core/data/readers/byte_stream_reader.h"
#include "kernels/events/events.h"

#include <span>

namespace spw {

namespace {

/// A row in which the authors' recorder says that its clock overflowed: no event.
constexpr std::uint16_t kMarkerRow = 240;
constexpr std::int64_t kMarkerMicros = 8192;

struct Bs2Decoder {
    struct State {
        std::int64_t added = 0;   // by overflow markers
    };
    std::uint64_t dataOffset = 0;
    bool markers = false;

    static std::size_t mostEvents(std::size_t bytes) { return kernels::bs2EventCount(bytes); }

    std::size_t decode(State& state, const ByteBlock& block, EventBuffer& out, DecodeReport&) const
    {
        const std::size_t count = kernels::bs2EventCount(block.size);
        kernels::decodeBs2(std::as_bytes(std::span(block.bytes, block.size)), {out.x.get(), count}, {out.y.get(), count},
                           {out.p.get(), count}, {out.t.get(), count});
        if (!markers) {
            out.count = count;
        } else {
            for (std::size_t i = 0; i < count; ++i) {
                if (out.y[i] == kMarkerRow)
                    state.added += kMarkerMicros;
                else
                    out.add(out.t[i] + state.added, out.x[i], out.y[i], out.p[i]);
            }
        }
        return count * kernels::kBs2RecordBytes;
    }
};

std::unique_ptr<EventReader> openRecords(std::shared_ptr<const ByteSource> bytes, bool markers, const char* id)
{
    RecordingFacts facts;
    facts.format = id;
    if (markers)
        facts.more.emplace_back("overflow_rule", "true");
    return std::make_unique<ByteStreamReader<Bs2Decoder>>(std::move(bytes), Bs2Decoder{0, markers}, std::move(facts));
}

/// A sensor with rows below the marker's has none of them to lose; a larger one keeps its row 240.
bool hasRowsBeyondMarker(const ByteSource& bytes)
{
    std::vector<std::uint8_t> block(kernels::kBs2RecordBytes * 16384);
    for (std::uint64_t offset = 0;; offset += block.size()) {
        const std::size_t got = bytes.read(offset, block.data(), block.size());
        for (std::size_t i = 0; i + kernels::kBs2RecordBytes <= got; i += kernels::kBs2RecordBytes)
            if (block[i + 1] > kMarkerRow)
                return true;
        if (got < block.size())
            return false;
    }
}

Match byExtension(const FileHead& head, const char* extension)
{
    return head.extension == extension ? Match::ByName : Match::No;
}

} // namespace

const EventFormat& bs2Format()
{
    static const EventFormat format{
        .id = "bs2", .title = "SLAYER binary spikes, 2 dimensions", .extensions = {".bs2"},
        .recognise = [](const FileHead& head) { return byExtension(head, ".bs2"); },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions&) {
            return openRecords(std::move(bytes), false, "bs2");
        }};
    return format;
}

const EventFormat& atisFormat()
{
    static const EventFormat format{
        .id = "atis", .title = "ATIS .bin (N-MNIST, N-Caltech101)", .extensions = {".bin"},
        .recognise = [](const FileHead& head) { return byExtension(head, ".bin"); },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions& options) {
            const auto given = options.find("overflow");
            const std::string rule = given == options.end() ? "auto" : given->second;
            const bool markers = rule == "on" || (rule == "auto" && !hasRowsBeyondMarker(*bytes));
            return openRecords(std::move(bytes), markers, "atis");
        },
        .options = {{"overflow",
                     "rows with y = 240 are no events but add 8192 us to all later times, as the datasets' authors and Tonic "
                     "read them (auto: unless the sensor has more rows; SpikingJelly: off)",
                     {"auto", "on", "off"}}}};
    return format;
}

EventFile decodeBs2File(std::string_view bytes, const std::string& where)
{
    return readEventBytes(std::string(bytes), where, {{"format", "bs2"}});
}

} // namespace spw
