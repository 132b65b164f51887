// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/byte_stream.h"
#include "core/data/event_reader.h"

#include "core/base/error.h"

namespace spw {

const EventFormat& gzipFormat();

namespace {

constexpr std::uint64_t kMostUnpacked = std::uint64_t(2) << 30;

Match recogniseGzip(const FileHead& head) { return isGzip(head.bytes) ? Match::Likely : Match::No; }

std::unique_ptr<EventReader> openGzip(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    std::string name = bytes->name();
    if (const std::string ending = name.size() > 3 ? name.substr(name.size() - 3) : std::string(); ending == ".gz" || ending == ".GZ")
        name.resize(name.size() - 3);   // what is inside is told by its own ending
    const auto unpacking = inflateStream(bytes, 0, bytes->size(), DeflateWrapping::Gzip, bytes->name());
    std::string content;
    for (;;) {
        constexpr std::size_t kPiece = std::size_t(1) << 20;
        const std::size_t had = content.size();
        content.resize(had + kPiece);
        content.resize(had + unpacking->read(content.data() + had, kPiece));
        if (content.size() == had)
            break;
        if (content.size() > kMostUnpacked)
            throw Error("The file unpacks to more than 2 GiB.", bytes->name(), "Unpack it with gunzip and open the result.");
    }
    if (isGzip(content))
        throw Error("The file is packed more than once.", bytes->name(), "Unpack it with gunzip and open the result.");
    return openEvents(bytesInMemory(std::move(content), name), options);
}

} // namespace

/// A recording of any other format, packed by gzip.
const EventFormat& gzipFormat()
{
    static const EventFormat format{"gzip", "Recording packed by gzip", {".gz"}, recogniseGzip, openGzip};
    return format;
}

} // namespace spw
