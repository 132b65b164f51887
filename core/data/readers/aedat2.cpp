// SPDX-License-Identifier: GPL-3.0-or-later
// AEDAT 1.0 and 2.0 of jAER (formats.md 5.3): big-endian address and time, an address layout for each chip.
#include "core/data/readers/aedat_header.h"
#include "core/data/readers/byte_stream_reader.h"

namespace spw {

namespace {

/// How an address becomes a pixel. The raw ones keep the origin at the lower left; the others are what well-known
/// readers make of them.
enum class Layout { Dvs128, Davis, Cifar10Dvs, TonicDvs128, TonicDavis346 };

const std::vector<std::pair<std::string, Layout>>& layouts()
{
    static const std::vector<std::pair<std::string, Layout>> list = {
        {"dvs128", Layout::Dvs128}, {"davis", Layout::Davis}, {"cifar10dvs", Layout::Cifar10Dvs},
        {"tonic-dvs128", Layout::TonicDvs128}, {"tonic-davis346", Layout::TonicDavis346}};
    return list;
}

struct Aedat2Decoder {
    struct State {};
    std::uint64_t dataOffset = 0;
    std::size_t addressBytes = 4;
    Layout layout = Layout::Dvs128;

    std::size_t recordBytes() const { return addressBytes + 4; }
    static std::size_t mostEvents(std::size_t bytes) { return bytes / 6; }

    /// @return false: not an event (special, external, a picture's or a motion sensor's sample).
    bool take(const std::uint8_t* record, EventBuffer& out) const
    {
        const std::uint32_t a = addressBytes == 2 ? bigEndian<std::uint16_t>(record) : bigEndian<std::uint32_t>(record);
        const std::int64_t t = bigEndian<std::int32_t>(record + addressBytes);
        const bool davis = layout == Layout::Davis || layout == Layout::TonicDavis346;
        if (davis ? (a >> 31) || (a >> 10 & 1) : a >> 15 & 1)
            return false;
        const auto low = std::uint16_t(a >> 1 & 127), high = std::uint16_t(a >> 8 & 127);
        const auto x = std::uint16_t(a >> 12 & 1023), y = std::uint16_t(a >> 22 & 511);
        switch (layout) {
        case Layout::Dvs128: out.add(t, low, high, std::uint8_t(a & 1)); break;
        case Layout::TonicDvs128: out.add(t, high, low, std::uint8_t(a & 1)); break;
        case Layout::Cifar10Dvs: out.add(t, std::uint16_t(127 - high), std::uint16_t(127 - low), std::uint8_t(1 - (a & 1))); break;
        case Layout::Davis: out.add(t, x, y, std::uint8_t(a >> 11 & 1)); break;
        case Layout::TonicDavis346:
            if (x > 345 || y > 259)
                return false;
            out.add(t, std::uint16_t(345 - x), std::uint16_t(259 - y), std::uint8_t(a >> 11 & 1));
            break;
        }
        return true;
    }

    std::size_t decode(State&, const ByteBlock& block, EventBuffer& out, DecodeReport&) const
    {
        std::size_t at = 0;
        for (; at + recordBytes() <= block.size; at += recordBytes())
            take(block.bytes + at, out);
        return at;
    }

