// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/events.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace spw::ui {

/// Events per pixel and polarity of a time window.
struct EventFrame {
    int width = 0, height = 0;
    std::array<std::vector<std::uint32_t>, 2> count;     // [polarity][y * width + x]; 1 is ON
    std::size_t events = 0;                              // all of the window, also those outside the sensor
};

/// Finds and counts the events of time windows. Borrows the events and keeps their owner alive; events that are not in the
/// order of time cost an order of 4 bytes each.
class EventTimeline {
public:
    EventTimeline() = default;
    EventTimeline(std::shared_ptr<const void> owner, const Events& events);

    bool empty() const { return !m_events || m_events->size() == 0; }
    std::size_t size() const { return m_events ? m_events->size() : 0; }
    /// Time of the first event, and one microsecond after the last.
    std::int64_t begin() const { return m_begin; }
    std::int64_t end() const { return m_end; }
    /// Sensor as told by the file, or what the events need; huge sensors are halved until they fit 16 M pixels.
    int width() const { return m_width; }
    int height() const { return m_height; }

    /// Position of the first event at or after `time`.
    std::size_t firstAt(std::int64_t time) const;
    std::size_t countIn(std::int64_t from, std::int64_t to) const { return firstAt(to) - firstAt(from); }
    /// Events of [from, to).
    EventFrame accumulate(std::int64_t from, std::int64_t to) const;
    /// Events in `bins` equal parts of the recording.
    std::vector<std::uint32_t> rate(int bins) const;

private:
    std::size_t at(std::size_t position) const { return m_order.empty() ? position : m_order[position]; }

    std::shared_ptr<const void> m_owner;
    const Events* m_events = nullptr;
    std::vector<std::uint32_t> m_order;
    std::int64_t m_begin = 0, m_end = 0;
    int m_width = 0, m_height = 0, m_shift = 0;
};

} // namespace spw::ui
