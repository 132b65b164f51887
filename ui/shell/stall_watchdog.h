// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <vector>

namespace spw::ui {

/// Measures how long the UI thread was away from its event loop. A tick every 10 ms is compared with the clock; idle
/// windows do not run it.
class StallWatchdog : public QObject {
    Q_OBJECT
public:
    explicit StallWatchdog(QObject* parent = nullptr);

    void start();
    void stop();
    /// Gaps beyond the tick, in milliseconds, of at least kReportMs.
    const std::vector<double>& stalls() const { return m_stalls; }
    double longest() const;
    qint64 watchedMs() const { return m_watched; }

    static constexpr int kTickMs = 10, kReportMs = 50;

private:
    void tick();

    QTimer m_timer;
    QElapsedTimer m_since;
    std::vector<double> m_stalls;
    double m_longest = 0;
    qint64 m_watched = 0;
};

} // namespace spw::ui
