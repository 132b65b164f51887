// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine_api.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>

namespace spw::ui {

/// What every view of a run looks at: the latest snapshot, pulled from the run on a timer of at most 30 Hz.
/// The timer rests while no run is under way. Training never waits for a view.
///
///     connect(&runView, &RunView::sampleChanged, this, &RasterView::rebuild);
///     ... if (const auto sample = runView.sample()) ...
class RunView : public QObject {
    Q_OBJECT
public:
    explicit RunView(QObject* parent = nullptr);
    ~RunView() override;

    /// Takes over a run just started and shows it; an older run is destroyed (its last snapshot was already shown).
    void setRun(std::unique_ptr<Run> run);
    /// Shows a snapshot that belongs to no run: a test, a recording.
    void show(std::shared_ptr<const Snapshot> snapshot);
    /// Forgets the run and what it showed.
    void clear();

    Run* run() const { return m_run.get(); }                 // nullptr: none was started
    /// A run exists and has not ended.
    bool isActive() const;
    bool hasSnapshot() const { return m_snapshot != nullptr; }
    RunState state() const;                                  // Finished if there is nothing
    /// nullptr: nothing to show yet.
    std::shared_ptr<const Snapshot> snapshot() const { return m_snapshot; }
    /// Newest sample record of this run, or the earlier one that showEarlier() went to; stays after the run's end.
    /// nullptr: none yet.
    std::shared_ptr<const SampleRecord> sample() const { return m_back == 0 ? m_sample : m_past[m_past.size() - m_back]; }
    /// Back to the sample before, as far as they are kept, and forward again.  @return false: there is none.
    bool showEarlier();
    bool showLater();
    void showNewest();

    /// Looks at the run now instead of at the next tick (after pause, step, stop).
    void poll();

Q_SIGNALS:
    void runChanged();       // another run (or none) is shown
    void snapshotChanged();
    void sampleChanged();    // sample() is another record
    void wentBack();         // so it is because the user wants to see another one
    void stateChanged();

private:
    void take(std::shared_ptr<const Snapshot> snapshot);
    void goTo(std::size_t back);

    std::unique_ptr<Run> m_run;
    std::shared_ptr<const Snapshot> m_snapshot;
    std::shared_ptr<const SampleRecord> m_sample;
    std::deque<std::shared_ptr<const SampleRecord>> m_past;   // the last ones of samples before, oldest first
    std::size_t m_back = 0;                                   // how many of them the user went back
    QTimer m_timer;
};

} // namespace spw::ui
