// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/aedat4_packets.h"

#include "core/base/error.h"
#include "core/data/readers/flat_buffer.h"

#include <lz4frame.h>
#include <zstd.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace spw::aedat4 {

namespace {

constexpr std::string_view kMagic = "#!AER-DAT4.0\r\n";
constexpr std::uint64_t kMostHeader = std::uint64_t(64) << 20;
constexpr std::size_t kMostUnpacked = std::size_t(256) << 20;   // 16 million events: no camera fills more in one packet
constexpr std::uint64_t kMostTable = std::uint64_t(256) << 20;

std::string unpackLz4(const std::vector<std::uint8_t>& packed, std::vector<std::uint8_t>& out)
{
    LZ4F_dctx* raw = nullptr;
    if (LZ4F_isError(LZ4F_createDecompressionContext(&raw, LZ4F_VERSION)))
        return "there is no memory to unpack it";
    const std::unique_ptr<LZ4F_dctx, decltype(&LZ4F_freeDecompressionContext)> context(raw, &LZ4F_freeDecompressionContext);
    std::size_t used = 0, made = 0;
    out.resize(std::clamp<std::size_t>(4 * packed.size(), 65536, kMostUnpacked));
    for (;;) {
        std::size_t in = packed.size() - used, room = out.size() - made;
        const std::size_t wanted = LZ4F_decompress(raw, out.data() + made, &room, packed.data() + used, &in, nullptr);
        if (LZ4F_isError(wanted))
            return std::string("LZ4 says: ") + LZ4F_getErrorName(wanted);
        used += in;
        made += room;
        if (wanted == 0)
            break;
        if (made == out.size()) {
            if (out.size() >= kMostUnpacked)
                return "it unpacks to more than " + std::to_string(kMostUnpacked) + " bytes";
            out.resize(std::min(2 * out.size(), kMostUnpacked));
        } else if (used == packed.size()) {
            return "its LZ4 frame ends early";
        }
    }
    out.resize(made);
    return {};
}

std::string unpackZstd(const std::vector<std::uint8_t>& packed, std::vector<std::uint8_t>& out)
{
    const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> context(ZSTD_createDStream(), &ZSTD_freeDStream);
    if (!context)
        return "there is no memory to unpack it";
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, 27);
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    out.resize(std::clamp<std::size_t>(4 * packed.size(), 65536, kMostUnpacked));
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    for (;;) {
        const std::size_t wanted = ZSTD_decompressStream(context.get(), &to, &in);
        if (ZSTD_isError(wanted))
            return std::string("Zstandard says: ") + ZSTD_getErrorName(wanted);
        if (wanted == 0)
            break;
        if (to.pos == to.size) {
            if (out.size() >= kMostUnpacked)
                return "it unpacks to more than " + std::to_string(kMostUnpacked) + " bytes";
            out.resize(std::min(2 * out.size(), kMostUnpacked));
            to.dst = out.data();
            to.size = out.size();
        } else if (in.pos == in.size) {
            return "its Zstandard frame ends early";
        }
    }
    out.resize(to.pos);
    return {};
}

/// The value of name="..." in the text of a tag.
std::string attribute(const std::string& tag, const std::string& name)
{
    const std::string start = name + "=\"";
    const std::size_t at = tag.find(start);
    if (at == std::string::npos)
        return {};
    const std::size_t from = at + start.size(), end = tag.find('"', from);
    return end == std::string::npos ? std::string() : tag.substr(from, end - from);
}

std::int64_t wholeNumber(const std::string& text, std::int64_t otherwise)
{
    std::int64_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc() && result.ptr == text.data() + text.size() ? value : otherwise;
}

} // namespace

