// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scopes/dvs_canvas.h"

#include "core/run/snapshot.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QTimer>

#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;
class QToolButton;

namespace spw::ui {

class TimeCursor;

/// Plays the events of the sample. The window shown starts at the player's time; with "per step" it is the frame that the
/// network got at that step. Player and time cursor move each other: SampleRecord::frameEdges says which microseconds a
/// step covers.
class DvsPlayer : public QWidget {
    Q_OBJECT
public:
    static constexpr double kSlowest = 1.0 / 1000, kFastest = 50;

    explicit DvsPlayer(TimeCursor& cursor, QWidget* parent = nullptr);

    /// nullptr, or a record without events: says so.
    void setRecord(std::shared_ptr<const SampleRecord> record);
    bool hasEvents() const { return !m_timeline.empty(); }

    std::int64_t time() const { return m_time; }         // microseconds
    std::int64_t windowEnd() const;
    void setTime(std::int64_t time);
    bool isPlaying() const { return m_tick.isActive(); }
    void setPlaying(bool playing);
    void togglePlaying() { setPlaying(!isPlaying()); }
    /// Moves by one window (or frame, if per step), forward or backward.
    void stepBy(int windows);
    double speed() const { return m_speed; }
    /// Clamped to [kSlowest, kFastest].
    void setSpeed(double speed);
    void slower() { setSpeed(m_speed / 2); }
    void faster() { setSpeed(m_speed * 2); }
    /// 0: per step.
    void setAccumulation(std::int64_t microseconds);
    void setPalette(PolarityPalette palette);
    void setPolarity(bool on, bool off);

    const EventFrame& frame() const { return m_frame; }
    const QImage& image() const { return m_canvas->image(); }
    /// "1/20", "0.05", "x2" ...; nothing if it is no speed.
    static std::optional<double> parseSpeed(QString text);
    static QString speedText(double speed);

    QJsonObject describe() const;

Q_SIGNALS:
    void playingChanged(bool playing);
    /// The user asked for a recording (only without events).
    void openRequested();
    /// The events of [from, to) microseconds are looked at: whoever holds a long recording in pieces fetches them.
    void shown(qint64 from, qint64 to);

private:
    void advance();
    void followCursor();
    void refresh();
    std::int64_t stepAt(std::int64_t time) const;
    std::int64_t begin() const;   // of the whole recording, also where only a part of its events is in memory
    std::int64_t end() const;
    std::int64_t timeOfStep(double step) const;

    TimeCursor& m_cursor;
    std::shared_ptr<const SampleRecord> m_record;
    EventTimeline m_timeline;
    std::vector<std::int64_t> m_edges;   // steps + 1 times; evenly spread if the record does not know them
    EventFrame m_frame;
    std::int64_t m_time = 0, m_accumulation = 0;
    double m_speed = 0.1, m_exactTime = 0;
    bool m_perStep = true, m_on = true, m_off = true, m_moving = false;
    PolarityPalette m_palette = PolarityPalette::BlueOrange;
    QTimer m_tick;
    QElapsedTimer m_clock;

    DvsCanvas* m_canvas = nullptr;
    DvsRateStrip* m_strip = nullptr;
    QLabel *m_title = nullptr, *m_info = nullptr;
    QToolButton* m_play = nullptr;
    QComboBox *m_speedBox = nullptr, *m_paletteBox = nullptr;
    QSpinBox* m_window = nullptr;
    QCheckBox *m_onBox = nullptr, *m_offBox = nullptr;
    QWidget *m_controls = nullptr, *m_open = nullptr;
};

} // namespace spw::ui
