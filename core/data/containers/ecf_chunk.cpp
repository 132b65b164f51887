// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/ecf_chunk.h"

#include "core/base/error.h"
#include "core/data/byte_source.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace spw {

namespace {

constexpr std::size_t kRecordBytes = 16, kAtX = 0, kAtY = 2, kAtP = 4, kAtT = 8;

/// Reads a chunk front to back; every read is checked.
class ChunkReader {
public:
    ChunkReader(std::string_view bytes, const std::string& where)
        : m_bytes(bytes), m_where(where)
    {
    }

    template <class Number>
    Number take()
    {
        if (m_bytes.size() - m_at < sizeof(Number))
            fail("The chunk ends inside its events.");
        const auto value = littleEndian<Number>(m_bytes.data() + m_at);
        m_at += sizeof(Number);
        return value;
    }

    /// The next byte, left where it is; 0 at the end.
    std::uint8_t peek() const { return m_at < m_bytes.size() ? std::uint8_t(m_bytes[m_at]) : 0; }

    [[noreturn]] void fail(const std::string& what) const
    {
        throw Error(what, m_where + ", byte " + std::to_string(m_at) + " of the chunk",
                    "The file is damaged: copy it again.");
    }

private:
    std::string_view m_bytes;
    const std::string& m_where;
    std::size_t m_at = 0;
};

/// The records being filled, column by column.
class Records {
public:
    explicit Records(std::size_t count) : m_bytes(count * kRecordBytes, '\0'), m_count(count) {}

    std::size_t count() const { return m_count; }
    void x(std::size_t i, std::uint32_t value) { put(i, kAtX, std::uint16_t(value)); }
    void y(std::size_t i, std::uint32_t value) { put(i, kAtY, std::uint16_t(value)); }
    void p(std::size_t i, std::uint32_t value) { put(i, kAtP, std::uint16_t(value)); }
    void t(std::size_t i, std::uint64_t value) { put(i, kAtT, value); }
    std::string take() { return std::move(m_bytes); }

private:
    template <class Number>
    void put(std::size_t i, std::size_t field, Number value)
    {
        std::memcpy(m_bytes.data() + i * kRecordBytes + field, &value, sizeof value);
    }

    std::string m_bytes;
    std::size_t m_count;
};

/// A run of equal values: `set` for `length` events from `i` on.
template <class Set>
void run(std::size_t& i, std::size_t length, const Records& records, const ChunkReader& chunk, const Set& set)
{
    if (length > records.count() - i)
        chunk.fail("A run of " + std::to_string(length) + " equal values is longer than the "
                   + std::to_string(records.count() - i) + " events that are left.");
    for (const std::size_t end = i + length; i < end; ++i)
        set(i);
}

void decodeTimes(ChunkReader& chunk, Records& records)
{
    std::uint64_t time = chunk.take<std::uint64_t>();
    for (std::size_t i = 0; i < records.count();) {
        const auto byte = chunk.take<std::uint8_t>();
        std::size_t count = byte & 15;
        if (byte >> 4 < 15) {
            time += byte >> 4;
            if (count == 15)
                count = chunk.take<std::uint16_t>();
            run(i, count, records, chunk, [&](std::size_t n) { records.t(n, time); });
            continue;
        }
        std::uint64_t jump = count;   // 15 or more: four bits a byte, the lowest first, as long as such bytes follow
        for (int shift = 4; chunk.peek() >> 4 == 15; shift += 4) {
            if (shift >= 64)
                chunk.fail("A jump in time has more than 64 bits.");
            jump |= std::uint64_t(chunk.take<std::uint8_t>() & 15) << shift;
        }
        time += jump;
    }
}

void decodeTogether(ChunkReader& chunk, Records& records)
{
    for (std::size_t i = 0; i < records.count(); i += 4) {
        const auto a = chunk.take<std::uint32_t>(), b = chunk.take<std::uint32_t>(), c = chunk.take<std::uint32_t>();
        const std::uint32_t values[] = {a >> 8, (a & 0xFF) | (b >> 16) << 8, (b & 0xFFFF) | (c >> 24) << 16, c & 0xFFFFFF};
        for (std::size_t j = 0; j < std::min<std::size_t>(4, records.count() - i); ++j) {
            records.y(i + j, values[j] >> 12 & 0x7FF);
            records.x(i + j, values[j] >> 1 & 0x7FF);
            records.p(i + j, values[j] & 1);
        }
    }
}

void decodeRows(ChunkReader& chunk, Records& records)
{
    for (std::size_t i = 0; i < records.count();) {
        const auto word = chunk.take<std::uint16_t>();
        const std::size_t count = (word & 31) == 31 ? chunk.take<std::uint16_t>() : word & 31;
        run(i, count, records, chunk, [&](std::size_t n) { records.y(n, word >> 5); });
    }
}

void decodeColumnsWithPolarities(ChunkReader& chunk, Records& records)
{
    for (std::size_t i = 0; i < records.count(); i += 4) {
        const std::uint32_t a = chunk.take<std::uint16_t>(), b = chunk.take<std::uint16_t>(), c = chunk.take<std::uint16_t>();
        const std::uint32_t values[] = {a >> 4, (a & 15) | (b >> 8) << 4, (b & 255) | (c >> 12) << 8, c & 4095};
        for (std::size_t j = 0; j < std::min<std::size_t>(4, records.count() - i); ++j) {
            records.x(i + j, values[j] >> 1);
            records.p(i + j, values[j] & 1);
        }
    }
}

void decodeColumnsByMask(ChunkReader& chunk, Records& records)
{
    for (std::size_t i = 0; i < records.count();) {
        const auto word = chunk.take<std::uint16_t>();
        records.x(i++, word >> 5);
        for (std::uint32_t j = 0; j < 5; ++j)
            if ((word & 1u << (4 - j)) != 0 && i < records.count())   // the encoder may look past its last event
                records.x(i++, (word >> 5) + j + 1);
    }
}

void decodePolarities(ChunkReader& chunk, Records& records)
{
    for (std::size_t i = 0; i < records.count();) {
        const auto byte = chunk.take<std::uint8_t>();
        const std::size_t count = (byte & 127) == 127 ? chunk.take<std::uint16_t>() : byte & 127;
        run(i, count, records, chunk, [&](std::size_t n) { records.p(n, byte >> 7); });
    }
}

template <class Number>
void put(std::string& bytes, Number value)
{
    for (std::size_t i = 0; i < sizeof value; ++i)
        bytes += char(std::uint8_t(std::uint64_t(value) >> (8 * i)));
}

} // namespace

