// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/static/idx_file.h"

#include "core/base/error.h"
#include "core/data/containers/byte_stream.h"

#include <algorithm>

namespace spw {

namespace {

ScalarType typeOf(std::uint8_t code)
{
    switch (code) {
    case 0x08: return {ScalarKind::UInt, 1, false};
    case 0x09: return {ScalarKind::Int, 1, false};
    case 0x0B: return {ScalarKind::Int, 2, true};
    case 0x0C: return {ScalarKind::Int, 4, true};
    case 0x0D: return {ScalarKind::Float, 4, true};
    case 0x0E: return {ScalarKind::Float, 8, true};
    default: return {};
    }
}

} // namespace

IdxArray readIdx(const std::shared_ptr<const ByteSource>& file, std::uint64_t limit)
{
    const char* const copyAgain = "The file is cut or damaged: copy it again.";
    const bool packed = isGzip(file->text(0, 2));
    const auto stream = packed ? inflateStream(file, 0, file->size(), DeflateWrapping::Gzip, file->name())
                               : rangeStream(file, 0, file->size());
    std::uint8_t head[4] = {};
    const std::size_t got = stream->read(head, 4);
    IdxArray array;
    array.type = got == 4 ? typeOf(head[2]) : ScalarType();
    if (got < 4 || head[0] != 0 || head[1] != 0 || array.type.size == 0)
        throw Error("The file is no IDX array: it starts with " + std::to_string(head[0]) + " " + std::to_string(head[1]) + " "
                        + std::to_string(head[2]) + " " + std::to_string(head[3])
                        + ", expected were 0 0, a type (8, 9, 11 to 14) and the number of axes.",
                    file->name() + ", byte 0", "Choose a file like train-images-idx3-ubyte.");
    std::uint64_t wanted = array.type.size;
    for (int axis = 0; axis < head[3]; ++axis) {
        std::uint8_t extent[4];
        if (stream->read(extent, 4) != 4)
            throw Error("The file ends inside its list of " + std::to_string(head[3]) + " extents.", file->name() + ", byte 4", copyAgain);
        array.shape.push_back(bigEndian<std::uint32_t>(extent));
        const auto factor = std::uint64_t(array.shape.back());
        if (factor != 0 && wanted > limit / factor)
            throw Error("The file promises more than " + std::to_string(limit) + " bytes.", file->name() + ", byte 4", copyAgain);
        wanted *= factor;
    }
    const std::uint64_t start = 4 + 4 * std::uint64_t(head[3]);
    const auto tooShort = [&](std::uint64_t there) {
        throw Error("The file promises " + std::to_string(wanted) + " bytes of values, " + std::to_string(there) + " are left.",
                    file->name() + ", byte " + std::to_string(start), copyAgain);
    };
    if (!packed && file->size() - start < wanted)
        tooShort(file->size() - start);
    while (array.bytes.size() < wanted) {   // in pieces: a packed file may promise more than comes out
        const std::size_t had = array.bytes.size();
        const auto piece = std::size_t(std::min<std::uint64_t>(wanted - had, std::uint64_t(16) << 20));
        array.bytes.resize(had + piece);
        array.bytes.resize(had + stream->read(array.bytes.data() + had, piece));
        if (array.bytes.size() < had + piece)
            tooShort(array.bytes.size());
    }
    if (!packed)
        array.extraBytes = file->size() - start - wanted;
    return array;
}

} // namespace spw
