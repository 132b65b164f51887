// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/data/event_reader.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace spw {

/// Room for events that a decoder fills: one array a field, not cleared, grown only while it is empty.
struct EventBuffer {
    std::unique_ptr<std::int64_t[]> t;
    std::unique_ptr<std::uint16_t[]> x, y;
    std::unique_ptr<std::uint8_t[]> p;
    std::size_t count = 0, capacity = 0;

    void reserveEmpty(std::size_t events)
    {
        count = 0;
        if (events <= capacity)
            return;
        t = std::make_unique_for_overwrite<std::int64_t[]>(events);
        x = std::make_unique_for_overwrite<std::uint16_t[]>(events);
        y = std::make_unique_for_overwrite<std::uint16_t[]>(events);
        p = std::make_unique_for_overwrite<std::uint8_t[]>(events);
        capacity = events;
    }
    void add(std::int64_t time, std::uint16_t column, std::uint16_t row, std::uint8_t polarity)
    {
        t[count] = time;
        x[count] = column;
        y[count] = row;
        p[count++] = polarity;
    }
    EventView view(std::size_t from = 0) const
    {
        return EventView{{t.get(), count}, {x.get(), count}, {y.get(), count}, {p.get(), count}}.part(from, count - from);
    }
};

/// Bytes of a recording from `offset` on. `end`: no more follow.
struct ByteBlock {
    const std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    std::uint64_t offset = 0;
    bool end = false;
};

/// What a decoder found odd in a block.
struct DecodeReport {
    std::uint64_t dropped = 0;
    std::vector<std::string> warnings;
};

/// A place to enter the middle of a file, and a time that may miss whole turns of the format's counter; how fast time goes
/// on behind it.
template <class State>
struct EntryPoint {
    State state;
    std::uint64_t offset = 0;
    std::int64_t time = 0;
    double microsPerByte = 0;
};

/// Reads formats that are a run of records, each understood with a small state that earlier ones left. A Decoder has
///
///     struct State {};                                     // copyable; default: at the first record
///     std::uint64_t dataOffset;                            // of the first record
///     static std::size_t mostEvents(std::size_t bytes);    // that so many bytes can hold
///     std::size_t decode(State&, const ByteBlock&, EventBuffer&, DecodeReport&) const;
///                                                          // whole records; returns the bytes used up
/// and may have, so that seeking in a large file needs no reading from the start,
///
///     std::optional<EntryPoint<State>> enter(const ByteBlock&) const;   // the first in the block
///
/// and, where its times start again after a while,
///
///     static constexpr std::int64_t kTurn;
///     static void addTurns(State&, std::int64_t turns);
///     static std::int64_t timeOf(const State&);
///
/// All are const, so that a second thread can look for times while the first one reads.
template <class Decoder>
class ByteStreamReader final : public EventReader {
public:
    using State = typename Decoder::State;

    ByteStreamReader(std::shared_ptr<const ByteSource> bytes, Decoder decoder, RecordingFacts facts)
        : m_bytes(std::move(bytes))
        , m_decoder(std::move(decoder))
    {
        m_facts = std::move(facts);
        m_place.offset = std::min(m_decoder.dataOffset, m_bytes->size());
        m_places.push_back(m_place);
    }

    EventView next() override
    {
        while (m_place.offset < m_bytes->size()) {
            const bool isNew = m_place.offset >= m_told;
            DecodeReport report;
            step(m_place, m_buffer, m_block, report);
            if (isNew) {
                m_told = m_place.offset;
                m_dropped += report.dropped;
                for (std::string& sentence : report.warnings)
                    warn(std::move(sentence));
                remember(m_place);
            }
            const std::size_t from = skipped();
            if (from < m_buffer.count)
                return m_buffer.view(from);
        }
        return {};
    }

    void seek(std::int64_t time) override
    {
        m_from = time;
        m_place = lastPlaceBefore(time, m_places);
        if (isKnownUpTo(m_place.offset + 2 * kPlaceStride))
            return;
        if (auto near = sparsePlaceBefore(time); near && near->offset > m_place.offset)
            m_place = std::move(*near);
    }