std::string decodeEcfChunk(std::string_view bytes, std::size_t most, const std::string& where)
{
    ChunkReader chunk(bytes, where);
    const auto info = chunk.take<std::uint32_t>();
    const std::size_t count = info >> 2;
    if (count > most || count > 65535)
        chunk.fail("The chunk promises " + std::to_string(count) + " events, it may hold "
                   + std::to_string(std::min<std::size_t>(most, 65535)) + ".");
    Records records(count);
    decodeTimes(chunk, records);
    if (info & 2) {
        decodeTogether(chunk, records);
    } else {
        decodeRows(chunk, records);
        if (info & 1) {
            decodeColumnsWithPolarities(chunk, records);
        } else {
            decodeColumnsByMask(chunk, records);
            decodePolarities(chunk, records);
        }
    }
    return records.take();
}

std::string encodeEcfChunk(std::string_view records)
{
    const std::size_t count = records.size() / kRecordBytes;
    if (count > 65535)
        throw Error("A chunk of " + std::to_string(count) + " events was asked for, 65535 are the most.", "ECF",
                    "Write smaller chunks.");
    const auto at = [&](std::size_t i) { return records.data() + i * kRecordBytes; };
    const auto timeOf = [&](std::size_t i) { return littleEndian<std::uint64_t>(at(i) + kAtT); };
    std::string out;
    put(out, std::uint32_t(count << 2 | 2));
    std::uint64_t time = count > 0 ? timeOf(0) : 0;
    put(out, time);
    for (std::size_t i = 0; i < count;) {
        if (timeOf(i) < time)
            throw Error("Event " + std::to_string(i) + " is earlier than the one before; this coding has no way back.", "ECF",
                        "Sort the events by time, or choose another format.");
        std::uint64_t delta = timeOf(i) - time;
        time = timeOf(i);
        if (delta >= 15) {
            for (; delta > 0; delta >>= 4)
                out += char(0xF0 | (delta & 15));
        }
        std::size_t length = 1;
        while (i + length < count && timeOf(i + length) == time)
            ++length;
        out += char(delta << 4 | std::min<std::size_t>(length, 15));
        if (length >= 15)
            put(out, std::uint16_t(length));
        i += length;
    }
    for (std::size_t i = 0; i < count; i += 4) {
        std::uint32_t v[4] = {};
        for (std::size_t j = 0; j < std::min<std::size_t>(4, count - i); ++j) {
            const std::uint32_t x = littleEndian<std::uint16_t>(at(i + j) + kAtX), y = littleEndian<std::uint16_t>(at(i + j) + kAtY);
            if (x > 0x7FF || y > 0x7FF)
                throw Error("Event " + std::to_string(i + j) + " has x " + std::to_string(x) + ", y " + std::to_string(y)
                                + "; this coding holds 0 to 2047.", "ECF", "Crop the events, or choose another format.");
            v[j] = y << 12 | x << 1 | (at(i + j)[kAtP] & 1);
        }
        put(out, v[0] << 8 | (v[1] & 0xFF));
        put(out, v[1] >> 8 << 16 | (v[2] & 0xFFFF));
        put(out, v[2] >> 16 << 24 | v[3]);
    }
    return out;
}

} // namespace spw
