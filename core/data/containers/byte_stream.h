// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"
#include "core/data/containers/deflate.h"

namespace spw {

/// Bytes that come one after the other: a range of a file, or what unpacks from one. In bounded memory.
class ByteStream {
public:
    virtual ~ByteStream() = default;
    /// Copies the next `count` bytes. @return how many; fewer only at the end.
    /// @throws Error if packed data are damaged or cut.
    virtual std::size_t read(void* out, std::size_t count) = 0;
    void skip(std::uint64_t count);
};

std::unique_ptr<ByteStream> rangeStream(std::shared_ptr<const ByteSource> bytes, std::uint64_t offset, std::uint64_t size);
/// Unpacks what a range holds. Gzip: all members, one after the other.
std::unique_ptr<ByteStream> inflateStream(std::shared_ptr<const ByteSource> bytes, std::uint64_t offset,
                                          std::uint64_t size, DeflateWrapping wrapping, std::string where);

} // namespace spw
