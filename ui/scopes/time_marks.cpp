// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/time_marks.h"

#include "ui/model/time_cursor.h"
#include "ui/theme/theme.h"

namespace spw::ui {

TimeMarks::TimeMarks(QCustomPlot* plot, QCPAxisRect* rect, const TimeCursor& cursor)
    : QCPLayerable(plot, QStringLiteral("cursor")), m_rect(rect), m_cursor(cursor)
{}

void TimeMarks::applyDefaultAntialiasingHint(QCPPainter* painter) const { painter->setAntialiasing(true); }

void TimeMarks::draw(QCPPainter* painter)
{
    const Theme& theme = Theme::current();
    const QRect area = m_rect->rect();
    const QCPAxis* const time = m_rect->axis(QCPAxis::atBottom);
    if (m_cursor.isLooping()) {
        const double from = time->coordToPixel(m_cursor.loopFrom()), to = time->coordToPixel(m_cursor.loopTo());
        const QColor color = theme.color(QStringLiteral("select"));
        painter->fillRect(QRectF(from, area.top(), to - from, 4), color);
        painter->setPen(QPen(color, 1, Qt::DashLine));
        for (const double x : {from, to})
            painter->drawLine(QLineF(x, area.top(), x, area.bottom()));
    }
    const QColor color = theme.color(QStringLiteral("cursor"));
    for (const double at : m_cursor.markers()) {
        const double x = time->coordToPixel(at);
        painter->setPen(QPen(color, 1, Qt::DotLine));
        painter->drawLine(QLineF(x, area.top(), x, area.bottom()));
        painter->setPen(Qt::NoPen);
        painter->setBrush(color);
        painter->drawPolygon(QPolygonF({QPointF(x - 5, area.top()), QPointF(x + 5, area.top()), QPointF(x, area.top() + 8)}));
    }
}

} // namespace spw::ui
