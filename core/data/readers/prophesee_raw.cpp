// SPDX-License-Identifier: GPL-3.0-or-later
// Prophesee RAW: EVT2, EVT2.1 and EVT3 words behind a text header (formats.md 5.6).
#include "core/data/readers/byte_stream_reader.h"
#include "core/data/readers/prophesee_header.h"
#include "kernels/events/packed_events.h"

namespace spw {

namespace {

/// The words may be of another encoding than the header says: then they give words that the format does not have, or
/// pixels beside the sensor.
void checkPlausible(const std::string& name, const char* encoding, std::uint64_t strange, std::size_t words, const EventBuffer& out,
                    std::int64_t width, std::int64_t height, DecodeReport& report)
{
    if (words >= 100 && strange * 50 > words)
        report.warnings.push_back(name + ": " + std::to_string(strange) + " of the first " + std::to_string(words) + " words are no "
                                  + encoding + " words: the header may name the wrong encoding. Try another with --format.");
    std::size_t outside = 0;
    for (std::size_t i = 0; i < out.count; ++i)
        outside += (width > 0 && out.x[i] >= width) || (height > 0 && out.y[i] >= height);
    if (outside * 20 > out.count)
        report.warnings.push_back(name + ": " + std::to_string(outside) + " of the first " + std::to_string(out.count)
                                  + " events lie outside the sensor of " + std::to_string(width) + " x " + std::to_string(height)
                                  + " pixels: the header may name the wrong encoding. Try another with --format.");
    std::size_t jumps = 0;
    for (std::size_t i = 1; i < out.count; ++i)
        jumps += out.t[i] < out.t[i - 1] || out.t[i] - out.t[i - 1] > 100'000'000;
    if (out.count >= 10 && jumps * 20 > out.count)
        report.warnings.push_back(name + ": times jump " + std::to_string(jumps) + " times within the first "
                                  + std::to_string(out.count) + " events: the header may name the wrong encoding. Try another with --format.");
}

struct RawFacts {
    std::uint64_t dataOffset = 0;
    std::int64_t width = 0, height = 0;
    bool swapped = false;      // EVT2.1 "legacy"
    bool rowsKnown = false;    // the header tells the height
    std::string name;
};

template <std::size_t kWordBytes>
struct Evt2Decoder : RawFacts {
    using State = kernels::Evt2State;
    static constexpr std::int64_t kTurn = kernels::kEvt2Turn;

    static std::size_t mostEvents(std::size_t bytes) { return kWordBytes == 4 ? bytes / 4 : bytes * 4; }

    std::size_t decode(State& state, const ByteBlock& block, EventBuffer& out, DecodeReport& report) const
    {
        const std::size_t words = block.size / kWordBytes;
        const std::uint64_t strange = state.strange;
        const kernels::EventColumns to{out.x.get(), out.y.get(), out.p.get(), out.t.get()};
        if constexpr (kWordBytes == 4)
            out.count = kernels::decodeEvt2(block.bytes, words, state, to);
        else
            out.count = kernels::decodeEvt21(block.bytes, words, swapped, state, to);
        if (block.offset == dataOffset)
            checkPlausible(name, kWordBytes == 4 ? "EVT2" : "EVT2.1", state.strange - strange, words, out, width, height, report);
        return words * kWordBytes;
    }

    std::optional<EntryPoint<State>> enter(const ByteBlock& block) const
    {
        for (std::size_t at = 0; at + kWordBytes <= block.size; at += kWordBytes) {
            const std::uint8_t* top = block.bytes + at + (kWordBytes == 4 || swapped ? 0 : 4);
            const auto word = littleEndian<std::uint32_t>(top);
            if (word >> 28 == 8) {
                const std::int64_t time = std::int64_t(word & 0x0fffffff) << 6;
                return EntryPoint<State>{{time, true, 0}, block.offset + at, time, speed(block, at, time)};
            }
        }
        return {};
    }

    double speed(const ByteBlock& block, std::size_t from, std::int64_t since) const
    {
        std::int64_t last = since;
        for (std::size_t at = from; at + kWordBytes <= block.size; at += kWordBytes) {
            const auto word = littleEndian<std::uint32_t>(block.bytes + at + (kWordBytes == 4 || swapped ? 0 : 4));
            if (word >> 28 == 8)
                last = std::int64_t(word & 0x0fffffff) << 6;
        }
        return double((last - since) & (kTurn - 1)) / double(block.size - from);
    }
    static void addTurns(State& state, std::int64_t turns) { state.high += turns * kTurn; }
    static std::int64_t timeOf(const State& state) { return state.high; }
};

struct Evt3Decoder : RawFacts {
    using State = kernels::Evt3State;
    static constexpr std::int64_t kTurn = kernels::kEvt3Turn;

    static std::size_t mostEvents(std::size_t bytes) { return bytes / 2 * 12; }