    std::optional<EntryPoint<State>> enter(const ByteBlock& block) const
    {
        EventBuffer one;
        one.reserveEmpty(1);
        const std::uint64_t over = (block.offset - dataOffset) % recordBytes();
        for (std::size_t at = over == 0 ? 0 : recordBytes() - std::size_t(over); at + recordBytes() <= block.size; at += recordBytes())
            if (take(block.bytes + at, one))
                return EntryPoint<State>{{}, block.offset + at, one.t[0], 0.0};
        return {};
    }
};

/// Without a chip's name: only a DAVIS has addresses beyond 16 bits.
Layout guessed(const ByteSource& bytes, std::uint64_t dataOffset)
{
    const std::string records = bytes.text(dataOffset, std::size_t(8) << 17);
    for (std::size_t at = 0; at + 8 <= records.size(); at += 8)
        if (bigEndian<std::uint32_t>(records.data() + at) >= 65536)
            return Layout::Davis;
    return Layout::Dvs128;
}

Layout layoutOf(const AedatHeader& header, const ByteSource& bytes, const ReadOptions& options)
{
    if (const auto given = options.find("layout"); given != options.end())
        for (const auto& [name, layout] : layouts())
            if (name == given->second)
                return layout;
    if (header.major < 2)
        return Layout::Dvs128;
    std::string chip = header.chip;
    for (char& c : chip)
        c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    if (chip.find("dvs128") != std::string::npos)
        return Layout::Dvs128;
    if (chip.find("davis") != std::string::npos || chip.find("sbret") != std::string::npos)
        return Layout::Davis;
    return guessed(bytes, header.dataOffset);
}

std::unique_ptr<EventReader> openAedat2(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options, const char* id)
{
    const AedatHeader header = readAedatHeader(*bytes);
    const Layout layout = layoutOf(header, *bytes, options);
    RecordingFacts facts;
    facts.format = id;
    facts.variant = "AEDAT " + std::to_string(header.major) + "." + std::to_string(header.minor);
    facts.width = header.width;
    facts.height = header.height;
    if (layout != Layout::Davis && layout != Layout::TonicDavis346)
        facts.width = facts.height = 128;
    else if (layout == Layout::TonicDavis346)
        facts.width = 346, facts.height = 260;
    facts.originBelow = layout != Layout::Cifar10Dvs && layout != Layout::TonicDavis346;
    facts.more = aedatHeaderFacts(header);
    for (const auto& [name, one] : layouts())
        if (one == layout)
            facts.more.emplace_back("address_layout", jsonText(name));
    const std::size_t addressBytes = header.major < 2 ? 2 : 4;
    return std::make_unique<ByteStreamReader<Aedat2Decoder>>(
        std::move(bytes), Aedat2Decoder{header.dataOffset, addressBytes, layout}, std::move(facts));
}

/// Records of 6 bytes that could be a DVS128's: small addresses, times that seldom fall.
bool looksLikeVersion1(const FileHead& head)
{
    if (head.size < 12)
        return false;
    int rises = 0, records = 0;
    std::int64_t last = 0;
    for (std::size_t at = 0; at + 6 <= head.bytes.size() && records < 1000; at += 6, ++records) {
        const std::int64_t t = bigEndian<std::int32_t>(head.bytes.data() + at + 2);
        rises += records == 0 || (t >= last && t - last < 10'000'000);
        last = t;
    }
    return rises >= records - records / 50;
}

std::vector<ReadOptionSpec> layoutOption()
{
    ReadOptionSpec option{"layout", "the chip's address layout (auto: by its name in the header, else by the addresses); "
                                    "cifar10dvs: as SpikingJelly reads CIFAR10-DVS", {"auto"}};
    for (const auto& [name, layout] : layouts())
        option.choices.push_back(name);
    return {option};
}

} // namespace

const EventFormat& aedat2Format()
{
    static const EventFormat format{
        .id = "aedat2", .title = "AEDAT 2.0 (jAER)", .extensions = {".aedat"},
        .recognise = [](const FileHead& head) { return head.startsWith("#!AER-DAT2") ? Match::Sure : Match::No; },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions& options) {
            return openAedat2(std::move(bytes), options, "aedat2");
        },
        .options = layoutOption()};
    return format;
}

const EventFormat& aedat1Format()
{
    static const EventFormat format{
        .id = "aedat1", .title = "AEDAT 1.0 (jAER)", .extensions = {".dat", ".aedat"},
        .recognise = [](const FileHead& head) {
            if (head.startsWith("#!AER-DAT1"))
                return Match::Sure;
            const bool named = head.extension == ".dat" || head.extension == ".aedat";
            return named && !head.startsWith("% ") && !head.startsWith("#!AER-DAT") && looksLikeVersion1(head) ? Match::Likely
                                                                                                             : Match::No;
        },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions& options) {
            return openAedat2(std::move(bytes), options, "aedat1");
        },
        .options = layoutOption()};
    return format;
}

} // namespace spw
