// SPDX-License-Identifier: GPL-3.0-or-later
// Prophesee RAW, EVT3 (formats.md 5.6).
#include "core/data/event_writer.h"
#include "core/data/writers/fitting.h"
#include "core/data/writers/output_file.h"

#include <algorithm>

namespace spw {

namespace {

enum : unsigned { kAddrY = 0, kAddrX = 2, kBaseX = 3, kVect12 = 4, kVect8 = 5, kTimeLow = 6, kTimeHigh = 8 };

class Evt3Writer final : public EventWriter {
public:
    Evt3Writer(const std::filesystem::path& file, const RecordingFacts& facts) : m_where(file.string()), m_file(file)
    {
        const std::string width = std::to_string(std::max<std::int64_t>(facts.width, 1)),
                          height = std::to_string(std::max<std::int64_t>(facts.height, 1));
        if (facts.width > 2048 || facts.height > 2048)
            throw Error("The sensor has " + width + " x " + height + " pixels, EVT3 holds at most 2048 x 2048.", file.string(),
                        "Write another format.");
        m_file.write("% evt 3.0\n% format EVT3;height=" + height + ";width=" + width + "\n% geometry " + width + "x" + height
                     + "\n% end\n");
    }

    void add(const EventView& e) override
    {
        m_words.clear();
        for (std::size_t i = 0; i < e.size();) {
            const std::int64_t n = m_count;
            fitted(m_where, "x", n, e.x[i], 11);
            const auto y = unsigned(fitted(m_where, "y", n, e.y[i], 11)), p = unsigned(fitted(m_where, "The polarity", n, e.p[i], 1));
            takeTime(e.t[i], n);
            if (y != m_y) {
                word(kAddrY, y);
                m_y = y;
            }
            // Pixels of one row, time and polarity, from left to right, become a mask of 32.
            std::size_t end = i + 1;
            while (end < e.size() && e.t[end] == e.t[i] && e.y[end] == e.y[i] && e.p[end] == e.p[i] && e.x[end] > e.x[end - 1]
                   && e.x[end] - e.x[i] < 32 && e.x[end] < 2048)
                ++end;
            if (end - i >= 5) {
                std::uint32_t mask = 0;
                for (std::size_t k = i; k < end; ++k)
                    mask |= std::uint32_t(1) << (e.x[k] - e.x[i]);
                word(kBaseX, p << 11 | e.x[i]);
                word(kVect12, mask & 0xfff);
                if (mask >> 12)
                    word(kVect12, mask >> 12 & 0xfff);
                if (mask >> 24)
                    word(kVect8, mask >> 24);
            } else {
                end = i + 1;
                word(kAddrX, p << 11 | e.x[i]);
            }
            m_count += std::int64_t(end - i);
            i = end;
        }
        m_file.write(m_words);
    }

    void finish() override { m_file.commit(); }

private:
    /// The words' clock turns over after 2^24 us; each turn must be seen in its high half.
    static constexpr std::int64_t kMostTurns = 100'000;   // 19 days: beyond that the times have another origin

    void word(unsigned type, unsigned value) { appendLittleEndian(m_words, std::uint16_t(type << 12 | (value & 0xfff))); }

    void takeTime(std::int64_t t, std::int64_t index)
    {
        if (t < 0 || t >> 24 > m_turns + kMostTurns)
            refuseEvent(m_where, "The time in microseconds", index, t, 0, (kMostTurns << 24) - 1);
        if (m_begun && t < m_time)
            throw Error("Event " + std::to_string(index) + " at " + std::to_string(t) + " us comes after one at "
                            + std::to_string(m_time) + " us; EVT3 holds events in order of time.",
                        m_where, "Write another format, or sort the events first.");
        if (m_begun && t == m_time)
            return;
        const auto high = unsigned(t >> 12 & 0xfff), low = unsigned(t & 0xfff);
        if (!m_begun) {
            word(kTimeHigh, 0);
            m_high = 0, m_low = 0;
        }
        while (m_turns < t >> 24) {
            if (m_high < 2048)
                word(kTimeHigh, 4095);
            word(kTimeHigh, 0);
            m_high = 0, m_low = 0;
            ++m_turns;
        }
        if (high != m_high) {
            word(kTimeHigh, high);
            m_high = high, m_low = 0;
        }
        if (low != m_low) {
            word(kTimeLow, low);
            m_low = low;
        }
        m_time = t;
        m_begun = true;
    }

    std::string m_where;
    OutputFile m_file;
    std::string m_words;
    bool m_begun = false;
    std::int64_t m_time = 0, m_turns = 0, m_count = 0;
    unsigned m_high = 0, m_low = 0, m_y = ~0u;
};

} // namespace

const EventWriterFormat& evt3Writer()
{
    static const EventWriterFormat format{"evt3", "Prophesee RAW, EVT3", {".raw"},
        [](const std::filesystem::path& file, const RecordingFacts& facts) -> std::unique_ptr<EventWriter> {
            return std::make_unique<Evt3Writer>(file, facts);
        }};
    return format;
}

} // namespace spw
