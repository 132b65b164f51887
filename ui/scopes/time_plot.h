// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scopes/qcustomplot.h"

#include <QJsonObject>
#include <QPointer>

class QRubberBand;

namespace spw::ui {

class TimeCursor;

/// A plot over the steps of the sample: the shared base of raster, heatmap and trace.
/// All have the same left and right margin, so that equal times stand on equal pixels, show the window of the one
/// TimeCursor and change it: wheel zooms time, Ctrl+wheel the other axis, Shift+wheel or the middle button pans, a left
/// drag moves the cursor. Step k covers [k, k+1) of the axis; what happened in it is drawn at its middle.
class TimePlot : public QCustomPlot {
    Q_OBJECT
public:
    static constexpr int kLeftMargin = 64, kRightMargin = 88, kTopMargin = 20, kBottomMargin = 22;

    explicit TimePlot(TimeCursor& cursor, QWidget* parent = nullptr);

    TimeCursor& timeCursor() const { return m_cursor; }
    /// The step under the cursor, 0..steps-1; -1 without a sample.
    std::int64_t cursorStep() const;
    /// Pixels (of this widget) of the plotted area.
    QRect plotArea() const;
    /// Where the cursor line stands, in pixels of this widget.
    double cursorPixel() const;
    /// Line above the plot: what is shown and at which detail.
    QString title() const { return m_title; }

    void zoomTime(double factor, double centre);
    void zoomUnits(double factor, double centre);
    /// Puts the value axis back to its whole extent.
    void fitUnits();
    /// Ends a drag without effect.
    void cancelGesture();

    /// What is drawn, for tests and accessibility.
    virtual QJsonObject describe() const;

Q_SIGNALS:
    /// The user moved the window by hand.
    void panned();

protected:
    /// Limits of the value axis; zooming stays within.
    void setUnitLimits(double lower, double upper, double smallest);
    void setTitle(const QString& text);
    /// A sentence in the middle of the plot; empty: none.
    void setNotice(const QString& text);
    QString notice() const { return m_noticeText; }

    virtual void applyTheme();
    /// Text for the pointer at this place; empty: none.
    virtual QString hoverText(const QPointF& position) const;
    /// True if a left drag selects instead of moving the cursor.
    virtual bool dragSelects() const { return false; }
    virtual void areaSelected(const QRectF& area);
    virtual void clicked(const QPointF& position);
    /// Anything in the cursor changed; the window is applied already.
    virtual void cursorChanged() {}

    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    /// Axes, grid and text of a rect in the colours of the theme.
    void styleRect(QCPAxisRect* rect);
    /// A rect below the main one that shares the time axis.
    void prepareRect(QCPAxisRect* rect, int top, int bottom);

private:
    enum class Gesture { None, Cursor, Select, Pan };

    void followCursor();
    void moveCursorTo(double pixel);

    TimeCursor& m_cursor;
    QCPLayer* m_cursorLayer = nullptr;
    QCPItemStraightLine* m_line = nullptr;
    QCPItemText* m_titleItem = nullptr;
    QCPItemText* m_noticeItem = nullptr;
    QString m_title, m_noticeText;
    double m_unitLower = 0, m_unitUpper = 1, m_unitSmallest = 1;
    Gesture m_gesture = Gesture::None;
    QPoint m_pressed, m_last;
    double m_timeBefore = 0;
    QPointer<QRubberBand> m_band;
};

/// Ticks at whole numbers only.
class WholeTicker : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override { return std::max(1.0, std::ceil(QCPAxisTicker::getTickStep(range))); }
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale& locale, QChar, int) override
    {
        return locale.toString(qlonglong(std::llround(tick)));
    }
};

} // namespace spw::ui
