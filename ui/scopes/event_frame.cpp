// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/event_frame.h"

#include <algorithm>
#include <numeric>

namespace spw::ui {
namespace {

constexpr std::int64_t kMostPixels = 16'000'000;

} // namespace

EventTimeline::EventTimeline(std::shared_ptr<const void> owner, const Events& events)
    : m_owner(std::move(owner)), m_events(&events)
{
    const std::size_t size = std::min({events.t.size(), events.x.size(), events.y.size(), events.p.size()});
    if (size == 0 || size != events.t.size()) {          // arrays that do not fit together show nothing
        m_events = nullptr;
        return;
    }
    if (!std::is_sorted(events.t.begin(), events.t.end())) {
        m_order.resize(size);
        std::iota(m_order.begin(), m_order.end(), 0u);
        std::stable_sort(m_order.begin(), m_order.end(), [&](std::uint32_t a, std::uint32_t b) { return events.t[a] < events.t[b]; });
    }
    m_begin = events.t[at(0)];
    m_end = events.t[at(size - 1)] + 1;
    std::int64_t width = events.width, height = events.height;
    if (width <= 0 || height <= 0) {
        width = *std::max_element(events.x.begin(), events.x.end()) + 1;
        height = *std::max_element(events.y.begin(), events.y.end()) + 1;
    }
    width = std::min<std::int64_t>(width, 65536);        // coordinates have 16 bits
    height = std::min<std::int64_t>(height, 65536);
    while ((width >> m_shift) * (height >> m_shift) > kMostPixels)
        ++m_shift;
    m_width = std::max(1, int(width >> m_shift));
    m_height = std::max(1, int(height >> m_shift));
}

std::size_t EventTimeline::firstAt(std::int64_t time) const
{
    if (!m_events)
        return 0;
    if (m_order.empty())
        return std::size_t(std::lower_bound(m_events->t.begin(), m_events->t.end(), time) - m_events->t.begin());
    return std::size_t(std::lower_bound(m_order.begin(), m_order.end(), time,
                                        [this](std::uint32_t i, std::int64_t t) { return m_events->t[i] < t; }) - m_order.begin());
}

EventFrame EventTimeline::accumulate(std::int64_t from, std::int64_t to) const
{
    EventFrame frame{m_width, m_height, {}, 0};
    for (auto& counts : frame.count)
        counts.assign(std::size_t(m_width) * std::size_t(m_height), 0);
    if (!m_events || from >= to)
        return frame;
    const std::size_t first = firstAt(from), last = firstAt(to);
    frame.events = last - first;
    for (std::size_t position = first; position < last; ++position) {
        const std::size_t i = at(position);
        const int x = m_events->x[i] >> m_shift, y = m_events->y[i] >> m_shift;
        if (x < m_width && y < m_height)
            ++frame.count[m_events->p[i] ? 1 : 0][std::size_t(y) * std::size_t(m_width) + std::size_t(x)];
    }
    return frame;
}

std::vector<std::uint32_t> EventTimeline::rate(int bins) const
{
    std::vector<std::uint32_t> counts(std::size_t(std::max(0, bins)), 0);
    const double length = double(m_end - m_begin);
    std::size_t before = 0;
    for (int bin = 0; bin < bins; ++bin) {
        const std::size_t upTo = bin + 1 == bins ? size() : firstAt(m_begin + std::int64_t(length * (bin + 1) / bins));
        counts[std::size_t(bin)] = std::uint32_t(upTo - before);
        before = upTo;
    }
    return counts;
}

} // namespace spw::ui
