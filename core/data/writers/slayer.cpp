// SPDX-License-Identifier: GPL-3.0-or-later
// SLAYER's binary spikes (formats.md 5.1). Unlike SLAYER's own writer these keep the high byte of a neuron (bs1) and the
// high bits of y (bs3).
#include "core/data/event_writer.h"
#include "core/data/readers/slayer_files.h"
#include "core/data/writers/fitting.h"
#include "core/data/writers/output_file.h"

#include <algorithm>
#include <map>

namespace spw {

namespace {

/// The record of event `i`, the first byte the highest.
using Pack = std::uint64_t (*)(const std::filesystem::path&, const EventView&, std::size_t i, std::int64_t index);

std::uint64_t packBs1(const std::filesystem::path& f, const EventView& e, std::size_t i, std::int64_t n)
{
    if (e.y[i] != 0)
        throw Error("y of event " + std::to_string(n) + " is " + std::to_string(e.y[i]) + ", bs1 has neurons in one row.", f.string(),
                    "Write bs2 or another format with x and y.");
    return fitted(f, "The neuron", n, e.x[i], 16) << 24 | fitted(f, "The polarity", n, e.p[i], 1) << 23
           | fitted(f, "The time in microseconds", n, e.t[i], 23);
}

std::uint64_t packBs2(const std::filesystem::path& f, const EventView& e, std::size_t i, std::int64_t n)
{
    return fitted(f, "x", n, e.x[i], 8) << 32 | fitted(f, "y", n, e.y[i], 8) << 24 | fitted(f, "The polarity", n, e.p[i], 1) << 23
           | fitted(f, "The time in microseconds", n, e.t[i], 23);
}

std::uint64_t packBs3(const std::filesystem::path& f, const EventView& e, std::size_t i, std::int64_t n)
{
    return fitted(f, "x", n, e.x[i], 12) << 44 | fitted(f, "y", n, e.y[i], 12) << 32 | std::uint64_t(e.p[i]) << 24
           | fitted(f, "The time in microseconds", n, e.t[i], 24);
}

class RecordWriter final : public EventWriter {
public:
    RecordWriter(const std::filesystem::path& file, Pack pack, std::size_t recordBytes)
        : m_path(file), m_file(file), m_pack(pack), m_recordBytes(recordBytes)
    {
    }

    void add(const EventView& events) override
    {
        m_bytes.resize(events.size() * m_recordBytes);
        char* out = m_bytes.data();
        for (std::size_t i = 0; i < events.size(); ++i) {
            const std::uint64_t record = m_pack(m_path, events, i, m_count++);
            for (std::size_t k = m_recordBytes; k-- > 0;)
                *out++ = char(std::uint8_t(record >> (8 * k)));
        }
        m_file.write(m_bytes);
    }

    void finish() override { m_file.commit(); }

private:
    std::filesystem::path m_path;
    OutputFile m_file;
    Pack m_pack;
    std::size_t m_recordBytes;
    std::string m_bytes;
    std::int64_t m_count = 0;
};

/// Wanted counts: how often each neuron fires between time 0 and the last event.
class RegionWriter final : public EventWriter {
public:
    explicit RegionWriter(const std::filesystem::path& file) : m_path(file), m_file(file) {}

    void add(const EventView& events) override
    {
        for (std::size_t i = 0; i < events.size(); ++i, ++m_index) {
            if (events.y[i] != 0)
                throw Error("y of event " + std::to_string(m_index) + " is " + std::to_string(events.y[i])
                                + ", bsn has neurons in one row.", m_path.string(), "Write a format with x and y.");
            m_end = std::max(m_end, std::int64_t(fitted(m_path, "The time in microseconds", m_index, events.t[i], 24)));
            fitted(m_path, "The count of spikes up to", m_index, ++m_counts[events.x[i]], 16);
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
    std::filesystem::path m_path;
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
