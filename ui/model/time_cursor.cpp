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
    Q_EMIT changed();
}

void TimeCursor::setFollow(bool follow)
{
    if (follow == m_follow)
        return;
    m_follow = follow;
    Q_EMIT changed();
}

} // namespace spw::ui
