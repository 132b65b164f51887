// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/weights/weight_plot.h"

#include "ui/scopes/axis_style.h"
#include "ui/theme/theme.h"

#include <QTextLayout>
#include <QToolTip>

#include <cmath>

namespace spw::ui {
namespace {

constexpr int kPlotLeft = 58, kPlotTop = 20, kPlotBottom = 36, kPlotDrag = 4;
constexpr double kSmallestShare = 1e-4;      // of the extent that zooming in shows

bool sameRange(const QCPRange& a, const QCPRange& b)
{
    const double near = 1e-9 * std::max(std::abs(b.lower), std::abs(b.upper));
    return std::abs(a.lower - b.lower) <= near && std::abs(a.upper - b.upper) <= near;
}

} // namespace

WeightPlot::WeightPlot(int rightMargin, QWidget* parent) : QCustomPlot(parent)
{
    setFocusPolicy(Qt::ClickFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setInteractions(QCP::Interactions());
    setMinimumSize(kPlotLeft + rightMargin + 80, 96);
    axisRect()->setAutoMargins(QCP::msNone);
    axisRect()->setMargins(QMargins(kPlotLeft, kPlotTop, rightMargin, kPlotBottom));
    axisRect()->setMinimumSize(20, 12);
    axisRect()->setupFullAxesBox(false);
    for (QCPAxis* axis : {xAxis2, yAxis2}) {
        axis->setTicks(false);
        axis->setTickLabels(false);
    }
    for (QCPAxis* axis : {xAxis, yAxis})
        axis->grid()->setZeroLinePen(Qt::NoPen);
    m_titleItem = new QCPItemText(this);
    m_titleItem->setClipToAxisRect(false);
    m_titleItem->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    m_titleItem->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_titleItem->position->setCoords(0, 0);
    m_noticeItem = new QCPItemText(this);
    m_noticeItem->setPositionAlignment(Qt::AlignCenter);
    m_noticeItem->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_noticeItem->position->setCoords(0.5, 0.5);
    m_noticeItem->setVisible(false);
    connect(&Theme::current(), &Theme::changed, this, [this] {
        applyTheme();
        replot(rpQueuedReplot);
    });
    WeightPlot::applyTheme();
    xAxis->setRange(m_xExtent);
    yAxis->setRange(m_yExtent);
}

void WeightPlot::setExtent(QCPRange x, QCPRange y)
{
    const auto take = [](QCPAxis* axis, QCPRange& extent, QCPRange now) {
        if (now.upper <= now.lower)
            now.upper = now.lower + 1;
        if (sameRange(axis->range(), extent) || axis->range().lower < now.lower || axis->range().upper > now.upper)
            axis->setRange(now);
        extent = now;
    };
    take(xAxis, m_xExtent, x);
    take(yAxis, m_yExtent, y);
}

void WeightPlot::fit()
{
    xAxis->setRange(m_xExtent);
    yAxis->setRange(m_yExtent);
    replot(rpQueuedReplot);
}

void WeightPlot::setTitle(const QString& text)
{
    m_title = text;
    setAccessibleDescription(text);
    const QFontMetrics metrics(m_titleItem->font());
    m_titleItem->setText(metrics.elidedText(text, Qt::ElideRight, std::max(40, width() - kPlotLeft - std::max(8, axisRect()->margins().right()))));
}

void WeightPlot::setNotice(const QString& text)
{
    m_noticeText = text;
    m_noticeItem->setVisible(!text.isEmpty());
    for (QCPAxis* axis : {xAxis, yAxis})
        axis->setTickLabels(text.isEmpty());
    wrapNotice();
}

/// The item does not break lines by itself.
void WeightPlot::wrapNotice()
{
    const QFontMetrics metrics(m_noticeItem->font());
    const int room = std::max(40, width() - kPlotLeft - axisRect()->margins().right() - 8);
    QTextLayout layout(m_noticeText, m_noticeItem->font());
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(room);
        lines << m_noticeText.mid(line.textStart(), line.textLength()).trimmed();
    }
    layout.endLayout();
    m_noticeItem->setText(lines.join(u'\n'));
}

void WeightPlot::applyTheme()
{
    const Theme& theme = Theme::current();
    setBackground(QBrush(theme.color(QStringLiteral("base"))));
    const QFont small = axisFont(font());
    styleAxes(axisRect(), font());
    m_titleItem->setColor(theme.color(QStringLiteral("text")));
    m_titleItem->setFont(small);
    m_noticeItem->setColor(theme.color(QStringLiteral("secondary")));
    m_noticeItem->setFont(font());
}

void WeightPlot::zoom(QCPAxis* axis, const QCPRange& extent, double factor, double centre)
{
    const QCPRange range = axis->range();
    const double size = std::clamp(range.size() * factor, kSmallestShare * extent.size(), extent.size());
    const double share = range.size() > 0 ? (centre - range.lower) / range.size() : 0.5;
    const double lower = std::clamp(centre - share * size, extent.lower, extent.upper - size);
    axis->setRange(lower, lower + size);
}

void WeightPlot::pan(QCPAxis* axis, const QCPRange& extent, double by)
{
    const double size = axis->range().size(), lower = std::clamp(axis->range().lower + by, extent.lower, std::max(extent.lower, extent.upper - size));
    axis->setRange(lower, lower + size);
}

void WeightPlot::mousePressEvent(QMouseEvent* event)
{
    m_pressed = m_last = event->pos();
    m_down = true;
    m_dragged = false;
    event->accept();
}

void WeightPlot::mouseMoveEvent(QMouseEvent* event)
{
    if (m_down) {
        m_dragged = m_dragged || (event->pos() - m_pressed).manhattanLength() >= kPlotDrag;
        if (m_dragged) {
            setCursor(Qt::ClosedHandCursor);
            pan(xAxis, m_xExtent, xAxis->pixelToCoord(m_last.x()) - xAxis->pixelToCoord(event->pos().x()));
            pan(yAxis, m_yExtent, yAxis->pixelToCoord(m_last.y()) - yAxis->pixelToCoord(event->pos().y()));
            replot(rpQueuedReplot);
        }
        m_last = event->pos();
    } else {
        QToolTip::showText(event->globalPosition().toPoint(), plotArea().contains(event->pos()) ? hoverText(event->position()) : QString(), this);
    }
    event->accept();
}

void WeightPlot::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_down && !m_dragged && event->button() == Qt::LeftButton && plotArea().contains(event->pos()))
        clicked(event->position());
    m_down = false;
    unsetCursor();
    event->accept();
}

