// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/byte_stream.h"

#include "core/base/error.h"

#include <zlib.h>

#include <algorithm>
#include <vector>

namespace spw {

namespace {

class RangeStream final : public ByteStream {
public:
    RangeStream(std::shared_ptr<const ByteSource> bytes, std::uint64_t offset, std::uint64_t size)
        : m_bytes(std::move(bytes)), m_offset(offset), m_left(size)
    {
    }

    std::size_t read(void* out, std::size_t count) override
    {
        count = std::size_t(std::min<std::uint64_t>(count, m_left));
        count = m_bytes->read(m_offset, out, count);
        m_offset += count;
        m_left -= count;
        return count;
    }

private:
    std::shared_ptr<const ByteSource> m_bytes;
    std::uint64_t m_offset, m_left;
};

class InflateStream final : public ByteStream {
public:
    InflateStream(std::unique_ptr<ByteStream> packed, DeflateWrapping wrapping, std::string where)
        : m_packed(std::move(packed)), m_where(std::move(where)), m_gzip(wrapping == DeflateWrapping::Gzip), m_in(64 << 10)
    {
        const int bits = wrapping == DeflateWrapping::Raw ? -15 : m_gzip ? 15 + 16 : 15;
        if (inflateInit2(&m_state, bits) != Z_OK)
            throw Error("There is no memory for unpacking.", m_where, "Close other programs.");
    }
    ~InflateStream() override { inflateEnd(&m_state); }
    InflateStream(const InflateStream&) = delete;
    InflateStream& operator=(const InflateStream&) = delete;

    std::size_t read(void* out, std::size_t count) override
    {
        constexpr std::size_t kPiece = std::size_t(1) << 30;   // zlib counts in 32 bits
        std::size_t done = 0;
        while (done < count && !m_ended) {
            if (m_state.avail_in == 0) {
                m_state.next_in = reinterpret_cast<Bytef*>(m_in.data());
                m_state.avail_in = uInt(m_packed->read(m_in.data(), m_in.size()));
                m_taken += m_state.avail_in;
            }
            const bool dry = m_state.avail_in == 0;
            m_state.next_out = static_cast<Bytef*>(out) + done;
            const uInt room = uInt(std::min(count - done, kPiece));
            m_state.avail_out = room;
            const int result = ::inflate(&m_state, Z_NO_FLUSH);
            const std::size_t made = room - m_state.avail_out;
            done += made;
            if (result == Z_STREAM_END) {
                m_ended = !nextMember();
            } else if (result == Z_BUF_ERROR || (result == Z_OK && dry && made == 0)) {
                if (dry)
                    throw Error("The compressed data end before they are complete.", place(), "The file is cut: copy it again.");
            } else if (result != Z_OK) {
                throw Error(std::string("The compressed data are damaged")
                                + (m_state.msg ? std::string(" (") + m_state.msg + ")." : "."),
                            place(), "Copy the file again.");
            }
        }
        return done;
    }

private:
    bool nextMember()
    {
        if (!m_gzip)
            return false;
        if (m_state.avail_in < 2) {   // the two bytes that tell must both be here
            if (m_state.avail_in == 1)
                m_in[0] = char(*m_state.next_in);
            const std::size_t kept = m_state.avail_in, got = m_packed->read(m_in.data() + kept, m_in.size() - kept);
            m_taken += got;
            m_state.next_in = reinterpret_cast<Bytef*>(m_in.data());
            m_state.avail_in = uInt(kept + got);
        }
        return m_state.avail_in >= 2 && m_state.next_in[0] == 0x1f && m_state.next_in[1] == 0x8b
               && inflateReset(&m_state) == Z_OK;
    }
    std::string place() const { return m_where + ", packed byte " + std::to_string(m_taken - m_state.avail_in); }

    std::unique_ptr<ByteStream> m_packed;
    std::string m_where;
    bool m_gzip, m_ended = false;
    std::uint64_t m_taken = 0;
    std::vector<char> m_in;
    z_stream m_state{};
};

} // namespace

void ByteStream::skip(std::uint64_t count)
{
    std::vector<char> unwanted(std::size_t(std::min<std::uint64_t>(count, 64 << 10)));
    while (count > 0) {
        const std::size_t got = read(unwanted.data(), std::size_t(std::min<std::uint64_t>(count, unwanted.size())));
        if (got == 0)
            return;
        count -= got;
    }
}

std::unique_ptr<ByteStream> rangeStream(std::shared_ptr<const ByteSource> bytes, std::uint64_t offset, std::uint64_t size)
{
    return std::make_unique<RangeStream>(std::move(bytes), offset, size);
}

std::unique_ptr<ByteStream> inflateStream(std::shared_ptr<const ByteSource> bytes, std::uint64_t offset,
                                          std::uint64_t size, DeflateWrapping wrapping, std::string where)
{
    return std::make_unique<InflateStream>(rangeStream(std::move(bytes), offset, size), wrapping, std::move(where));
}

} // namespace spw
