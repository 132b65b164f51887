// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/time_plot.h"

#include "ui/model/time_cursor.h"
#include "ui/scopes/axis_style.h"
#include "ui/scopes/time_marks.h"
#include "ui/theme/theme.h"

#include <QRubberBand>
#include <QToolTip>

#include <cmath>

namespace spw::ui {
namespace {

constexpr double kGrab = 6;              // pixels around the cursor line in which it can be taken
constexpr int kDragStart = 4;

} // namespace

TimePlot::TimePlot(TimeCursor& cursor, QWidget* parent) : QCustomPlot(parent), m_cursor(cursor)
{
    setFocusPolicy(Qt::ClickFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_InputMethodEnabled, false);      // single keys work with a Chinese input method on
    setNoAntialiasingOnDrag(true);
    setInteractions(QCP::Interactions());
    setMinimumSize(kLeftMargin + kRightMargin + 120, 84);

    prepareRect(axisRect(), kTopMargin, kBottomMargin);

    // The cursor has a layer of its own: moving it repaints a line, not the spikes.
    addLayer(QStringLiteral("cursor"), layer(QStringLiteral("overlay")));
    m_cursorLayer = layer(QStringLiteral("cursor"));
    m_cursorLayer->setMode(QCPLayer::lmBuffered);
    m_line = new QCPItemStraightLine(this);
    m_line->setLayer(m_cursorLayer);
    new TimeMarks(this, axisRect(), m_cursor);          // the plot owns what lies on its layers
    m_titleItem = new QCPItemText(this);
    m_titleItem->setLayer(m_cursorLayer);                // it names values at the cursor
    m_titleItem->setClipToAxisRect(false);
    m_titleItem->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    m_titleItem->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_titleItem->position->setCoords(0, 0);
    m_noticeItem = new QCPItemText(this);
    m_noticeItem->setPositionAlignment(Qt::AlignCenter);
    m_noticeItem->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_noticeItem->position->setCoords(0.5, 0.5);
    m_noticeItem->setVisible(false);

    connect(&m_cursor, &TimeCursor::changed, this, &TimePlot::followCursor);
    connect(&Theme::current(), &Theme::changed, this, [this] {
        applyTheme();
        replot(rpQueuedReplot);
    });
    TimePlot::applyTheme();
    xAxis->setRange(m_cursor.windowFrom(), m_cursor.windowTo());
    followCursor();
}

void TimePlot::prepareRect(QCPAxisRect* rect, int top, int bottom)
{
    rect->setAutoMargins(QCP::msNone);
    rect->setMargins(QMargins(kLeftMargin, top, kRightMargin, bottom));
    rect->setMinimumSize(40, 12);
    rect->setupFullAxesBox(false);
    for (const QCPAxis::AxisType side : {QCPAxis::atTop, QCPAxis::atRight}) {
        rect->axis(side)->setTicks(false);
        rect->axis(side)->setTickLabels(false);
    }
    QCPAxis* const time = rect->axis(QCPAxis::atBottom);
    time->setTicker(QSharedPointer<WholeTicker>::create());
    time->grid()->setZeroLinePen(Qt::NoPen);
    rect->axis(QCPAxis::atLeft)->grid()->setZeroLinePen(Qt::NoPen);
}

std::int64_t TimePlot::cursorStep() const
{
    const auto steps = std::int64_t(m_cursor.length());
    return steps < 1 ? -1 : std::clamp<std::int64_t>(std::int64_t(std::floor(m_cursor.time())), 0, steps - 1);
}

QRect TimePlot::plotArea() const { return axisRect()->rect(); }
double TimePlot::cursorPixel() const { return xAxis->coordToPixel(m_cursor.time()); }

void TimePlot::setUnitLimits(double lower, double upper, double smallest)
{
    m_unitLower = lower;
    m_unitUpper = std::max(upper, lower + 1e-12);
    m_unitSmallest = smallest;
}

void TimePlot::fitUnits()
{
    yAxis->setRange(m_unitLower, m_unitUpper);
    replot(rpQueuedReplot);
}

void TimePlot::setTitle(const QString& text)
{
    m_title = text;
    setAccessibleDescription(text);
    const QFontMetrics metrics(m_titleItem->font());
    m_titleItem->setText(metrics.elidedText(text, Qt::ElideRight, std::max(40, width() - kLeftMargin - kRightMargin - 4)));
}

void TimePlot::setNotice(const QString& text)
{
    m_noticeText = text;
    m_noticeItem->setText(text);
    m_noticeItem->setVisible(!text.isEmpty());
}

void TimePlot::styleRect(QCPAxisRect* rect) { styleAxes(rect, font()); }

void TimePlot::applyTheme()
{
    const Theme& theme = Theme::current();
    setBackground(QBrush(theme.color(QStringLiteral("base"))));
    for (QCPAxisRect* rect : axisRects())
        styleRect(rect);
    m_line->setPen(QPen(theme.color(QStringLiteral("cursor")), 1.5));
    m_titleItem->setColor(theme.color(QStringLiteral("text")));
    m_titleItem->setFont(xAxis->tickLabelFont());
    m_noticeItem->setColor(theme.color(QStringLiteral("secondary")));
    m_noticeItem->setFont(font());
}

void TimePlot::followCursor()
{
    const QCPRange window(m_cursor.windowFrom(), m_cursor.windowTo());
    const bool moved = xAxis->range() != window;
    m_line->point1->setCoords(m_cursor.time(), 0);
    m_line->point2->setCoords(m_cursor.time(), 1);
    if (moved)
        for (QCPAxisRect* rect : axisRects())
            rect->axis(QCPAxis::atBottom)->setRange(window);
    cursorChanged();
    if (moved)
        replot(rpQueuedReplot);
    else if (isVisible())
        m_cursorLayer->replot();
}

void TimePlot::zoomTime(double factor, double centre)
{
    const double from = m_cursor.windowFrom(), to = m_cursor.windowTo();
    m_cursor.setWindow(centre - (centre - from) * factor, centre + (to - centre) * factor);
}

void TimePlot::zoomUnits(double factor, double centre)
{
    QCPRange range = yAxis->range();
    const double size = std::clamp(range.size() * factor, std::min(m_unitSmallest, m_unitUpper - m_unitLower),
                                   m_unitUpper - m_unitLower);
    const double share = range.size() > 0 ? (centre - range.lower) / range.size() : 0.5;
    range.lower = std::clamp(centre - share * size, m_unitLower, m_unitUpper - size);
    range.upper = range.lower + size;
    yAxis->setRange(range);
    replot(rpQueuedReplot);
}

void TimePlot::moveCursorTo(double pixel)
{
    const double last = std::max(0.0, m_cursor.length() - 1e-6);     // the end itself belongs to no step
    m_cursor.setTime(std::clamp(xAxis->pixelToCoord(pixel), 0.0, last));
}

void TimePlot::mousePressEvent(QMouseEvent* event)
{
    m_pressed = m_last = event->pos();
    m_timeBefore = m_cursor.time();
    if (event->button() == Qt::MiddleButton) {
        m_gesture = Gesture::Pan;
        setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        const bool inside = plotArea().contains(event->pos());
        const bool near = std::abs(event->position().x() - cursorPixel()) <= kGrab;
        if (dragSelects() && inside && !near) {
            m_gesture = Gesture::Select;
        } else {
            m_gesture = Gesture::Cursor;
            if (!near)
                moveCursorTo(event->position().x());
        }
    }
    event->accept();
}

void TimePlot::mouseMoveEvent(QMouseEvent* event)
{
    switch (m_gesture) {
    case Gesture::None: {
        const bool near = std::abs(event->position().x() - cursorPixel()) <= kGrab;
        setCursor(near ? Qt::SplitHCursor : dragSelects() && plotArea().contains(event->pos()) ? Qt::CrossCursor : Qt::ArrowCursor);
        const QString text = plotArea().contains(event->pos()) ? hoverText(event->position()) : QString();
        QToolTip::showText(event->globalPosition().toPoint(), text, this);
        break;
    }
    case Gesture::Cursor: moveCursorTo(event->position().x()); break;
    case Gesture::Select:
        if ((event->pos() - m_pressed).manhattanLength() >= kDragStart) {
            if (!m_band)
                m_band = new QRubberBand(QRubberBand::Rectangle, this);
            m_band->setGeometry(QRect(m_pressed, event->pos()).normalized().intersected(plotArea()));
            m_band->show();
        }
        break;
    case Gesture::Pan: {
        const double perPixel = xAxis->range().size() / std::max(1, plotArea().width());
        const double by = (m_last.x() - event->pos().x()) * perPixel;
        m_cursor.setWindow(m_cursor.windowFrom() + by, m_cursor.windowTo() + by);
        const double size = yAxis->range().size();
        const double up = (event->pos().y() - m_last.y()) * size / std::max(1, plotArea().height());
        const double lower = std::clamp(yAxis->range().lower + up, m_unitLower, std::max(m_unitLower, m_unitUpper - size));
        yAxis->setRange(lower, lower + size);
        replot(rpQueuedReplot);
        Q_EMIT panned();
        break;
    }
    }
    m_last = event->pos();
    event->accept();
}

void TimePlot::mouseReleaseEvent(QMouseEvent* event)
{
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    if (gesture == Gesture::Select) {
        const bool dragged = (event->pos() - m_pressed).manhattanLength() >= kDragStart;
        if (m_band)
            m_band->hide();
        if (dragged) {
            areaSelected(QRectF(m_pressed, event->position()).normalized());
        } else {
            moveCursorTo(event->position().x());
            clicked(event->position());
        }
    } else if (gesture == Gesture::Cursor && (event->pos() - m_pressed).manhattanLength() < kDragStart) {
        clicked(event->position());
    }
    unsetCursor();
    event->accept();
}

void TimePlot::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_cursor.fitAll();
        fitUnits();
    }
    event->accept();
}

