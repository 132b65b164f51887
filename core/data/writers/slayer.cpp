// SPDX-License-Identifier: GPL-3.0-or-later
// SLAYER's binary spikes (formats.md 5.1); the records themselves are packed beside where they are unpacked.
#include "core/data/event_writer.h"
#include "core/data/readers/slayer_files.h"
#include "core/data/writers/fitting.h"
#include "core/data/writers/output_file.h"

#include <algorithm>
#include <map>

namespace spw {

namespace {

using Pack = std::uint64_t (*)(const EventView&, std::size_t i, std::int64_t index, const std::string& where);

class RecordWriter final : public EventWriter {
public:
    RecordWriter(const std::filesystem::path& file, Pack pack, std::size_t recordBytes)
        : m_where(file.string()), m_file(file), m_pack(pack), m_recordBytes(recordBytes)
    {
    }

    void add(const EventView& events) override
    {
        m_bytes.resize(events.size() * m_recordBytes);
        char* out = m_bytes.data();
        for (std::size_t i = 0; i < events.size(); ++i) {
            const std::uint64_t record = m_pack(events, i, m_count++, m_where);
            for (std::size_t k = m_recordBytes; k-- > 0;)
                *out++ = char(std::uint8_t(record >> (8 * k)));
        }
        m_file.write(m_bytes);
    }

    void finish() override { m_file.commit(); }

private:
    std::string m_where;
    OutputFile m_file;
    Pack m_pack;
    std::size_t m_recordBytes;
    std::string m_bytes;
    std::int64_t m_count = 0;
};

/// Wanted counts: how often each neuron fires between time 0 and the last event.
class RegionWriter final : public EventWriter {
public:
    explicit RegionWriter(const std::filesystem::path& file) : m_where(file.string()), m_file(file) {}

    void add(const EventView& events) override
    {
        for (std::size_t i = 0; i < events.size(); ++i, ++m_index) {
            if (events.y[i] != 0)
                throw Error("y of event " + std::to_string(m_index) + " is " + std::to_string(events.y[i])
                                + ", bsn has neurons in one row.", m_where, "Write a format with x and y.");
            m_end = std::max(m_end, std::int64_t(fitted(m_where, "The time in microseconds", m_index, events.t[i], 24)));
            fitted(m_where, "The count of spikes up to", m_index, ++m_counts[events.x[i]], 16);
        }
    }

    void finish() override
    {
        std::vector<SpikeRegion> regions;
        for (const auto& [neuron, count] : m_counts)
            regions.push_back({neuron, 0, m_end, count});
        m_file.write(encodeSpikeRegions(regions));
        m_file.commit();
    }

private:
    std::string m_where;
    OutputFile m_file;
    std::map<std::int64_t, std::int64_t> m_counts;
    std::int64_t m_end = 0, m_index = 0;
};

} // namespace

const EventWriterFormat& bs1Writer()
{
    static const EventWriterFormat format{"bs1", "SLAYER binary spikes, 1 dimension", {".bs1"},
        [](const std::filesystem::path& file, const RecordingFacts&) -> std::unique_ptr<EventWriter> {
            return std::make_unique<RecordWriter>(file, packBs1, 5);
        }};
    return format;
}

const EventWriterFormat& bs2Writer()
{
    static const EventWriterFormat format{"bs2", "SLAYER binary spikes, 2 dimensions", {".bs2", ".bin"},
        [](const std::filesystem::path& file, const RecordingFacts&) -> std::unique_ptr<EventWriter> {
            return std::make_unique<RecordWriter>(file, packBs2, 5);
        }};
    return format;
}

const EventWriterFormat& bs3Writer()
{
    static const EventWriterFormat format{"bs3", "SLAYER binary spikes, 3 dimensions", {".bs3"},
        [](const std::filesystem::path& file, const RecordingFacts&) -> std::unique_ptr<EventWriter> {
            return std::make_unique<RecordWriter>(file, packBs3, 7);
        }};
    return format;
}

const EventWriterFormat& bsnWriter()
{
    static const EventWriterFormat format{"bsn", "SLAYER wanted spike counts", {".bsn"},
        [](const std::filesystem::path& file, const RecordingFacts&) -> std::unique_ptr<EventWriter> {
            return std::make_unique<RegionWriter>(file);
        }};
    return format;
}

} // namespace spw
