// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curve_chart.h"

#include "ui/charts/curve_data.h"
#include "ui/theme/theme.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QJsonArray>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QScatterSeries>
#include <QValueAxis>

#include <cmath>

namespace spw::ui {
namespace {

// Above so many points markers would hide the curve.
constexpr int kMostMarkers = 60;

} // namespace

CurveChart::CurveChart(const QString& title, const QString& unit, QWidget* parent)
    : QChartView(parent), m_chart(chart()), m_x(new QValueAxis), m_unit(unit)
{
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMinimumSize(180, 120);
    setAccessibleName(title);
    m_chart->setTitle(title);
    m_chart->setMargins(QMargins(2, 0, 8, 2));
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setBackgroundRoundness(0);
    m_chart->legend()->setAlignment(Qt::AlignBottom);
    m_chart->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
    setAbscissa(tr("epoch"));
    m_x->setLabelFormat(QStringLiteral("%.0f"));
    m_x->setTickType(QValueAxis::TicksDynamic);
    m_chart->addAxis(m_x, Qt::AlignBottom);
    setLog(false);
    connect(&Theme::current(), &Theme::changed, this, &CurveChart::applyTheme);
    applyTheme();
}

void CurveChart::setAbscissa(const QString& name)
{
    m_abscissa = name;
    m_x->setTitleText(name);
}

int CurveChart::addCurve(const QString& name, int color, bool faint)
{
    Curve curve{name, color, faint, new QLineSeries, nullptr, {}};
    curve.line->setName(name);
    m_chart->addSeries(curve.line);
    curve.line->attachAxis(m_x);
    curve.line->attachAxis(m_y);
    const auto tell = [this, name](const QPointF& point, bool on) {
        Q_EMIT hovered(on ? tr("%1: %2 %3, %4 %5").arg(name, m_abscissa, QLocale().toString(point.x(), 'g', 4), QLocale().toString(point.y(), 'g', 4), m_unit).trimmed() : QString());
    };
    connect(curve.line, &QLineSeries::hovered, this, tell);
    if (!faint) {
        curve.marks = new QScatterSeries;
        curve.marks->setName(name);
        curve.marks->setMarkerShape(color % 2 ? QScatterSeries::MarkerShapeRectangle : QScatterSeries::MarkerShapeCircle);
        curve.marks->setMarkerSize(7);
        m_chart->addSeries(curve.marks);
        curve.marks->attachAxis(m_x);
        curve.marks->attachAxis(m_y);
        connect(curve.marks, &QScatterSeries::hovered, this, tell);
    }
    m_curves.push_back(curve);
    hideLineMarkers();
    applyTheme();
    return int(m_curves.size()) - 1;
}

void CurveChart::hideLineMarkers()
{
    // Line and markers are one curve: one entry in the legend.
    for (const Curve& curve : m_curves)
        if (curve.marks)
            for (QLegendMarker* marker : m_chart->legend()->markers(curve.line))
                marker->setVisible(false);
}

void CurveChart::setPoints(int curve, const QList<QPointF>& points)
{
    Curve& c = m_curves[std::size_t(curve)];
    if (c.points == points)
        return;
    c.points = points;
    show(c);
}

void CurveChart::show(const Curve& curve)
{
    QList<QPointF> points = curve.points;
    if (m_log)
        points.removeIf([](const QPointF& p) { return !(p.y() > 0); });
    curve.line->replace(points);
    if (!curve.marks)
        return;
    // The last point always has its marker: the legend's shape must be findable.
    QList<QPointF> marked;
    const int stride = std::max(1, int((points.size() + kMostMarkers - 1) / kMostMarkers));
    for (qsizetype i = points.size() - 1; i >= 0; i -= stride)
        marked.prepend(points[i]);
    curve.marks->replace(marked);
}

QList<QPointF> CurveChart::points(int curve) const { return m_curves[std::size_t(curve)].line->points(); }
QString CurveChart::curveName(int curve) const { return m_curves[std::size_t(curve)].name; }

void CurveChart::setLog(bool log)
{
    if (m_y && log == m_log)
        return;
    m_log = log;
    QAbstractAxis* const old = m_y;
    if (log) {
        auto* const axis = new QLogValueAxis;
        axis->setBase(10);
        axis->setLabelFormat(QStringLiteral("%g"));
        axis->setMinorTickCount(8);
        m_y = axis;
    } else {
        auto* const axis = new QValueAxis;
        axis->setTickType(QValueAxis::TicksDynamic);
        axis->setLabelFormat(QStringLiteral("%g"));
        m_y = axis;
    }
    m_chart->addAxis(m_y, Qt::AlignLeft);
    for (const Curve& curve : m_curves) {
        if (old)
            curve.line->detachAxis(old);
        curve.line->attachAxis(m_y);
        if (curve.marks) {
            if (old)
                curve.marks->detachAxis(old);
            curve.marks->attachAxis(m_y);
        }
        show(curve);
    }
    if (old) {
        m_chart->removeAxis(old);
        delete old;
    }
    applyTheme();
    fitAxes(m_epochs);
}

void CurveChart::setLimits(double low, double high)
{
    m_low = low;
    m_high = high;
    fitAxes(m_epochs);
}

void CurveChart::fitAxes(double epochs)
{
    m_epochs = std::max(1.0, epochs);
    double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest(), last = m_epochs;
    for (const Curve& curve : m_curves)
        for (const QPointF& p : curve.line->points()) {
            low = std::min(low, p.y());
            high = std::max(high, p.y());
            last = std::max(last, p.x());
        }
    const int columns = std::clamp(width() / 70, 2, 10), rows = std::clamp(height() / 45, 2, 8);
    const NiceAxis x = niceAxis(0, last, columns, true);
    m_x->setTickInterval(x.tick);
    m_x->setRange(0, last * 1.02);       // a marker at the end is not cut
    if (auto* const axis = qobject_cast<QLogValueAxis*>(m_y)) {
        // Whole decades: a label at each end.
        const double bottom = low <= high ? std::floor(std::log10(low)) : -1, top = low <= high ? std::ceil(std::log10(high)) : 0;
        axis->setRange(std::pow(10.0, bottom), std::pow(10.0, std::max(top, bottom + 1)));
    } else if (auto* const linear = qobject_cast<QValueAxis*>(m_y)) {
        const NiceAxis y = m_high > m_low ? niceAxis(m_low, m_high, rows) : low <= high ? niceAxis(std::min(0.0, low), high, rows) : niceAxis(0, 1, rows);
        linear->setTickInterval(y.tick);
        linear->setTickAnchor(y.low);
        linear->setRange(y.low, y.high + 0.03 * (y.high - y.low));
    }
}

void CurveChart::applyTheme()
{
    const Theme& theme = Theme::current();
    const QColor text = theme.color(QStringLiteral("text")), secondary = theme.color(QStringLiteral("secondary"));
    setBackgroundBrush(theme.color(QStringLiteral("base")));
    m_chart->setBackgroundBrush(theme.color(QStringLiteral("base")));
    m_chart->setBackgroundPen(Qt::NoPen);
    QFont small = font();
    small.setPointSizeF(std::max(7.0, font().pointSizeF() * 0.9));
    QFont bold = small;
    bold.setBold(true);
    m_chart->setTitleBrush(text);
    m_chart->setTitleFont(bold);
    m_chart->legend()->setLabelColor(text);
    m_chart->legend()->setFont(small);
    for (QAbstractAxis* axis : {static_cast<QAbstractAxis*>(m_x), m_y}) {
        axis->setLabelsBrush(secondary);
        axis->setTitleBrush(secondary);
        axis->setLabelsFont(small);
        axis->setTitleFont(small);
        axis->setLinePen(QPen(theme.color(QStringLiteral("border"))));
        axis->setGridLinePen(QPen(theme.color(QStringLiteral("grid"))));
        axis->setMinorGridLineVisible(false);
    }
    for (const Curve& curve : m_curves) {
        QColor color = theme.series(curve.color);
        QPen pen(color, curve.faint ? 1 : 2, curve.faint || curve.color % 2 == 0 ? Qt::SolidLine : Qt::DashLine);
        if (curve.faint) {
            color.setAlpha(110);
            pen.setColor(color);
        }
        curve.line->setPen(pen);
        if (curve.marks) {
            curve.marks->setColor(theme.series(curve.color));
            curve.marks->setBorderColor(theme.color(QStringLiteral("base")));
        }
    }
}

QJsonObject CurveChart::describe() const
{
    QJsonArray curves;
    for (const Curve& curve : m_curves) {
        const QList<QPointF> points = curve.line->points();
        curves.append(QJsonObject{{QStringLiteral("name"), curve.name},
                                  {QStringLiteral("points"), qint64(points.size())},
                                  {QStringLiteral("lastX"), points.isEmpty() ? 0.0 : points.back().x()},
                                  {QStringLiteral("lastY"), points.isEmpty() ? 0.0 : points.back().y()}});
    }
    return {{QStringLiteral("title"), m_chart->title()}, {QStringLiteral("log"), m_log}, {QStringLiteral("curves"), curves}};
}

} // namespace spw::ui
