// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/zip_file.h"

#include "core/base/error.h"
#include "core/data/containers/deflate.h"

#include <algorithm>

namespace spw {

namespace {

constexpr std::uint32_t kLocal = 0x04034b50, kEntry = 0x02014b50, kEnd = 0x06054b50, kEnd64 = 0x06064b50,
                        kLocator64 = 0x07064b50;
constexpr std::uint32_t kIn64 = 0xFFFFFFFFu;
const char* const kCopyZipAgain = "The file is cut or damaged: copy it again.";

std::uint64_t little(std::string_view bytes, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;)
        value = value << 8 | std::uint8_t(bytes[at + i]);
    return value;
}

void append(std::string& bytes, std::uint64_t value, std::size_t size)
{
    for (std::size_t i = 0; i < size; ++i)
        bytes += char(std::uint8_t(value >> (8 * i)));
}

bool safeName(std::string_view name)
{
    return !name.empty() && name.find('\0') == std::string_view::npos;
}

/// The 64-bit values that the fixed part of an entry had no room for, in their fixed order.
void readExtra64(std::string_view extra, ZipMember& member)
{
    while (extra.size() >= 4) {
        const std::size_t kind = little(extra, 0, 2), size = little(extra, 2, 2);
        if (size > extra.size() - 4)
            return;
        if (kind == 1) {
            std::string_view values = extra.substr(4, size);
            for (std::uint64_t* const field : {&member.bytes, &member.packedBytes, &member.headerOffset})
                if (*field == kIn64 && values.size() >= 8) {
                    *field = little(values, 0, 8);
                    values.remove_prefix(8);
                }
            return;
        }
        extra.remove_prefix(4 + size);
    }
}

} // namespace

ZipFile::ZipFile(std::shared_ptr<const ByteSource> file)
    : m_file(std::move(file))
{
    constexpr std::size_t kEndBytes = 22, kLongestComment = 65535, kLocatorBytes = 20, kEnd64Bytes = 56;
    const std::uint64_t fileSize = m_file->size(),
                        tailAt = fileSize - std::min<std::uint64_t>(fileSize, kEndBytes + kLongestComment + kLocatorBytes);
    const std::string tail = m_file->text(tailAt, std::size_t(fileSize - tailAt));
    std::size_t at = std::string::npos;
    for (std::size_t i = tail.size() < kEndBytes ? 0 : tail.size() - kEndBytes + 1; i-- > 0;)
        if (little(tail, i, 4) == kEnd && little(tail, i + 20, 2) <= tail.size() - i - kEndBytes) {
            at = i;
            break;
        }
    if (at == std::string::npos)
        throw Error("The zip file has no list of its contents at its end.",
                    m_file->name() + ", byte " + std::to_string(fileSize), kCopyZipAgain);
    std::uint64_t count = little(tail, at + 10, 2), size = little(tail, at + 12, 4), offset = little(tail, at + 16, 4);
    std::uint64_t end = tailAt + at;
    if (at >= kLocatorBytes && little(tail, at - kLocatorBytes, 4) == kLocator64) {
        const std::uint64_t end64 = little(tail, at - kLocatorBytes + 8, 8);
        end -= kLocatorBytes;
        const std::string fields = end64 < end ? m_file->text(end64, kEnd64Bytes) : std::string();
        if (fields.size() < kEnd64Bytes || little(fields, 0, 4) != kEnd64)
            throw Error("The zip file's 64-bit list is not at byte " + std::to_string(end64) + " where it should be.",
                        m_file->name(), kCopyZipAgain);
        count = little(fields, 32, 8);
        size = little(fields, 40, 8);
        offset = little(fields, 48, 8);
        end = end64;
    }
    constexpr std::uint64_t kMostDirectoryBytes = std::uint64_t(256) << 20;
    if (offset > end || size > end - offset || size > kMostDirectoryBytes)
        throw Error("The zip file's list of contents (" + std::to_string(size) + " bytes at " + std::to_string(offset)
                        + ") does not lie in the file.", m_file->name(), kCopyZipAgain);
    readDirectory(offset, m_file->text(offset, std::size_t(size)), count);
}

