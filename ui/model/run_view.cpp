// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/run_view.h"

namespace spw::ui {

RunView::RunView(QObject* parent) : QObject(parent)
{
    m_timer.setInterval(33);
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &RunView::poll);
}

RunView::~RunView() = default;

bool RunView::isActive() const
{
    return m_run && !(m_snapshot && isOver(m_snapshot->state));
}

RunState RunView::state() const
{
    return m_snapshot ? m_snapshot->state : RunState::Finished;
}

void RunView::setRun(std::unique_ptr<Run> run)
{
    m_timer.stop();
    m_run = std::move(run);
    m_snapshot.reset();
    m_sample.reset();
    Q_EMIT runChanged();
    Q_EMIT sampleChanged();
    if (m_run) {
        take(m_run->snapshot());
        if (isActive())
            m_timer.start();
    } else {
        Q_EMIT snapshotChanged();
        Q_EMIT stateChanged();
    }
}

void RunView::show(std::shared_ptr<const Snapshot> snapshot)
{
    take(std::move(snapshot));
}

void RunView::clear()
{
    setRun(nullptr);
}

void RunView::poll()
{
    if (m_run)
        take(m_run->snapshot());
    if (!isActive())
        m_timer.stop();
    else if (!m_timer.isActive())
        m_timer.start();
}

void RunView::take(std::shared_ptr<const Snapshot> snapshot)
{
    if (!snapshot || snapshot == m_snapshot)
        return;
    const bool newState = !m_snapshot || m_snapshot->state != snapshot->state;
    const bool newSample = snapshot->sample && (!m_sample || m_sample->serial != snapshot->sample->serial);
    m_snapshot = std::move(snapshot);
    if (newSample)
        m_sample = m_snapshot->sample;
    Q_EMIT snapshotChanged();
    if (newSample)
        Q_EMIT sampleChanged();
    if (newState)
        Q_EMIT stateChanged();
}

} // namespace spw::ui
