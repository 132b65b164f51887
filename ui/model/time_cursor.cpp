// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/time_cursor.h"

#include <algorithm>
#include <cmath>

namespace spw::ui {

void TimeCursor::setTime(double steps)
{
    if (!std::isfinite(steps))
        return;
    steps = std::clamp(steps, 0.0, m_length);
    if (steps == m_time)
        return;
    m_time = steps;
    Q_EMIT changed();
}

void TimeCursor::setWindow(double from, double to)
{
    if (!std::isfinite(from) || !std::isfinite(to))
        return;
    if (from > to)
        std::swap(from, to);
    const double width = std::clamp(to - from, std::min(kMinWindow, m_length), m_length);
    from = std::clamp(from, 0.0, m_length - width);
    to = from + width;
    if (from == m_from && to == m_to)
        return;
    m_from = from;
    m_to = to;
    Q_EMIT changed();
}

void TimeCursor::setLength(double steps)
{
    if (!std::isfinite(steps) || steps <= 0 || steps == m_length)
        return;
    m_length = steps;
    m_from = 0;
    m_to = steps;
    m_time = std::min(m_time, steps);
    // What lies beyond a shorter sample is gone with it.
    std::erase_if(m_markers, [steps](double at) { return at >= steps; });
    if (m_loopFrom >= steps || m_loopTo > steps) {
        m_loopFrom = 0;
        m_loopTo = -1;
    }
    Q_EMIT changed();
}

void TimeCursor::setFollow(bool follow)
{
    if (follow == m_follow)
        return;
    m_follow = follow;
    Q_EMIT changed();
}

void TimeCursor::setLooping(bool looping)
{
    if (looping == m_looping)
        return;
    m_looping = looping;
    Q_EMIT changed();
}

void TimeCursor::setLoopStart(double steps)
{
    m_loopFrom = std::clamp(std::floor(steps), 0.0, std::max(0.0, m_length - 1));
    if (m_loopTo >= 0 && m_loopTo <= m_loopFrom)
        m_loopTo = -1;
    m_looping = true;
    Q_EMIT changed();
}

void TimeCursor::setLoopEnd(double steps)
{
    m_loopTo = std::clamp(std::floor(steps) + 1, 1.0, m_length);
    if (m_loopFrom >= m_loopTo)
        m_loopFrom = 0;
    m_looping = true;
    Q_EMIT changed();
}

void TimeCursor::toggleMarker(double steps)
{
    const double at = std::floor(std::clamp(steps, 0.0, std::max(0.0, m_length - 1e-6))) + 0.5;
    const auto place = std::lower_bound(m_markers.begin(), m_markers.end(), at);
    if (place != m_markers.end() && *place == at)
        m_markers.erase(place);
    else
        m_markers.insert(place, at);
    Q_EMIT changed();
}

void TimeCursor::goToMarker(int direction)
{
    const double now = std::floor(m_time) + 0.5;
    if (direction > 0) {
        const auto next = std::upper_bound(m_markers.begin(), m_markers.end(), now);
        if (next != m_markers.end())
            setTime(*next);
    } else {
        const auto here = std::lower_bound(m_markers.begin(), m_markers.end(), now);
        if (here != m_markers.begin())
            setTime(*(here - 1));
    }
}

} // namespace spw::ui
