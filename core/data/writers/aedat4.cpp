// SPDX-License-Identifier: GPL-3.0-or-later
// AEDAT 4 with one stream of events, LZ4 packets and a table of contents (formats.md 5.5). The FlatBuffers are laid out by
// hand: they have fixed shapes. Offsets in the comments count from behind the size that stands in front of each; numbers of
// 8 bytes lie at 4 mod 8 there, so that they are aligned with that size.
#include "core/data/event_writer.h"
#include "core/data/writers/fitting.h"
#include "core/data/writers/output_file.h"

#include <lz4frame.h>

#include <algorithm>

namespace spw {

namespace {

constexpr std::size_t kPacketEvents = 4096;
constexpr std::string_view kMagic = "#!AER-DAT4.0\r\n";
constexpr std::uint64_t kTablePositionAt = kMagic.size() + 4 + 28;

void u16(std::string& b, unsigned v) { appendLittleEndian(b, std::uint16_t(v)); }
void u32(std::string& b, std::uint64_t v) { appendLittleEndian(b, std::uint32_t(v)); }
void i64(std::string& b, std::int64_t v) { appendLittleEndian(b, v); }

/// Root offset, identifier, and the table of slots of a table whose only field is a vector: the table is at 16, the vector
/// at 24.
void beginVectorTable(std::string& b, const char* identifier)
{
    u32(b, 16);
    b += identifier;
    u16(b, 6), u16(b, 8), u16(b, 4), u16(b, 0);   // 8: slots: their bytes, the table's bytes, field 0
    u32(b, 8);                                    // 16: the slots are 8 bytes before
    u32(b, 4);                                    // 20: field 0: the vector is 4 bytes on
}

std::string sized(const std::string& buffer)
{
    std::string bytes;
    u32(bytes, buffer.size());
    return bytes + buffer;
}

std::string escaped(const std::string& text)
{
    std::string result;
    for (const char c : text)
        result += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
    return result;
}

std::string header(const RecordingFacts& facts)
{
    const std::string path = "/mainloop/Recorder/outInfo/";
    const std::string source = facts.variant.empty() ? facts.format : facts.variant;
    const std::string xml =
        "<dv version=\"2.0\">\n    <node name=\"outInfo\" path=\"" + path + "\">\n        <node name=\"0\" path=\"" + path
        + "0/\">\n            <attr key=\"compression\" type=\"string\">LZ4</attr>\n"
          "            <attr key=\"originalModuleName\" type=\"string\">spikewright</attr>\n"
          "            <attr key=\"originalOutputName\" type=\"string\">events</attr>\n"
          "            <attr key=\"typeDescription\" type=\"string\">Array of events (polarity ON/OFF).</attr>\n"
          "            <attr key=\"typeIdentifier\" type=\"string\">EVTS</attr>\n            <node name=\"info\" path=\"" + path
        + "0/info/\">\n                <attr key=\"sizeX\" type=\"int\">" + std::to_string(facts.width)
        + "</attr>\n                <attr key=\"sizeY\" type=\"int\">" + std::to_string(facts.height)
        + "</attr>\n                <attr key=\"source\" type=\"string\">" + escaped(source)
        + "</attr>\n                <attr key=\"tsOffset\" type=\"long\">0</attr>\n"
          "            </node>\n        </node>\n    </node>\n</dv>\n";
    std::string b;
    u32(b, 20);
    b += "IOHE";
    u16(b, 10), u16(b, 20), u16(b, 4), u16(b, 8), u16(b, 16), u16(b, 0);   // 8: slots
    u32(b, 12);                                                            // 20: they are 12 bytes before
    u32(b, 1);                                                             // 24: compression: LZ4
    i64(b, -1);                                                            // 28: position of the table
    u32(b, 4);                                                             // 36: the text is 4 bytes on
    u32(b, xml.size());
    b += xml;
    b += '\0';
    return b;
}

class Aedat4Writer final : public EventWriter {
public:
    Aedat4Writer(const std::filesystem::path& file, const RecordingFacts& facts) : m_where(file.string()), m_file(file)
    {
        m_file.write(kMagic);
        m_file.write(sized(header(facts)));
    }

