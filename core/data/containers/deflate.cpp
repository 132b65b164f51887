// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/deflate.h"

#include "core/base/error.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace spw {

namespace {

constexpr std::size_t kFirstBytes = std::size_t(64) << 10;

int windowBits(DeflateWrapping wrapping)
{
    return wrapping == DeflateWrapping::Raw ? -15 : wrapping == DeflateWrapping::Gzip ? 15 + 16 : 15;
}

uInt piece(std::size_t bytes) { return uInt(std::min<std::size_t>(bytes, std::numeric_limits<uInt>::max() / 2)); }

/// zlib's state, released in any case.
struct Inflate {
    z_stream stream{};
    bool ready;
    explicit Inflate(DeflateWrapping wrapping) : ready(inflateInit2(&stream, windowBits(wrapping)) == Z_OK) {}
    Inflate(const Inflate&) = delete;
    Inflate& operator=(const Inflate&) = delete;
    ~Inflate()
    {
        if (ready)
            inflateEnd(&stream);
    }
};

/// Appends one compressed stream to `out`. @return how many bytes of `packed` it took.
std::size_t inflateOne(std::string_view packed, DeflateWrapping wrapping, std::uint64_t limit, std::string& out,
                       const std::string& where)
{
    Inflate state(wrapping);
    if (!state.ready)
        throw Error("There is no memory for unpacking.", where, "Close other programs.");
    z_stream& z = state.stream;
    std::size_t given = 0, used = out.size();
    for (;;) {
        if (z.avail_in == 0 && given < packed.size()) {
            z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + given));
            z.avail_in = piece(packed.size() - given);
            given += z.avail_in;
        }
        if (used == out.size()) {
            const std::uint64_t room = limit > used ? limit - used : 0;   // one byte more shows that it does not end there
            out.resize(used + std::size_t(std::min<std::uint64_t>(std::max(used, kFirstBytes), room + 1)));
        }
        z.next_out = reinterpret_cast<Bytef*>(out.data() + used);
        z.avail_out = piece(out.size() - used);
        const uInt asked = z.avail_out;
        const int result = ::inflate(&z, Z_NO_FLUSH);
        used += asked - z.avail_out;
        if (used > limit)
            throw Error("The compressed data unpack to more than the " + std::to_string(limit) + " bytes they should be.",
                        where, "The file is damaged, or too large for this use.");
        if (result == Z_STREAM_END)
            break;
        if (result == Z_BUF_ERROR || (result == Z_OK && z.avail_in == 0 && given == packed.size() && z.avail_out > 0))
            throw Error("The compressed data end before they are complete.", where + ", byte " + std::to_string(given),
                        "The file is cut: copy it again.");
        if (result != Z_OK)
            throw Error(std::string("The compressed data are damaged") + (z.msg ? std::string(" (") + z.msg + ")." : "."),
                        where + ", byte " + std::to_string(given - z.avail_in), "Copy the file again.");
    }
    out.resize(used);
    return given - z.avail_in;
}

} // namespace

std::string inflated(std::string_view packed, DeflateWrapping wrapping, std::uint64_t limit, const std::string& where)
{
    std::string out;
    inflateOne(packed, wrapping, limit, out, where);
    return out;
}

std::string gunzipped(std::string_view file, std::uint64_t limit, const std::string& where)
{
    std::string out;
    do {
        const std::size_t taken = inflateOne(file, DeflateWrapping::Gzip, limit, out, where);
        file.remove_prefix(taken);
    } while (isGzip(file));   // what follows otherwise is padding of tapes and the like
    return out;
}

std::string deflated(std::string_view bytes, DeflateWrapping wrapping, int level)
{
    z_stream z{};
    if (deflateInit2(&z, level, Z_DEFLATED, windowBits(wrapping), 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw Error("There is no memory for packing.", "zlib", "Close other programs.");
    std::string out;
    std::size_t given = 0, used = 0;
    int result = Z_OK;
    while (result != Z_STREAM_END) {
        if (z.avail_in == 0 && given < bytes.size()) {
            z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + given));
            z.avail_in = piece(bytes.size() - given);
            given += z.avail_in;
        }
        if (used == out.size())
            out.resize(used + std::max(used / 2, kFirstBytes));
        z.next_out = reinterpret_cast<Bytef*>(out.data() + used);
        z.avail_out = piece(out.size() - used);
        const uInt asked = z.avail_out;
        result = ::deflate(&z, given == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
        used += asked - z.avail_out;
    }
    deflateEnd(&z);
    out.resize(used);
    return out;
}

std::uint32_t crc32Of(std::string_view bytes, std::uint32_t before)
{
    uLong crc = before;
    while (!bytes.empty()) {
        const uInt size = piece(bytes.size());
        crc = ::crc32(crc, reinterpret_cast<const Bytef*>(bytes.data()), size);
        bytes.remove_prefix(size);
    }
    return std::uint32_t(crc);
}

} // namespace spw
