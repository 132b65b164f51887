// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/icons.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace spw::ui {
namespace {

QPixmap draw(const QString& name, const QColor& color)
{
    QPixmap picture(40, 40);
    picture.setDevicePixelRatio(2);
    picture.fill(Qt::transparent);
    QPainter p(&picture);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(Qt::NoPen);
    p.setBrush(color);
    const auto triangle = [&](double left) {
        p.drawPolygon(QPolygonF({QPointF(left, 4), QPointF(left + 11, 10), QPointF(left, 16)}));
    };
    if (name == QLatin1String("play")) {
        triangle(5);
    } else if (name == QLatin1String("pause")) {
        p.drawRect(QRectF(5, 4, 4, 12));
        p.drawRect(QRectF(11, 4, 4, 12));
    } else if (name == QLatin1String("stop")) {
        p.drawRect(QRectF(5, 5, 10, 10));
    } else if (name == QLatin1String("step")) {
        p.drawRect(QRectF(4, 4, 2.5, 12));
        triangle(8);
    } else if (name == QLatin1String("stepBack")) {
        p.drawRect(QRectF(13.5, 4, 2.5, 12));
        p.drawPolygon(QPolygonF({QPointF(12, 4), QPointF(1, 10), QPointF(12, 16)}));
    } else if (name == QLatin1String("stepSample")) {
        triangle(3);
        p.drawRect(QRectF(15, 4, 2.5, 12));
    } else if (name == QLatin1String("stepBatch")) {
        p.drawRect(QRectF(2, 4, 2.5, 12));
        for (const double left : {5.0, 11.0})
            p.drawPolygon(QPolygonF({QPointF(left, 4), QPointF(left + 7, 10), QPointF(left, 16)}));
    } else if (name == QLatin1String("checkpoint")) {
        p.drawPolygon(QPolygonF({QPointF(6, 3), QPointF(14, 3), QPointF(14, 17), QPointF(10, 13), QPointF(6, 17)}));
    } else if (name == QLatin1String("resume")) {
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(color, 2));
        p.drawArc(QRectF(4, 4, 12, 12), 120 * 16, 270 * 16);
        p.setBrush(color);
        p.setPen(Qt::NoPen);
        p.drawPolygon(QPolygonF({QPointF(3, 3), QPointF(9, 4), QPointF(5, 9)}));
    }
    return picture;
}

} // namespace

QIcon themedIcon(const QString& name)
{
    QIcon icon(draw(name, Theme::current().color(QStringLiteral("text"))));
    icon.addPixmap(draw(name, Theme::current().color(QStringLiteral("disabled"))), QIcon::Disabled);
    return icon;
}

} // namespace spw::ui
