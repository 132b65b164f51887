// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/group_painter.h"

#include "ui/canvas/node_painter.h"
#include "ui/model/texts.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QGuiApplication>

#include <algorithm>
#include <cmath>

namespace spw::ui {
namespace {

constexpr double kRound = 8;

QFont boldFont(double pixels)
{
    QFont font = QGuiApplication::font();
    font.setPixelSize(std::max(1, int(std::lround(pixels))));
    font.setBold(true);
    return font;
}

QColor faint(QColor color, int alpha)
{
    color.setAlpha(alpha);
    return color;
}

} // namespace

GroupGeometry::GroupGeometry(const QRectF& members)
    : frame(members.adjusted(-kPad, -kPad - kHeader, kPad, kPad))
{
}

void paintGroup(QPainter& p, const Group& group, const GroupGeometry& g, const GroupLook& look, double zoom)
{
    const Theme& theme = Theme::current();
    const QColor color = look.problem ? theme.severity(*look.problem) : theme.color(QStringLiteral("group"));
    const double px = 1 / zoom;
    const Detail detail = detailAt(zoom);
    p.setBrush(Qt::NoBrush);
    if (group.repeat > 1 && detail != Detail::Block)
        for (const double shift : {8.0, 4.0}) {       // the copies, behind it
            p.setPen(QPen(faint(color, 150), std::max(1.0, px)));
            p.setBrush(theme.color(QStringLiteral("canvas")));
            p.drawRoundedRect(g.frame.translated(shift, shift), kRound, kRound);
        }
    p.setPen(Qt::NoPen);
    p.setBrush(theme.color(QStringLiteral("canvas")));
    p.drawRoundedRect(g.frame, kRound, kRound);
    p.setBrush(faint(theme.color(QStringLiteral("group")), 34));
    p.drawRoundedRect(g.frame, kRound, kRound);
    p.drawRoundedRect(g.header(), kRound, kRound);     // twice the tint: it can be taken hold of
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(look.hovered ? theme.color(QStringLiteral("focus")) : color, std::max(look.problem ? 2.0 : 1.4, px)));
    p.drawRoundedRect(g.frame, kRound, kRound);
    if (look.selected) {
        p.setPen(QPen(theme.color(QStringLiteral("select")), 2 * std::max(1.0, px)));
        p.drawRoundedRect(g.frame.adjusted(-3, -3, 3, 3), kRound + 2, kRound + 2);
    }
    if (detail == Detail::Block)
        return;

    // Words keep 9 px on the screen as long as the bar holds them.
    const double pixels = std::clamp(9 / zoom, 13.0, GroupGeometry::kHeader - 6);
    p.setFont(boldFont(pixels));
    const QFontMetricsF metrics(p.font());
    const QString times = QStringLiteral("x%1").arg(group.repeat);
    QRectF badge = g.badge();
    badge.setLeft(std::min(badge.left(), badge.right() - metrics.horizontalAdvance(times) - 12));
    if (group.repeat > 1) {
        p.setPen(Qt::NoPen);
        p.setBrush(color);
        p.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2);
        p.setPen(theme.color(QStringLiteral("canvas")));
    } else {
        p.setPen(QPen(faint(color, 130), 1));
        p.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2);
        p.setPen(theme.color(QStringLiteral("secondary")));
    }
    p.drawText(badge, Qt::AlignCenter, times);
    QRectF line = g.header().adjusted(12, 0, 0, 0);
    line.setRight(badge.left() - 8);
    if (look.problem) {
        // The frame's colour has its twin in words; the card and the list of problems say the rest.
        const QString words = QStringLiteral("× ") + QCoreApplication::translate("Canvas", "cannot be repeated");
        const double width = std::min(metrics.horizontalAdvance(words), line.width() * 0.6);
        p.setPen(color);
        p.drawText(QRectF(line.right() - width, line.top(), width, line.height()), Qt::AlignRight | Qt::AlignVCenter,
                   metrics.elidedText(words, Qt::ElideRight, width));
        line.setRight(line.right() - width - 10);
    }
    p.setPen(theme.color(QStringLiteral("text")));
    p.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(toQString(group.title), Qt::ElideRight, line.width()));
}

} // namespace spw::ui
