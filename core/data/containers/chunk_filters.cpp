// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/chunk_filters.h"

#include "core/base/error.h"
#include "core/data/byte_source.h"
#include "core/data/containers/deflate.h"
#include "core/data/containers/ecf_chunk.h"

#ifdef SPW_HAVE_BLOSC
#include <blosc.h>
#endif

#include <algorithm>

namespace spw {

namespace {

constexpr int kDeflate = 1, kShuffle = 2, kFletcher32 = 3, kLzf = 32000, kBlosc = 32001, kEcf = 36559;
const char* const kCopyAgain = "The file is damaged: copy it again.";

/// The bytes of value after value, which shuffling sorted by their place in the value.
std::string unshuffled(const std::string& chunk, std::size_t valueBytes)
{
    const std::size_t count = valueBytes > 1 ? chunk.size() / valueBytes : 0;
    std::string result = chunk;   // the rest that is no whole value was left as it is
    for (std::size_t b = 0; b < (count > 0 ? valueBytes : 0); ++b)
        for (std::size_t i = 0; i < count; ++i)
            result[i * valueBytes + b] = chunk[b * count + i];
    return result;
}

std::string withoutChecksum(std::string chunk, const std::string& where)
{
    if (chunk.size() < 4)
        throw Error("The chunk is shorter than its checksum.", where, kCopyAgain);
    const auto stored = littleEndian<std::uint32_t>(chunk.data() + chunk.size() - 4);
    chunk.resize(chunk.size() - 4);
    std::uint32_t low = 0, high = 0;
    const auto fold = [](std::uint32_t sum) { return (sum & 0xFFFF) + (sum >> 16); };
    for (std::size_t i = 0, inBlock = 0; i < chunk.size(); i += 2) {
        low += std::uint32_t(std::uint8_t(chunk[i])) << 8 | (i + 1 < chunk.size() ? std::uint8_t(chunk[i + 1]) : 0);
        high += low;
        if (++inBlock == 360) {   // sums of 360 values still fit 32 bits
            low = fold(low), high = fold(high);
            inBlock = 0;
        }
    }
    low = fold(fold(low)), high = fold(fold(high));
    const std::uint32_t sum = high << 16 | low;
    const std::uint32_t turned = (sum & 0xFF00FF) << 8 | (sum >> 8 & 0xFF00FF);   // HDF5 before 1.6.3 wrote it so
    if (stored != sum && stored != turned)
        throw Error("The chunk's checksum is wrong.", where, kCopyAgain);
    return chunk;
}

#ifdef SPW_HAVE_BLOSC
std::string unpackedBlosc(const std::string& chunk, std::size_t most, const std::string& where)
{
    std::size_t bytes = 0;
    if (chunk.size() < 16 || blosc_cbuffer_validate(chunk.data(), chunk.size(), &bytes) < 0 || bytes > most)
        throw Error("The Blosc data are damaged, or unpack to more than the chunk holds.", where, kCopyAgain);
    std::string out(bytes, '\0');
    if (bytes > 0 && blosc_decompress_ctx(chunk.data(), out.data(), out.size(), 1) != int(bytes))
        throw Error("The Blosc data are damaged, or packed by a method that this Blosc library lacks.", where, kCopyAgain);
    return out;
}
#endif

const char* knownName(int id)
{
    switch (id) {
    case kDeflate: return "deflate";
    case kShuffle: return "shuffle";
    case kFletcher32: return "Fletcher-32";
    case 4: return "szip";
    case 5: return "N-bit";
    case 6: return "scale-offset";
    case 307: return "bzip2";
    case kLzf: return "LZF";
    case kBlosc: return "Blosc";
    case 32004: return "LZ4";
    case 32008: return "bitshuffle";
    case 32013: return "ZFP";
    case 32015: return "Zstandard";
    case 32026: return "Blosc2";
    case kEcf: return "Metavision ECF";
    default: return "";
    }
}

} // namespace

/// LZF (Marc Lehmann's): runs of up to 32 bytes as they are, and copies of 3 to 264 bytes from the last 8 KiB.
std::string unpackedLzf(std::string_view in, std::size_t most, const std::string& where)
{
    std::string out;
    out.reserve(std::min(most, in.size() * 4));
    const auto fail = [&](const char* what) {
        throw Error(std::string("The LZF data are damaged: ") + what + ".", where, kCopyAgain);
    };
    for (std::size_t at = 0; at < in.size();) {
        const std::size_t control = std::uint8_t(in[at++]);
        std::size_t length;
        if (control < 32) {
            length = control + 1;
            if (length > in.size() - at)
                fail("they end inside a run");
            out.append(in.substr(at, length));
            at += length;
        } else {
            length = control >> 5;
            if (length == 7) {
                if (at == in.size())
                    fail("they end inside a copy");
                length += std::uint8_t(in[at++]);
            }
            length += 2;
            if (at == in.size())
                fail("they end inside a copy");
            const std::size_t back = ((control & 31) << 8 | std::uint8_t(in[at++])) + 1;
            if (back > out.size())
                fail("a copy starts before the data");
            const std::size_t from = out.size() - back;
            out.resize(out.size() + length);
            char* const to = out.data() + out.size() - length;
            for (std::size_t i = 0; i < length; ++i)   // may run into what it writes: then the bytes repeat
                to[i] = out[from + i];
        }
        if (out.size() > most)
            fail("they unpack to more than the chunk holds");
    }
    return out;
}

bool canUndo(const ChunkFilter& filter)
{
#ifdef SPW_HAVE_BLOSC
    if (filter.id == kBlosc)
        return true;
#endif
    return filter.id == kDeflate || filter.id == kShuffle || filter.id == kFletcher32 || filter.id == kLzf || filter.id == kEcf;
}

std::string nameOf(const ChunkFilter& filter)
{
    const std::string name = *knownName(filter.id) ? knownName(filter.id) : filter.name;
    return "filter " + std::to_string(filter.id) + (name.empty() ? "" : " (" + name + ")");
}

std::string undoFilters(std::string chunk, const std::vector<ChunkFilter>& filters, std::uint32_t skipped,
                        std::size_t bytes, const std::string& where)
{
    for (std::size_t i = filters.size(); i-- > 0;) {
        if (i < 32 && (skipped >> i & 1) != 0)
            continue;
        const ChunkFilter& filter = filters[i];
        // Deflate before a checksum gives 4 bytes more than the chunk.
        const std::size_t most = bytes + 4 * i;
        switch (filter.id) {
        case kDeflate:
            chunk = inflated(chunk, DeflateWrapping::Zlib, most, where);
            break;
        case kShuffle:
            chunk = unshuffled(chunk, filter.parameters.empty() ? 1 : filter.parameters[0]);
            break;
        case kFletcher32:
            chunk = withoutChecksum(std::move(chunk), where);
            break;
        case kLzf:
            chunk = unpackedLzf(chunk, most, where);
            break;
        case kEcf:
            chunk = decodeEcfChunk(chunk, bytes / 16, where);
            break;
#ifdef SPW_HAVE_BLOSC
        case kBlosc:
            chunk = unpackedBlosc(chunk, most, where);
            break;
#endif
        default:
            throw Error("The values are packed by " + nameOf(filter) + ", which cannot be read here.", where,
                        "Write the file again with gzip, for example: h5repack -f GZIP=4 in.h5 out.h5.");
        }
    }
    if (chunk.size() > bytes)
        throw Error("The chunk has " + std::to_string(chunk.size()) + " bytes, " + std::to_string(bytes)
                        + " were expected.", where, kCopyAgain);
    return chunk;
}

} // namespace spw