    void indexInBackground() override
    {
        if (m_indexer.joinable())
            return;
        m_indexer = std::jthread([this](const std::stop_token& stop) {
            EventBuffer buffer;
            std::vector<std::uint8_t> block;
            Place place;
            {
                const std::lock_guard lock(m_mutex);
                place = m_places.back();
            }
            try {
                while (place.offset < m_bytes->size() && !stop.stop_requested()) {
                    DecodeReport unheard;
                    step(place, buffer, block, unheard);
                    remember(place);
                }
            } catch (const Error&) {   // whoever reads that far is told
            }
        });
    }

    std::optional<std::int64_t> lastTime() override
    {
        // From the last entry point on; short files are read to their end.
        Place place = m_places.front();
        if (auto near = sparsePlaceBefore(std::numeric_limits<std::int64_t>::max()))
            place = std::move(*near);
        else if (m_bytes->size() - place.offset > kEntryStride)
            place = lastPlaceBefore(std::numeric_limits<std::int64_t>::max(), m_places);
        EventBuffer buffer;
        std::vector<std::uint8_t> block;
        std::optional<std::int64_t> last;
        while (place.offset < m_bytes->size()) {
            DecodeReport unheard;
            step(place, buffer, block, unheard);
            if (buffer.count > 0)
                last = buffer.t[buffer.count - 1];
        }
        return last;
    }

    double position() const override
    {
        return m_bytes->size() == 0 ? 1.0 : double(m_place.offset) / double(m_bytes->size());
    }

private:
    static constexpr std::size_t kBlock = std::size_t(128) << 10;          // input and output stay in the second cache
    static constexpr std::uint64_t kPlaceStride = std::uint64_t(1) << 20;  // a place remembered for each
    static constexpr std::uint64_t kEntryStride = std::uint64_t(1) << 20;
    static constexpr std::size_t kFirstEntryBytes = 4096, kEntryBytes = 65536;   // looked through for an entry point

    /// Where reading can start, and the latest time before it.
    struct Place {
        std::int64_t maxBefore = std::numeric_limits<std::int64_t>::min();
        std::uint64_t offset = 0;
        State state{};
    };

    /// Decodes one block from `place` on, and moves it on.
    void step(Place& place, EventBuffer& buffer, std::vector<std::uint8_t>& block, DecodeReport& report,
              std::size_t atMost = kBlock) const
    {
        block.resize(kBlock);
        const std::size_t got = m_bytes->read(place.offset, block.data(), atMost);
        const bool end = got < atMost || place.offset + got >= m_bytes->size();
        buffer.reserveEmpty(Decoder::mostEvents(got));
        const std::size_t used = got == 0 ? 0 : m_decoder.decode(place.state, {block.data(), got, place.offset, end}, buffer, report);
        if (end) {
            report.dropped += got - used;
            place.offset = m_bytes->size();
        } else if (used == 0 && atMost == kBlock) {
            throw Error("A record is larger than " + std::to_string(kBlock) + " bytes.",
                        m_bytes->name() + ", byte " + std::to_string(place.offset), "Copy the file again: it seems to be damaged.");
        } else {
            place.offset += used;
        }
        if (buffer.count > 0)
            place.maxBefore = std::max(place.maxBefore, *std::max_element(buffer.t.get(), buffer.t.get() + buffer.count));
    }

    void remember(const Place& place)
    {
        const std::lock_guard lock(m_mutex);
        const std::uint64_t last = m_places.back().offset;
        const bool due = place.offset >= last + kPlaceStride || (place.offset >= m_bytes->size() && place.offset > last);
        if (due && place.offset <= last + kPlaceStride + kBlock)   // reading that went on after a gap finds nothing exact
            m_places.push_back(place);
    }

    bool isKnownUpTo(std::uint64_t offset)
    {
        const std::lock_guard lock(m_mutex);
        return m_places.back().offset >= std::min(offset, m_bytes->size());
    }

    /// The last place with only earlier times before it: the first event at `time` or later comes after it.
    Place lastPlaceBefore(std::int64_t time, const std::vector<Place>& places)
    {
        const std::lock_guard lock(m_mutex);
        const auto after = std::partition_point(places.begin() + 1, places.end(),
                                                [&](const Place& place) { return place.maxBefore < time; });
        return *(after - 1);
    }

