// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/run_view.h"

namespace spw::ui {

namespace {

constexpr std::size_t kPastSamples = 100, kPastBytes = 64u << 20;

std::size_t bytesOf(const SampleRecord& record)
{
    std::size_t bytes = record.events.size() * 14;
    for (const ProbeRecord& probe : record.probes)
        bytes += probe.values.size() * sizeof(float) + probe.spikeStep.size() * 2 * sizeof(std::uint32_t);
    return bytes;
}

bool isSameSample(const SampleRecord& a, const SampleRecord& b)
{
    return a.split == b.split && a.index == b.index && a.epoch == b.epoch && a.batch == b.batch;
}

} // namespace

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
    m_past.clear();
    m_back = 0;
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
    if (newSample) {
        if (m_sample && !isSameSample(*m_sample, *m_snapshot->sample)) {
            m_past.push_back(m_sample);
            std::size_t bytes = 0;
            for (const auto& record : m_past)
                bytes += bytesOf(*record);
            while (m_past.size() > 1 && (m_past.size() > kPastSamples || bytes > kPastBytes)) {
                bytes -= bytesOf(*m_past.front());
                m_past.pop_front();
            }
        }
        m_back = 0;
        m_sample = m_snapshot->sample;
    }
    Q_EMIT snapshotChanged();
    if (newSample)
        Q_EMIT sampleChanged();
    if (newState)
        Q_EMIT stateChanged();
}

bool RunView::showEarlier()
{
    if (m_back == m_past.size())
        return false;
    goTo(m_back + 1);
    return true;
}

bool RunView::showLater()
{
    if (m_back == 0)
        return false;
    goTo(m_back - 1);
    return true;
}

void RunView::showNewest()
{
    if (m_back != 0)
        goTo(0);
}

void RunView::goTo(std::size_t back)
{
    m_back = back;
    Q_EMIT sampleChanged();
    Q_EMIT wentBack();
}

} // namespace spw::ui
