// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <vector>

namespace spw::ui {

/// The one time of all time views, in steps of the sample shown. Step k covers [k, k+1).
class TimeCursor : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    double time() const { return m_time; }
    double length() const { return m_length; }               // steps of the sample
    double windowFrom() const { return m_from; }
    double windowTo() const { return m_to; }
    bool follow() const { return m_follow; }                 // keep the newest record's last step in view

    /// Clamped to [0, length].
    void setTime(double steps);
    /// Visible part; kept inside [0, length] and at least `kMinWindow` wide.
    void setWindow(double from, double to);
    /// A new sample: the window goes back to all of it if the length differs.
    void setLength(double steps);
    void setFollow(bool follow);
    void fitAll() { setWindow(0, m_length); }

    /// What playing repeats; the whole sample until an end was set.
    bool isLooping() const { return m_looping; }
    double loopFrom() const { return m_loopFrom; }
    double loopTo() const { return m_loopTo < 0 ? m_length : m_loopTo; }
    void setLooping(bool looping);
    /// Sets one end, to a whole step, and loops; an end beyond the other one moves that to the sample's.
    void setLoopStart(double steps);
    void setLoopEnd(double steps);

    /// Times the user marked, in order.
    const std::vector<double>& markers() const { return m_markers; }
    /// Marks the step of `steps`, or takes its mark away.
    void toggleMarker(double steps);
    /// Goes to the next marker (or, with -1, the one before); stays where there is none.
    void goToMarker(int direction);

    static constexpr double kMinWindow = 0.5;

Q_SIGNALS:
    void changed();          // time, window, length, follow, loop or markers

private:
    double m_time = 0, m_length = 1, m_from = 0, m_to = 1;
    bool m_follow = false, m_looping = false;
    double m_loopFrom = 0, m_loopTo = -1;      // -1: the end, however long the sample is
    std::vector<double> m_markers;
};

} // namespace spw::ui
