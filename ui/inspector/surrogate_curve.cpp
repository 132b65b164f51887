// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/surrogate_curve.h"

#include "core/nodes/surrogate_curve.h"
#include "ui/model/texts.h"
#include "ui/theme/theme.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace spw::ui {

SurrogateCurve::SurrogateCurve(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("inspector.surrogateCurve"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(sizeHint().height());
    setAccessibleName(tr("Surrogate derivative"));
    setToolTip(tr("Derivative that stands in for the step of a spike, from 2 below to 2 above the threshold"));
}

void SurrogateCurve::setSurrogate(const ParamValues& values)
{
    m_values = values;
    update();
}

void SurrogateCurve::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    p.setPen(theme.color(QStringLiteral("border")));
    p.setBrush(theme.color(QStringLiteral("canvas")));
    p.drawRoundedRect(box, 4, 4);
    const QRectF plot = box.adjusted(8, 6, -8, -6);
    constexpr int points = 161;
    constexpr double reach = 2;
    std::vector<double> x(points);
    for (int i = 0; i < points; ++i)
        x[size_t(i)] = -reach + 2 * reach * i / (points - 1);
    const std::vector<double> y = surrogateSlopes(m_values, x);
    double highest = 0, lowest = 0;   // some fall below zero
    for (const double slope : y) {
        highest = std::max(highest, slope);
        lowest = std::min(lowest, slope);
    }
    p.setPen(QPen(theme.color(QStringLiteral("threshold")), 1, Qt::DashLine));
    p.drawLine(QPointF(plot.center().x(), plot.top()), QPointF(plot.center().x(), plot.bottom()));
    if (y.empty() || highest <= lowest)
        return;
    QPainterPath path;
    for (int i = 0; i < points; ++i) {
        const QPointF at(plot.left() + plot.width() * i / (points - 1),
                         plot.bottom() - plot.height() * (y[size_t(i)] - lowest) / (highest - lowest));
        i == 0 ? path.moveTo(at) : path.lineTo(at);
    }
    p.setPen(QPen(theme.series(0), 2));
    p.setBrush(Qt::NoBrush);
    p.drawPath(path);
    p.setPen(theme.color(QStringLiteral("secondary")));
    QFont small = font();
    small.setPixelSize(10);
    p.setFont(small);
    p.drawText(plot, Qt::AlignTop | Qt::AlignRight, QLocale().toString(highest, 'g', 3));
}

} // namespace spw::ui
