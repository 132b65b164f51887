// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scopes/event_frame.h"

#include <QImage>
#include <QWidget>

namespace spw::ui {

enum class PolarityPalette { BlueOrange, WhiteBlack, PurpleGreen };

/// Colours of ON and OFF events and of pixels without any.
struct PolarityColors {
    QColor on, off, background;
};
PolarityColors polarityColors(PolarityPalette palette);

/// A frame of events as an image, one sensor pixel per pixel: colour of the polarity, both mixed by their shares.
QImage eventImage(const EventFrame& frame, const PolarityColors& colors, bool showOn, bool showOff);

/// Paints the event image, as large as fits in whole multiples, and reports the sensor pixel under the pointer.
class DvsCanvas : public QWidget {
    Q_OBJECT
public:
    explicit DvsCanvas(QWidget* parent = nullptr);

    void setImage(QImage image);
    void setNotice(const QString& text);
    const QImage& image() const { return m_image; }
    /// Where the image stands in the widget.
    QRect imageRect() const;
    QSize sizeHint() const override { return {240, 220}; }

Q_SIGNALS:
    void hovered(int x, int y);          // -1, -1: outside

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QImage m_image;
    QString m_notice;
};

/// Events over the whole recording as columns, with the shown window; a click or drag seeks.
class DvsRateStrip : public QWidget {
    Q_OBJECT
public:
    explicit DvsRateStrip(QWidget* parent = nullptr);

    /// The strip spans [begin, end) microseconds, of which the timeline may hold a part.
    void setTimeline(const EventTimeline* timeline, std::int64_t begin, std::int64_t end);
    void setWindow(std::int64_t from, std::int64_t to);
    QSize sizeHint() const override { return {240, 34}; }

Q_SIGNALS:
    void sought(qint64 time);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void seek(double x);

    const EventTimeline* m_timeline = nullptr;
    std::vector<std::uint32_t> m_counts; // one per pixel column, for this width
    std::int64_t m_from = 0, m_to = 0, m_begin = 0, m_end = 1;
};

} // namespace spw::ui
