// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/stall_watchdog.h"

#include <algorithm>

namespace spw::ui {

StallWatchdog::StallWatchdog(QObject* parent) : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &StallWatchdog::tick);
}

void StallWatchdog::start()
{
    m_since.start();
    m_timer.start();
}

void StallWatchdog::stop()
{
    if (m_timer.isActive())
        tick();
    m_timer.stop();
}

double StallWatchdog::longest() const
{
    return m_longest;
}

void StallWatchdog::tick()
{
    const double gap = double(m_since.nsecsElapsed()) / 1e6;
    m_since.start();
    m_watched += qint64(gap);
    const double stall = std::max(0.0, gap - kTickMs);
    m_longest = std::max(m_longest, stall);
    if (stall >= kReportMs)
        m_stalls.push_back(stall);
}

} // namespace spw::ui