void ZipFile::readDirectory(std::uint64_t offset, std::string_view directory, std::uint64_t count)
{
    std::string_view rest = directory;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string at = m_file->name() + ", byte " + std::to_string(offset + directory.size() - rest.size());
        if (rest.size() < 46 || little(rest, 0, 4) != kEntry)
            throw Error("Entry " + std::to_string(i) + " of the zip file's list of contents is damaged.", at, kCopyZipAgain);
        const std::size_t nameBytes = little(rest, 28, 2), extraBytes = little(rest, 30, 2),
                          commentBytes = little(rest, 32, 2);
        if (nameBytes + extraBytes + commentBytes > rest.size() - 46)
            throw Error("Entry " + std::to_string(i) + " of the zip file's list of contents is longer than the list.",
                        at, kCopyZipAgain);
        ZipMember member;
        member.encrypted = little(rest, 8, 2) & 1;
        member.method = int(little(rest, 10, 2));
        member.crc = std::uint32_t(little(rest, 16, 4));
        member.packedBytes = little(rest, 20, 4);
        member.bytes = little(rest, 24, 4);
        member.headerOffset = little(rest, 42, 4);
        member.name = rest.substr(46, nameBytes);
        readExtra64(rest.substr(46 + nameBytes, extraBytes), member);
        rest.remove_prefix(46 + nameBytes + extraBytes + commentBytes);
        if (safeName(member.name))
            m_members.push_back(std::move(member));
    }
}

const ZipMember* ZipFile::find(std::string_view name) const
{
    const auto found = std::find_if(m_members.begin(), m_members.end(), [&](const ZipMember& m) { return m.name == name; });
    return found == m_members.end() ? nullptr : &*found;
}

std::uint64_t ZipFile::packedOffset(const ZipMember& member) const
{
    if (member.encrypted)
        throw Error("The file is encrypted.", where(member), "Unpack it with its password and open the result.");
    if (member.method != 0 && member.method != 8)
        throw Error("The file is packed by method " + std::to_string(member.method) + "; 0 and 8 (deflate) can be read.",
                    where(member), "Pack it again with deflate.");
    const std::uint64_t at = member.headerOffset, fileSize = m_file->size();
    const std::string header = m_file->text(at, 30);
    if (header.size() < 30 || little(header, 0, 4) != kLocal)
        throw Error("There is no file at byte " + std::to_string(at) + " where the list of contents says.", where(member),
                    kCopyZipAgain);
    const std::uint64_t start = at + 30 + little(header, 26, 2) + little(header, 28, 2);
    if (start > fileSize || member.packedBytes > fileSize - start)
        throw Error("The file promises " + std::to_string(member.packedBytes) + " bytes, "
                        + std::to_string(start > fileSize ? 0 : fileSize - start) + " are left.",
                    where(member) + ", byte " + std::to_string(at), kCopyZipAgain);
    if (member.method == 0 && member.packedBytes != member.bytes)
        throw Error("The file has " + std::to_string(member.packedBytes) + " bytes, its entry promises "
                        + std::to_string(member.bytes) + ".", where(member), kCopyZipAgain);
    return start;
}

std::unique_ptr<ByteStream> ZipFile::stream(const ZipMember& member) const
{
    const std::uint64_t offset = packedOffset(member);
    return member.method == 0 ? rangeStream(m_file, offset, member.packedBytes)
                              : inflateStream(m_file, offset, member.packedBytes, DeflateWrapping::Raw, where(member));
}

std::string ZipFile::read(const ZipMember& member, std::uint64_t limit) const
{
    if (member.bytes > limit)
        throw Error("The file has " + std::to_string(member.bytes) + " bytes, " + std::to_string(limit) + " can be read.",
                    where(member), "The file is damaged, or too large for this use.");
    const std::string packed = m_file->text(packedOffset(member), std::size_t(member.packedBytes));
    std::string content = member.method == 0 ? packed : inflated(packed, DeflateWrapping::Raw, member.bytes, where(member));
    if (content.size() != member.bytes)
        throw Error("The file has " + std::to_string(content.size()) + " bytes, its entry promises "
                        + std::to_string(member.bytes) + ".", where(member), kCopyZipAgain);
    if (crc32Of(content) != member.crc)
        throw Error("The file's checksum is not the one its entry tells.", where(member), kCopyZipAgain);
    return content;
}

