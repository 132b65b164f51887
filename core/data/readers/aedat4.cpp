// SPDX-License-Identifier: GPL-3.0-or-later
// AEDAT 4 of DV (formats.md 5.5): packets of FlatBuffers, mostly compressed; each is read when its turn comes.
#include "core/base/error.h"
#include "core/data/readers/aedat4_packets.h"
#include "core/data/readers/aedat_header.h"
#include "core/data/readers/byte_stream_reader.h"
#include "core/data/readers/flat_buffer.h"

namespace spw {

namespace {

constexpr std::size_t kEventBytes = 16;
constexpr std::int64_t kDataStart = std::numeric_limits<std::int64_t>::min();

class Aedat4Reader final : public EventReader {
public:
    Aedat4Reader(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
        : m_bytes(std::move(bytes))
        , m_header(aedat4::readHeader(*m_bytes))
    {
        m_offset = m_header.firstPacket;
        m_end = m_bytes->size();
        const auto table = m_header.tablePosition;
        if (table >= std::int64_t(m_header.firstPacket) && std::uint64_t(table) <= m_end)
            m_end = std::uint64_t(table);
        else if (table != -1)
            warn(m_bytes->name() + ": the table of contents would lie at byte " + std::to_string(table)
                 + ", which is not in the file; the packets are read one after the other.");
        m_places.push_back({kDataStart, m_offset});
        chooseStream(options);
        m_facts.format = "aedat4";
        m_facts.variant = "AEDAT 4.0";
        m_facts.polarity = "bool";
        static const char* const names[] = {"none", "LZ4", "LZ4 high", "Zstandard", "Zstandard high"};
        m_facts.more = {{"compression", std::to_string(m_header.compression)},
                        {"compression_name", jsonText(names[m_header.compression])},
                        {"data_table_position", std::to_string(m_header.tablePosition)},
                        {"header_size", std::to_string(m_header.headerBytes)}};
        if (m_stream)
            m_facts.more.emplace_back("event_stream", std::to_string(*m_stream));
    }

    EventView next() override
    {
        while (m_offset < m_end) {
            const bool events = step(m_told <= m_offset);
            if (!events)
                continue;
            std::size_t from = 0;
            if (m_from != kDataStart) {
                while (from < m_buffer.count && m_buffer.t[from] < m_from)
                    ++from;
                if (from < m_buffer.count)
                    m_from = kDataStart;
            }
            if (from < m_buffer.count)
                return m_buffer.view(from);
        }
        return {};
    }

    void seek(std::int64_t time) override
    {
        m_from = time;
        const auto after = std::partition_point(m_places.begin() + 1, m_places.end(),
                                                [&](const Place& place) { return place.maxBefore < time; });
        m_offset = (after - 1)->offset;
        m_maxBefore = (after - 1)->maxBefore;
        if (after != m_places.end() || !useTable())
            return;
        for (const aedat4::TableRow& row : m_table) {
            if (row.stream != m_stream.value_or(row.stream))
                continue;
            if (row.lastTime >= time) {
                m_offset = std::max(m_offset, row.offset);
                return;
            }
        }
    }

    std::optional<std::int64_t> lastTime() override
    {
        if (!useTable())
            return {};
        std::optional<std::int64_t> last;
        for (const aedat4::TableRow& row : m_table)
            if (row.stream == m_stream.value_or(row.stream) && (!last || row.lastTime > *last))
                last = row.lastTime;
        return last;
    }

    double position() const override { return m_end == 0 ? 1.0 : double(m_offset) / double(m_end); }

private:
    struct Place {
        std::int64_t maxBefore;
        std::uint64_t offset;
    };

    void chooseStream(const ReadOptions& options)
    {
        std::string known, others;
        for (const auto& [id, stream] : m_header.streams)
            if (stream.type == "EVTS") {
                known += (known.empty() ? "" : ", ") + std::to_string(id);
                if (!m_stream)
                    m_stream = id;
                else
                    others += (others.empty() ? "" : ", ") + std::to_string(id) + (stream.source.empty() ? "" : " (" + stream.source + ")");
            }
        if (const auto wanted = options.find("stream"); wanted != options.end()) {
            m_stream.reset();
            for (const auto& [id, stream] : m_header.streams)
                if (std::to_string(id) == wanted->second && stream.type == "EVTS")
                    m_stream = id;
            if (!m_stream)
                throw Error("There is no stream of events \"" + wanted->second + "\".", m_bytes->name(),
                            known.empty() ? "Leave option \"stream\" out." : "It has the event streams " + known + ".");
        } else if (!others.empty()) {
            warn(m_bytes->name() + ": these are the events of stream " + std::to_string(*m_stream) + ". The file also holds those of stream "
                 + others + ": 'events' commands and datasets read them with the option stream=NUMBER.");
        }
        if (!m_stream)
            return;
        m_facts.width = m_header.streams[*m_stream].width;
        m_facts.height = m_header.streams[*m_stream].height;
    }

    /// Reads the packet at m_offset and moves on. @return true if it gave events.
    bool step(bool isNew)
    {
        const std::uint64_t start = m_offset;
        const auto place = [&] { return m_bytes->name() + ", byte " + std::to_string(start); };
        const auto drop = [&](std::uint64_t bytes, const std::string& why) {
            m_offset = start + bytes;
            if (isNew) {
                m_told = m_offset;
                m_dropped += bytes;
                warn(place() + ": " + why);
            }
            return false;
        };
        std::uint8_t head[8];
        if (m_end - start < 8 || m_bytes->read(start, head, 8) < 8)
            return drop(m_end - start, "the file ends inside a packet.");
        const int stream = littleEndian<std::int32_t>(head);
        const std::int64_t size = littleEndian<std::int32_t>(head + 4);
        if (size < 0 && start > m_header.firstPacket)
            return drop(m_end - start, "a packet's size is " + std::to_string(size) + "; it and all behind it were left out.");
        if (size < 0)
            throw Error("A packet's size is " + std::to_string(size) + ", expected 0 or more.",
                        m_bytes->name() + ", byte " + std::to_string(start + 4), "Copy the file again: it seems to be damaged.");
        if (std::uint64_t(size) > m_end - start - 8) {
            if (m_end < m_bytes->size() && std::uint64_t(size) <= m_bytes->size() - start - 8) {
                warn(m_bytes->name() + ": the table of contents would begin inside a packet; it was left alone.");
                m_end = m_bytes->size();
            } else {
                return drop(m_end - start, "the file ends inside a packet of " + std::to_string(size) + " bytes.");
            }
        }
        m_offset = start + 8 + std::uint64_t(size);
        m_told = std::max(m_told, m_offset);
        if (stream != m_stream.value_or(stream))
            return false;
        m_packed.resize(std::size_t(size));
        if (m_bytes->read(start + 8, m_packed.data(), m_packed.size()) < m_packed.size())
            return drop(8 + std::uint64_t(size), "the file ended while it was read.");
        std::string wrong = aedat4::unpack(m_header.compression, m_packed, m_plain);
        if (wrong.empty() && m_plain.size() < 12)
            wrong = "it holds " + std::to_string(m_plain.size()) + " bytes";
        std::optional<FlatTable> table;
        if (wrong.empty()) {
            table = FlatTable::root(std::span(m_plain).subspan(4), m_stream ? "EVTS" : "");
            if (!table)
                wrong = "it is no FlatBuffer \"EVTS\"";
            else if (!m_stream && !FlatTable::root(std::span(m_plain).subspan(4), "EVTS"))
                return false;   // no list of streams told what it is: something else
        }
        std::optional<std::span<const std::uint8_t>> events;
        if (wrong.empty()) {
            if (!m_stream)
                m_stream = stream;
            events = table->vector(0, kEventBytes);
            if (!events && table->find(0, 4))
                wrong = "its list of events reaches beyond it";
        }
        if (!wrong.empty())
            return drop(8 + std::uint64_t(size), "the packet of stream " + std::to_string(stream) + " with "
                                                     + std::to_string(size) + " bytes is damaged and was left out: " + wrong + ".");
        if (!events)
            return false;
        take(*events, start);
        if (m_places.back().offset < m_offset)
            m_places.push_back({m_maxBefore, m_offset});
        return m_buffer.count > 0;
    }

    void take(std::span<const std::uint8_t> events, std::uint64_t packet)
    {
        const std::size_t count = events.size() / kEventBytes;
        m_buffer.reserveEmpty(count);
        std::size_t outside = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint8_t* e = events.data() + i * kEventBytes;   // of any alignment
            const int x = littleEndian<std::int16_t>(e + 8), y = littleEndian<std::int16_t>(e + 10);
            if (x < 0 || y < 0) {
                ++outside;
                continue;
            }
            m_buffer.add(littleEndian<std::int64_t>(e), std::uint16_t(x), std::uint16_t(y), e[12] != 0);
        }
        if (outside > 0)
            warn(m_bytes->name() + ", byte " + std::to_string(packet) + ": " + std::to_string(outside)
                 + " events with negative coordinates were left out.");
        if (m_buffer.count > 0)
            m_maxBefore = std::max(m_maxBefore, *std::max_element(m_buffer.t.get(), m_buffer.t.get() + m_buffer.count));
    }