    /// Of a large file: entry points a megabyte apart, their times put together. Nothing if those do not rise.
    std::optional<Place> sparsePlaceBefore(std::int64_t time)
    {
        if constexpr (requires { m_decoder.enter(ByteBlock{}); }) {
            if (!m_entriesKnown)
                findEntries();
            const auto after = std::partition_point(m_entries.begin(), m_entries.end(),
                                                    [&](const Place& place) { return place.maxBefore < time; });
            if (after != m_entries.begin())
                return *(after - 1);
        }
        return {};
    }

    void findEntries()
    {
        m_entriesKnown = true;
        if constexpr (requires { m_decoder.enter(ByteBlock{}); }) {
            if (m_bytes->size() < m_decoder.dataOffset + 2 * kEntryStride)
                return;
            std::vector<std::uint8_t> window(kEntryBytes);
            std::vector<Place> entries;
            double speed = 0;
            for (std::uint64_t offset = m_decoder.dataOffset; offset < m_bytes->size(); offset += kEntryStride) {
                std::size_t got = m_bytes->read(offset, window.data(), kFirstEntryBytes);
                auto entry = m_decoder.enter(ByteBlock{window.data(), got, offset, false});
                if (!entry) {
                    got = m_bytes->read(offset, window.data(), window.size());
                    entry = m_decoder.enter(ByteBlock{window.data(), got, offset, false});
                }
                if (!entry)
                    continue;
                Place place{entry->time, entry->offset, std::move(entry->state)};
                if constexpr (requires { Decoder::kTurn; }) {
                    if (!entries.empty()) {
                        countTurns(entries.back(), place, std::max(speed, entry->microsPerByte));
                        place.maxBefore = Decoder::timeOf(place.state);
                    }
                    speed = entry->microsPerByte;
                }
                if (!entries.empty() && place.maxBefore < entries.back().maxBefore)
                    return;
                entries.push_back(std::move(place));
            }
            m_entries = std::move(entries);
        }
    }

    /// The turns of the counter at `place`, from an earlier one's. Where more time went by between them than the speed at
    /// both lets expect, a turn could hide there: then what lies between is read.
    void countTurns(const Place& before, Place& place, double microsPerByte)
    {
        constexpr std::int64_t kSlack = 200'000;
        const std::int64_t since = Decoder::timeOf(before.state), turn = Decoder::kTurn;
        const std::int64_t turns = since / turn;
        Decoder::addTurns(place.state, turns);
        if (Decoder::timeOf(place.state) < since)
            Decoder::addTurns(place.state, 1);
        const double expected = microsPerByte * double(place.offset - before.offset);
        if (expected < double(turn) / 64 && double(Decoder::timeOf(place.state) - since) < 8 * expected + kSlack)
            return;
        Place exact = before;
        EventBuffer buffer;
        std::vector<std::uint8_t> block;
        while (exact.offset < place.offset) {
            DecodeReport unheard;
            const std::uint64_t was = exact.offset;
            step(exact, buffer, block, unheard, std::size_t(std::min<std::uint64_t>(kBlock, place.offset - exact.offset)));
            if (exact.offset == was)
                return;
        }
        place = std::move(exact);
    }

    /// Events of the buffer before the time that was sought.
    std::size_t skipped()
    {
        if (m_from == std::numeric_limits<std::int64_t>::min())
            return 0;
        std::size_t i = 0;
        while (i < m_buffer.count && m_buffer.t[i] < m_from)
            ++i;
        if (i < m_buffer.count)
            m_from = std::numeric_limits<std::int64_t>::min();
        return i;
    }

    std::shared_ptr<const ByteSource> m_bytes;
    const Decoder m_decoder;
    EventBuffer m_buffer;
    std::vector<std::uint8_t> m_block;
    Place m_place;
    std::int64_t m_from = std::numeric_limits<std::int64_t>::min();
    std::uint64_t m_told = 0;              // up to here the user heard what is odd
    bool m_entriesKnown = false;
    std::vector<Place> m_entries;          // sparse
    std::mutex m_mutex;                    // guards m_places
    std::vector<Place> m_places;           // exact, in the order of the file; never empty
    std::jthread m_indexer;                // last: it stops before the rest goes
};

} // namespace spw