    void add(const EventView& events) override
    {
        for (std::size_t i = 0; i < events.size(); ++i, ++m_count) {
            fitted(m_where, "x", m_count, events.x[i], 15);
            fitted(m_where, "y", m_count, events.y[i], 15);
            fitted(m_where, "The polarity", m_count, events.p[i], 1);
            if (m_waiting == 0)
                m_first = m_last = events.t[i];
            m_first = std::min(m_first, events.t[i]);
            m_last = std::max(m_last, events.t[i]);
            i64(m_events, events.t[i]);
            u16(m_events, events.x[i]);
            u16(m_events, events.y[i]);
            u32(m_events, events.p[i]);
            if (++m_waiting == kPacketEvents)
                writePacket();
        }
    }

    void finish() override
    {
        writePacket();
        const std::uint64_t position = m_file.size();
        m_file.write(packed(sized(table())));
        std::string bytes;
        i64(bytes, std::int64_t(position));
        m_file.patch(kTablePositionAt, bytes);
        m_file.commit();
    }

private:
    struct Row {
        std::uint64_t payload;
        std::size_t bytes, events;
        std::int64_t first, last;
    };

    std::string packed(const std::string& plain) const
    {
        LZ4F_preferences_t preferences{};
        preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
        std::string out(LZ4F_compressFrameBound(plain.size(), &preferences), '\0');
        const std::size_t size = LZ4F_compressFrame(out.data(), out.size(), plain.data(), plain.size(), &preferences);
        if (LZ4F_isError(size))
            throw Error(std::string("The events could not be packed: ") + LZ4F_getErrorName(size) + ".", m_where,
                        "Write another format.");
        out.resize(size);
        return out;
    }

    void writePacket()
    {
        if (m_waiting == 0)
            return;
        std::string b;
        beginVectorTable(b, "EVTS");
        u32(b, m_waiting);   // 24
        b += m_events;       // 28
        const std::string payload = packed(sized(b));
        std::string head;
        u32(head, 0);
        u32(head, payload.size());
        m_file.write(head);
        m_rows.push_back({m_file.size(), payload.size(), m_waiting, m_first, m_last});
        m_file.write(payload);
        m_events.clear();
        m_waiting = 0;
    }

    std::string table() const
    {
        std::string b;
        beginVectorTable(b, "FTAB");
        u32(b, m_rows.size());   // 24
        // Behind the offsets: one table of slots for all rows, then the rows, each at a multiple of 8.
        const std::size_t offsets = b.size(), slots = offsets + 4 * m_rows.size();
        const std::size_t rows = (slots + 14 + 7) / 8 * 8;
        constexpr std::size_t kRow = 48;
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            u32(b, rows + kRow * i - (offsets + 4 * i));
        for (const unsigned v : {14u, 44u, 4u, 12u, 20u, 28u, 36u})
            u16(b, v);
        b.resize(rows, '\0');
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            const Row& row = m_rows[i];
            u32(b, rows + kRow * i - slots);
            i64(b, std::int64_t(row.payload));
            u32(b, 0);
            u32(b, row.bytes);
            i64(b, std::int64_t(row.events));
            i64(b, row.first);
            i64(b, row.last);
            u32(b, 0);
        }
        return b;
    }

    std::string m_where;
    OutputFile m_file;
    std::string m_events;
    std::size_t m_waiting = 0;
    std::int64_t m_first = 0, m_last = 0, m_count = 0;
    std::vector<Row> m_rows;
};

} // namespace

const EventWriterFormat& aedat4Writer()
{
    static const EventWriterFormat format{"aedat4", "AEDAT 4 with LZ4", {".aedat4"},
        [](const std::filesystem::path& file, const RecordingFacts& facts) -> std::unique_ptr<EventWriter> {
            return std::make_unique<Aedat4Writer>(file, facts);
        }};
    return format;
}

} // namespace spw
