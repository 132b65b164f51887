// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What is around the data in an AEDAT 4 file (formats.md 5.5): header, packets, compression, table of contents.
namespace spw::aedat4 {

struct Stream {
    std::string type;                       // "EVTS", "FRME", ...
    std::int64_t width = 0, height = 0;     // 0: not told
    std::string source;
};

struct Header {
    int compression = 0;                    // 0 none, 1 and 2 LZ4, 3 and 4 Zstandard
    std::int64_t tablePosition = -1;
    std::uint64_t headerBytes = 0;
    std::uint64_t firstPacket = 0;          // offset in the file
    std::map<int, Stream> streams;          // by id
};

/// @throws Error naming file, offset, what was found and what was expected.
Header readHeader(const ByteSource& bytes);

/// The streams of the XML text in a header; whatever is not understood is left out. No entity is followed.
std::map<int, Stream> streamsOf(const std::string& xml);

/// One packet's bytes unpacked. @return what is wrong with them; empty if nothing.
std::string unpack(int compression, const std::vector<std::uint8_t>& packed, std::vector<std::uint8_t>& out);

struct TableRow {
    std::uint64_t offset = 0;               // of the packet's 8-byte header
    int stream = 0;
    std::int64_t firstTime = 0, lastTime = 0;
};

/// The table of contents; nothing if there is none or it cannot be read.
std::optional<std::vector<TableRow>> readTable(const ByteSource& bytes, const Header& header);

} // namespace spw::aedat4