std::map<int, Stream> streamsOf(const std::string& xml)
{
    std::map<int, Stream> streams;
    std::vector<std::string> path;
    for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
        const std::size_t end = xml.find('>', at);
        if (end == std::string::npos)
            break;
        const std::string tag = xml.substr(at + 1, end - at - 1);
        if (tag.rfind("node", 0) == 0) {
            if (tag.back() != '/')
                path.push_back(attribute(tag, "name"));
        } else if (tag.rfind("/node", 0) == 0) {
            if (!path.empty())
                path.pop_back();
        } else if (tag.rfind("attr", 0) == 0) {
            const auto parent = std::find(path.begin(), path.end(), "outInfo");
            if (path.end() - parent < 2)
                continue;
            const std::int64_t id = wholeNumber(*(parent + 1), -1);
            if (id < 0 || id > 65535)
                continue;
            const std::string key = attribute(tag, "key"), value = xml.substr(end + 1, xml.find('<', end) - end - 1);
            Stream& stream = streams[int(id)];
            if (key == "typeIdentifier")
                stream.type = value;
            else if (key == "sizeX")
                stream.width = std::clamp<std::int64_t>(wholeNumber(value, 0), 0, 65536);
            else if (key == "sizeY")
                stream.height = std::clamp<std::int64_t>(wholeNumber(value, 0), 0, 65536);
            else if (key == "source")
                stream.source = value;
        }
    }
    return streams;
}

Header readHeader(const ByteSource& bytes)
{
    Header header;
    const std::string start = bytes.text(0, kMagic.size() + 4);
    const auto refuse = [&](const std::string& what, std::uint64_t offset) {
        throw Error(what, bytes.name() + ", byte " + std::to_string(offset), "Copy the file again: it seems to be damaged.");
    };
    if (start.size() < kMagic.size() + 4 || start.compare(0, kMagic.size(), kMagic) != 0)
        refuse("The file does not begin with \"#!AER-DAT4.0\" and the size of a header.", 0);
    header.headerBytes = littleEndian<std::uint32_t>(start.data() + kMagic.size());
    const std::uint64_t at = kMagic.size() + 4;
    if (header.headerBytes > bytes.size() - at || header.headerBytes > kMostHeader)
        refuse("The header would have " + std::to_string(header.headerBytes) + " bytes, the file has "
                   + std::to_string(bytes.size() - at) + " more.", kMagic.size());
    const std::string text = bytes.text(at, std::size_t(header.headerBytes));
    const auto table = FlatTable::root({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, "IOHE");
    if (!table)
        refuse("The header is no FlatBuffer \"IOHE\".", at);
    header.compression = table->number<std::int32_t>(0, 0);
    if (header.compression < 0 || header.compression > 4)
        refuse("The compression is " + std::to_string(header.compression) + ", expected 0 (none) to 4 (Zstandard).", at);
    header.tablePosition = table->number<std::int64_t>(1, -1);
    header.streams = streamsOf(table->text(2));
    header.firstPacket = at + header.headerBytes;
    return header;
}

std::string unpack(int compression, const std::vector<std::uint8_t>& packed, std::vector<std::uint8_t>& out)
{
    if (compression == 1 || compression == 2)
        return unpackLz4(packed, out);
    if (compression == 3 || compression == 4)
        return unpackZstd(packed, out);
    out = packed;
    return {};
}

std::optional<std::vector<TableRow>> readTable(const ByteSource& bytes, const Header& header)
{
    if (header.tablePosition < 0 || std::uint64_t(header.tablePosition) < header.firstPacket
        || std::uint64_t(header.tablePosition) >= bytes.size()
        || bytes.size() - std::uint64_t(header.tablePosition) > kMostTable)
        return {};
    std::vector<std::uint8_t> packed(std::size_t(bytes.size() - std::uint64_t(header.tablePosition))), plain;
    packed.resize(bytes.read(std::uint64_t(header.tablePosition), packed.data(), packed.size()));
    if (!unpack(header.compression, packed, plain).empty() || plain.size() < 8)
        return {};
    const auto table = FlatTable::root(std::span(plain).subspan(4), "FTAB");
    const auto rows = table ? table->vector(0, 4) : std::nullopt;
    if (!rows)
        return {};
    std::vector<TableRow> result;
    for (std::size_t i = 0; i < rows->size() / 4; ++i) {
        const auto row = table->tableOf(*rows, i);
        const auto info = row ? row->find(1, 8) : std::nullopt;
        if (!info)
            return {};
        const std::int64_t payload = row->number<std::int64_t>(0, -1);
        if (payload < std::int64_t(header.firstPacket) + 8 || payload >= header.tablePosition)
            return {};
        result.push_back({std::uint64_t(payload) - 8, littleEndian<std::int32_t>(row->data() + *info),
                          row->number<std::int64_t>(3, 0), row->number<std::int64_t>(4, 0)});
    }
    return result;
}

} // namespace spw::aedat4