void ZipWriter::put(std::string_view bytes)
{
    m_sink(bytes);
    m_offset += bytes.size();
}

void ZipWriter::add(const std::string& name, std::string_view content, bool compress)
{
    ZipMember member;
    member.name = name;
    member.bytes = content.size();
    member.crc = crc32Of(content);
    member.headerOffset = m_offset;
    std::string packed;
    if (compress)
        packed = deflated(content, DeflateWrapping::Raw);
    member.method = compress && packed.size() < content.size() ? 8 : 0;
    if (member.method == 8)
        content = packed;
    member.packedBytes = content.size();

    const bool wide = member.bytes >= kIn64 || member.packedBytes >= kIn64;
    std::string header;
    append(header, kLocal, 4);
    append(header, wide ? 45 : 20, 2);
    append(header, 0, 2);
    append(header, std::uint64_t(member.method), 2);
    append(header, 0x00210000, 4);   // 1 January 1980, midnight: zip's first date
    append(header, member.crc, 4);
    append(header, wide ? kIn64 : member.packedBytes, 4);
    append(header, wide ? kIn64 : member.bytes, 4);
    append(header, name.size(), 2);
    append(header, wide ? 20 : 0, 2);
    header += name;
    if (wide) {
        append(header, 1, 2);
        append(header, 16, 2);
        append(header, member.bytes, 8);
        append(header, member.packedBytes, 8);
    }
    put(header);
    put(content);
    m_members.push_back(std::move(member));
}

void ZipWriter::finish()
{
    const std::uint64_t start = m_offset;
    for (const ZipMember& member : m_members) {
        std::string extra;
        for (const std::uint64_t value : {member.bytes, member.packedBytes, member.headerOffset})
            if (value >= kIn64)
                append(extra, value, 8);
        const auto narrow = [](std::uint64_t value) { return std::min<std::uint64_t>(value, kIn64); };
        std::string entry;
        append(entry, kEntry, 4);
        append(entry, extra.empty() ? 20 : 45, 2);
        append(entry, extra.empty() ? 20 : 45, 2);
        append(entry, 0, 2);
        append(entry, std::uint64_t(member.method), 2);
        append(entry, 0x00210000, 4);
        append(entry, member.crc, 4);
        append(entry, narrow(member.packedBytes), 4);
        append(entry, narrow(member.bytes), 4);
        append(entry, member.name.size(), 2);
        append(entry, extra.empty() ? 0 : extra.size() + 4, 2);
        append(entry, 0, 2 + 2 + 2 + 4);   // comment, disk, attributes
        append(entry, narrow(member.headerOffset), 4);
        entry += member.name;
        if (!extra.empty()) {
            append(entry, 1, 2);
            append(entry, extra.size(), 2);
            entry += extra;
        }
        put(entry);
    }
    const std::uint64_t size = m_offset - start, end = m_offset, count = m_members.size();
    std::string tail;
    if (start >= kIn64 || count >= 0xFFFF) {
        append(tail, kEnd64, 4);
        append(tail, 44, 8);
        append(tail, 45, 2);
        append(tail, 45, 2);
        append(tail, 0, 8);
        append(tail, count, 8);
        append(tail, count, 8);
        append(tail, size, 8);
        append(tail, start, 8);
        append(tail, kLocator64, 4);
        append(tail, 0, 4);
        append(tail, end, 8);
        append(tail, 1, 4);
    }
    append(tail, kEnd, 4);
    append(tail, 0, 4);
    append(tail, std::min<std::uint64_t>(count, 0xFFFF), 2);
    append(tail, std::min<std::uint64_t>(count, 0xFFFF), 2);
    append(tail, std::min<std::uint64_t>(size, kIn64), 4);
    append(tail, std::min<std::uint64_t>(start, kIn64), 4);
    append(tail, 0, 2);
    put(tail);
}

} // namespace spw
