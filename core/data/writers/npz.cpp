// SPDX-License-Identifier: GPL-3.0-or-later
// NumPy archive with the keys of SpikingJelly's event files: t, x, y, p, each int64 (formats.md 5.8). A zip that is not
// compressed, so that the columns can be mapped into memory; columns after the first wait in files of their own.
#include "core/data/event_writer.h"
#include "core/data/writers/output_file.h"

#include <zlib.h>

#include <array>
#include <optional>
#include <vector>

namespace spw {

namespace {

constexpr std::size_t kNpyHeader = 128, kLocalHeader = 30 + 5 + 20;   // with a name of 5 bytes and 64-bit sizes
constexpr std::uint64_t kLimit32 = 0xffffffff;
constexpr std::uint32_t kNoTime = 0x00210000;   // 1980-01-01: the same events give the same bytes

void zip16(std::string& b, std::uint64_t v) { appendLittleEndian(b, std::uint16_t(v)); }
void zip32(std::string& b, std::uint64_t v) { appendLittleEndian(b, std::uint32_t(v)); }
void zip64(std::string& b, std::uint64_t v) { appendLittleEndian(b, v); }

std::string npyHeader(std::uint64_t count)
{
    std::string text = "{'descr': '<i8', 'fortran_order': False, 'shape': (" + std::to_string(count) + ",), }";
    text.resize(kNpyHeader - 11, ' ');
    return std::string("\x93NUMPY\x01\x00", 8) + std::string("\x76\x00", 2) + text + "\n";
}

std::uint32_t checksum(std::uint32_t before, std::string_view bytes)
{
    return std::uint32_t(crc32_z(before, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

template <class Column>
void addValues(std::string& bytes, const Column& column)
{
    bytes.clear();
    bytes.reserve(column.size() * 8);
    for (const auto value : column)
        zip64(bytes, std::uint64_t(std::int64_t(value)));
}

struct Member {
    std::string name;
    std::uint64_t offset = 0, bytes = 0;   // of the local header; of the npy file
    std::uint32_t crc = 0;
};

std::string localHeader(const Member& m)
{
    std::string b = "PK\x03\x04";
    zip16(b, 45), zip16(b, 0), zip16(b, 0), zip32(b, kNoTime), zip32(b, m.crc);
    zip32(b, kLimit32), zip32(b, kLimit32);
    zip16(b, m.name.size()), zip16(b, 20);
    b += m.name;
    zip16(b, 1), zip16(b, 16), zip64(b, m.bytes), zip64(b, m.bytes);
    return b;
}

std::string centralEntry(const Member& m)
{
    const bool bigBytes = m.bytes >= kLimit32, bigOffset = m.offset >= kLimit32;
    std::string extra;
    if (bigBytes)
        zip64(extra, m.bytes), zip64(extra, m.bytes);
    if (bigOffset)
        zip64(extra, m.offset);
    std::string b = "PK\x01\x02";
    zip16(b, 45), zip16(b, 45), zip16(b, 0), zip16(b, 0), zip32(b, kNoTime), zip32(b, m.crc);
    zip32(b, bigBytes ? kLimit32 : m.bytes), zip32(b, bigBytes ? kLimit32 : m.bytes);
    zip16(b, m.name.size()), zip16(b, extra.empty() ? 0 : extra.size() + 4), zip16(b, 0), zip16(b, 0), zip16(b, 0), zip32(b, 0);
    zip32(b, bigOffset ? kLimit32 : m.offset);
    b += m.name;
    if (!extra.empty()) {
        zip16(b, 1), zip16(b, extra.size());
        b += extra;
    }
    return b;
}

std::string ending(std::uint64_t start, std::uint64_t bytes, std::size_t count)
{
    std::string b;
    if (start >= kLimit32 || bytes >= kLimit32) {
        b = "PK\x06\x06";
        zip64(b, 44), zip16(b, 45), zip16(b, 45), zip32(b, 0), zip32(b, 0), zip64(b, count), zip64(b, count), zip64(b, bytes), zip64(b, start);
        b += "PK\x06\x07";
        zip32(b, 0), zip64(b, start + bytes), zip32(b, 1);
    }
    b += "PK\x05\x06";
    zip16(b, 0), zip16(b, 0), zip16(b, count), zip16(b, count), zip32(b, std::min(bytes, kLimit32)), zip32(b, std::min(start, kLimit32)), zip16(b, 0);
    return b;
}

class NpzWriter final : public EventWriter {
public:
    explicit NpzWriter(const std::filesystem::path& file) : m_file(file)
    {
        m_file.write(std::string(kLocalHeader + kNpyHeader, '\0'));   // filled in when the count is known
        const char* const names[3] = {"x", "y", "p"};
        for (std::size_t i = 0; i < m_waiting.size(); ++i)
            m_waiting[i].emplace(std::filesystem::path(file.string() + "." + names[i]));
    }

    void add(const EventView& e) override
    {
        addValues(m_bytes, e.t);
        m_crc = checksum(m_crc, m_bytes);
        m_file.write(m_bytes);
        m_waiting[0]->write(e.x.data(), e.x.size_bytes());
        m_waiting[1]->write(e.y.data(), e.y.size_bytes());
        m_waiting[2]->write(e.p.data(), e.p.size_bytes());
        m_count += e.size();
    }

    void finish() override
    {
        const std::string head = npyHeader(m_count);
        const std::uint64_t bytes = kNpyHeader + 8 * m_count;
        std::vector<Member> members;
        members.push_back({"t.npy", 0, bytes, withHeader(head, m_crc)});
        m_file.patch(0, localHeader(members[0]) + head);
        addColumn<std::uint16_t>(members, "x.npy", *m_waiting[0], head, bytes);
        addColumn<std::uint16_t>(members, "y.npy", *m_waiting[1], head, bytes);
        addColumn<std::uint8_t>(members, "p.npy", *m_waiting[2], head, bytes);
        const std::uint64_t start = m_file.size();
        std::string entries;
        for (const Member& member : members)
            entries += centralEntry(member);
        m_file.write(entries + ending(start, entries.size(), members.size()));
        m_file.commit();
    }

private:
    std::uint32_t withHeader(const std::string& head, std::uint32_t values) const
    {
        return std::uint32_t(crc32_combine(checksum(0, head), values, z_off_t(8 * m_count)));
    }

    template <class Value>
    void addColumn(std::vector<Member>& members, const char* name, OutputFile& from, const std::string& head, std::uint64_t bytes)
    {
        Member member{name, m_file.size(), bytes, 0};
        m_file.write(localHeader(member) + head);
        std::vector<Value> piece(65536);
        std::uint32_t crc = 0;
        for (std::uint64_t at = 0; at < m_count; at += piece.size()) {
            piece.resize(std::size_t(std::min<std::uint64_t>(piece.size(), m_count - at)));
            from.read(at * sizeof(Value), piece.data(), piece.size() * sizeof(Value));
            addValues(m_bytes, piece);
            crc = checksum(crc, m_bytes);
            m_file.write(m_bytes);
        }
        member.crc = withHeader(head, crc);
        m_file.patch(member.offset, localHeader(member));
        members.push_back(member);
    }

    OutputFile m_file;
    std::array<std::optional<OutputFile>, 3> m_waiting;   // x, y, p; never finished, so they vanish
    std::string m_bytes;
    std::uint32_t m_crc = 0;
    std::uint64_t m_count = 0;
};

} // namespace

const EventWriterFormat& npzWriter()
{
    static const EventWriterFormat format{"npz", "NumPy archive with t, x, y, p (SpikingJelly)", {".npz"},
        [](const std::filesystem::path& file, const RecordingFacts&) -> std::unique_ptr<EventWriter> {
            return std::make_unique<NpzWriter>(file);
        }};
    return format;
}

} // namespace spw