    /// A table counts only if it is in the order of the file and has the time of some event packet.
    bool useTable()
    {
        if (m_tableAsked)
            return !m_table.empty();
        m_tableAsked = true;
        auto table = aedat4::readTable(*m_bytes, m_header);
        if (!table)
            return false;
        std::sort(table->begin(), table->end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
        std::int64_t last = kDataStart;
        for (const aedat4::TableRow& row : *table) {
            if (row.stream != m_stream.value_or(row.stream))
                continue;
            if (row.firstTime < last || row.lastTime < row.firstTime)
                return false;
            last = row.lastTime;
        }
        m_table = std::move(*table);
        return !m_table.empty();
    }

    std::shared_ptr<const ByteSource> m_bytes;
    aedat4::Header m_header;
    std::optional<int> m_stream;
    std::uint64_t m_offset = 0, m_end = 0;
    std::uint64_t m_told = 0;   // up to here the user heard what is odd
    std::int64_t m_from = kDataStart, m_maxBefore = kDataStart;
    std::vector<std::uint8_t> m_packed, m_plain;
    EventBuffer m_buffer;
    std::vector<Place> m_places;
    std::vector<aedat4::TableRow> m_table;
    bool m_tableAsked = false;
};

} // namespace

const EventFormat& aedat4Format()
{
    static const EventFormat format{
        .id = "aedat4", .title = "AEDAT 4.0 (DV)", .extensions = {".aedat4", ".aedat"},
        .recognise = [](const FileHead& head) { return head.startsWith("#!AER-DAT4") ? Match::Sure : Match::No; },
        .open = [](std::shared_ptr<const ByteSource> bytes, const ReadOptions& options) -> std::unique_ptr<EventReader> {
            return std::make_unique<Aedat4Reader>(std::move(bytes), options);
        },
        .options = {{"stream", "number of the event stream, where there are several (default: the lowest)", {}}}};
    return format;
}

} // namespace spw