void TimePlot::cancelGesture()
{
    if (m_gesture == Gesture::Cursor)
        m_cursor.setTime(m_timeBefore);
    if (m_band)
        m_band->hide();
    m_gesture = Gesture::None;
    unsetCursor();
}

void TimePlot::wheelEvent(QWheelEvent* event)
{
    const QPoint turned = event->angleDelta();
    const double notches = (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
    const double factor = std::pow(0.8, notches);
    if (event->modifiers() & Qt::ControlModifier) {
        zoomUnits(factor, yAxis->pixelToCoord(event->position().y()));
    } else if (event->modifiers() & Qt::ShiftModifier || turned.y() == 0) {
        const double by = -notches * 0.1 * xAxis->range().size();
        m_cursor.setWindow(m_cursor.windowFrom() + by, m_cursor.windowTo() + by);
        Q_EMIT panned();
    } else {
        zoomTime(factor, xAxis->pixelToCoord(event->position().x()));
    }
    event->accept();
}

void TimePlot::resizeEvent(QResizeEvent* event)
{
    setTitle(m_title);
    yAxis->ticker()->setTickCount(std::clamp(event->size().height() / 40, 2, 7));
    for (QCPAxisRect* rect : axisRects())
        rect->axis(QCPAxis::atBottom)->ticker()->setTickCount(std::clamp((event->size().width() - kLeftMargin - kRightMargin) / 60, 2, 12));
    QCustomPlot::resizeEvent(event);
}

QString TimePlot::hoverText(const QPointF&) const { return {}; }
void TimePlot::areaSelected(const QRectF&) {}
void TimePlot::clicked(const QPointF&) {}

QJsonObject TimePlot::describe() const
{
    return {{QStringLiteral("title"), m_title},
            {QStringLiteral("notice"), m_noticeText},
            {QStringLiteral("cursorStep"), qint64(cursorStep())},
            {QStringLiteral("windowFrom"), xAxis->range().lower},
            {QStringLiteral("windowTo"), xAxis->range().upper}};
}

} // namespace spw::ui
