// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

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

    static constexpr double kMinWindow = 0.5;

Q_SIGNALS:
    void changed();          // time, window, length or follow

private:
    double m_time = 0, m_length = 1, m_from = 0, m_to = 1;
    bool m_follow = false;
};

} // namespace spw::ui
