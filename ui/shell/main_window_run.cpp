// SPDX-License-Identifier: GPL-3.0-or-later
// Stepping through a run and through what was recorded of it, with one cursor for both.
#include "ui/shell/main_window.h"

#include <algorithm>
#include <cmath>

namespace spw::ui {

void MainWindow::stepTick()
{
    // Who went back walks forward through the record first; at its end time itself goes on.
    const double last = m_time.length() - 1, now = std::floor(m_time.time());
    const bool held = m_run.isActive() && m_run.state() == RunState::Paused && !m_time.follow();
    if (held && now < last) {
        m_time.setTime(now + 1.5);
        return;
    }
    if (held && m_run.showLater()) {
        m_time.setTime(0.5);
        return;
    }
    m_time.setFollow(true);
    m_controller.step(StepUnit::Tick);
}

void MainWindow::stepBack()
{
    if (!m_run.sample())
        return;
    if (m_run.isActive() && (m_run.state() == RunState::Running || m_run.state() == RunState::Preparing))
        m_controller.toggle();               // time cannot go back and on at once
    m_time.setFollow(false);
    if (m_time.time() < 1 && m_run.showEarlier())        // the end of the sample before
        m_time.setTime(double(m_run.sample()->steps) - 0.5);
    else
        m_time.setTime(std::max(0.0, std::floor(m_time.time()) - 1) + 0.5);
}

} // namespace spw::ui