    std::size_t decode(State& state, const ByteBlock& block, EventBuffer& out, DecodeReport& report) const
    {
        const std::size_t words = block.size / 2;
        const std::uint64_t strange = state.strange;
        out.count = kernels::decodeEvt3(block.bytes, words, rowsKnown ? std::uint16_t(std::min<std::int64_t>(height, 2048)) : 2048,
                                        state, {out.x.get(), out.y.get(), out.p.get(), out.t.get()});
        if (block.offset == dataOffset)
            checkPlausible(name, "EVT3", state.strange - strange, words, out, width, height, report);
        return words * 2;
    }

    /// Where everything that words before could have said is said again: time, and the base of vectors if there are any;
    /// the row follows at once.
    std::optional<EntryPoint<State>> enter(const ByteBlock& block) const
    {
        State state;
        bool low = false, base = false, vectors = false;
        std::optional<EntryPoint<State>> withoutBase;
        for (std::size_t at = 0; at + 2 <= block.size; at += 2) {
            const unsigned word = littleEndian<std::uint16_t>(block.bytes + at), type = word >> 12, value = word & 0xfff;
            if (type == 0 && state.timeKnown && low && (base || !withoutBase)) {
                const EntryPoint<State> here{state, block.offset + at, state.time(), speed(block, at, state)};
                if (base)
                    return here;
                withoutBase = here;
            } else if (type == 3) {
                state.base = std::uint16_t(value & 2047);
                state.polarity = std::uint8_t(value >> 11);
                base = true;
            } else if (type == 4 || type == 5) {
                vectors |= !base;
                state.base = std::uint16_t(state.base + (type == 4 ? 12 : 8));
            } else if (type == 6 && state.timeKnown) {
                state.low = value;
                low = true;
            } else if (type == 8) {
                if (state.timeKnown && state.high >= value + 2048)
                    return {};   // a turn inside the window: the next one will do
                low = low && state.high == value;
                state.high = value;
                state.low = low ? state.low : 0;
                state.timeKnown = true;
            }
        }
        return vectors ? std::nullopt : withoutBase;
    }

    static double speed(const ByteBlock& block, std::size_t from, State state)
    {
        const std::int64_t since = state.time();
        for (std::size_t at = from; at + 2 <= block.size; at += 2) {
            const unsigned word = littleEndian<std::uint16_t>(block.bytes + at), type = word >> 12, value = word & 0xfff;
            if (type == 8)
                state.low = state.high == value ? state.low : 0, state.high = value;
            else if (type == 6)
                state.low = value;
        }
        return double((state.time() - since) & (kTurn - 1)) / double(block.size - from);
    }
    static void addTurns(State& state, std::int64_t turns) { state.turns += turns * kTurn; }
    static std::int64_t timeOf(const State& state) { return state.time(); }
};

std::string declared(const FileHead& head)
{
    if (!head.startsWith("%") || !head.source)
        return {};
    return readPropheseeHeader(*head.source).encoding;
}

template <class Decoder>
std::unique_ptr<EventReader> openRaw(std::shared_ptr<const ByteSource> bytes, const char* id, const char* variant)
{
    const PropheseeHeader header = readPropheseeHeader(*bytes);
    RecordingFacts facts;
    facts.format = id;
    facts.variant = variant;
    facts.width = header.width;
    facts.height = header.height;
    facts.more = propheseeFacts(header);
    Decoder decoder;
    const auto order = header.values.find("endianness");
    static_cast<RawFacts&>(decoder) = {header.dataOffset, header.width, header.height,
                                       order != header.values.end() && order->second == "legacy",
                                       header.height > 0 && !header.sizeGuessed, bytes->name()};
    return std::make_unique<ByteStreamReader<Decoder>>(std::move(bytes), std::move(decoder), std::move(facts));
}

} // namespace

const EventFormat& evt2Format()
{
    static const EventFormat format{
        .id = "evt2", .title = "Prophesee RAW, EVT2", .extensions = {".raw"},
        .recognise = [](const FileHead& head) { return declared(head) == "evt2" ? Match::Sure : Match::No; },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions&) {
            return openRaw<Evt2Decoder<4>>(std::move(bytes), "evt2", "EVT2");
        }};
    return format;
}

const EventFormat& evt21Format()
{
    static const EventFormat format{
        .id = "evt21", .title = "Prophesee RAW, EVT2.1", .extensions = {".raw"},
        .recognise = [](const FileHead& head) { return declared(head) == "evt21" ? Match::Sure : Match::No; },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions&) {
            return openRaw<Evt2Decoder<8>>(std::move(bytes), "evt21", "EVT2.1");
        }};
    return format;
}

const EventFormat& evt3Format()
{
    static const EventFormat format{
        .id = "evt3", .title = "Prophesee RAW, EVT3", .extensions = {".raw"},
        .recognise = [](const FileHead& head) { return declared(head) == "evt3" ? Match::Sure : Match::No; },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions&) {
            return openRaw<Evt3Decoder>(std::move(bytes), "evt3", "EVT3");
        }};
    return format;
}

} // namespace spw