void WeightPlot::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        fit();
    event->accept();
}

void WeightPlot::wheelEvent(QWheelEvent* event)
{
    const double factor = std::pow(0.8, event->angleDelta().y() / 120.0);
    if (!(event->modifiers() & Qt::ControlModifier))
        zoom(xAxis, m_xExtent, factor, xAxis->pixelToCoord(event->position().x()));
    zoom(yAxis, m_yExtent, factor, yAxis->pixelToCoord(event->position().y()));
    replot(rpQueuedReplot);
    event->accept();
}

void WeightPlot::resizeEvent(QResizeEvent* event)
{
    setTitle(m_title);
    wrapNotice();
    yAxis->ticker()->setTickCount(std::clamp(event->size().height() / 40, 2, 7));
    xAxis->ticker()->setTickCount(std::clamp((event->size().width() - kPlotLeft) / 70, 2, 10));
    QCustomPlot::resizeEvent(event);
}

QString WeightPlot::hoverText(const QPointF&) const { return {}; }
void WeightPlot::clicked(const QPointF&) {}

QJsonObject WeightPlot::describe() const
{
    return {{QStringLiteral("title"), m_title},
            {QStringLiteral("notice"), m_noticeText},
            {QStringLiteral("xFrom"), xAxis->range().lower},
            {QStringLiteral("xTo"), xAxis->range().upper},
            {QStringLiteral("yFrom"), yAxis->range().lower},
            {QStringLiteral("yTo"), yAxis->range().upper}};
}

} // namespace spw::ui
