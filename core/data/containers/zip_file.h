// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/containers/byte_stream.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace spw {

/// One file inside a zip file.
struct ZipMember {
    std::string name;
    int method = 0;                    // 0 stored, 8 deflate: what can be read
    bool encrypted = false;
    std::uint32_t crc = 0;
    std::uint64_t packedBytes = 0, bytes = 0;
    std::uint64_t headerOffset = 0;
};

/// Reads zip files, zip64 included.
///
///     const ZipFile zip(openBytes("events.npz"));
///     if (const ZipMember* t = zip.find("t.npy"))
///         const std::string content = zip.read(*t, 1 << 20);
class ZipFile {
public:
    /// Reads the list of members. @throws Error naming the file, the offset and what is wrong.
    explicit ZipFile(std::shared_ptr<const ByteSource> file);

    const std::vector<ZipMember>& members() const { return m_members; }
    const ZipMember* find(std::string_view name) const;
    /// The member's bytes, checked against its length and checksum. @throws Error if there are more than `limit`.
    std::string read(const ZipMember& member, std::uint64_t limit) const;
    /// The member's bytes one after the other, in bounded memory and without the checksum.
    std::unique_ptr<ByteStream> stream(const ZipMember& member) const;
    /// Where the member's packed bytes lie; for method 0 the content itself. @throws Error if not in the file.
    std::uint64_t packedOffset(const ZipMember& member) const;

    const std::shared_ptr<const ByteSource>& file() const { return m_file; }
    std::string where(const ZipMember& member) const { return m_file->name() + " > " + member.name; }

private:
    void readDirectory(std::uint64_t offset, std::string_view directory, std::uint64_t count);

    std::shared_ptr<const ByteSource> m_file;
    std::vector<ZipMember> m_members;
};

/// Writes a zip file member by member; the same members give the same bytes (no times).
class ZipWriter {
public:
    explicit ZipWriter(std::function<void(std::string_view)> sink) : m_sink(std::move(sink)) {}
    /// @param compress  deflate, unless that makes it longer.
    void add(const std::string& name, std::string_view content, bool compress);
    /// The directory; nothing may be added afterwards.
    void finish();

private:
    void put(std::string_view bytes);

    std::function<void(std::string_view)> m_sink;
    std::uint64_t m_offset = 0;
    std::vector<ZipMember> m_members;
};

} // namespace spw
