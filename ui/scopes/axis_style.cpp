// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/axis_style.h"

#include "ui/scopes/qcustomplot.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace spw::ui {

QFont axisFont(QFont around)
{
    around.setPointSizeF(std::max(7.0, around.pointSizeF() * 0.85));
    return around;
}

void styleAxes(QCPAxisRect* rect, const QFont& around)
{
    const Theme& theme = Theme::current();
    const QFont small = axisFont(around);
    for (QCPAxis* axis : rect->axes()) {
        const QPen line(theme.color(QStringLiteral("border")));
        axis->setBasePen(line);
        axis->setTickPen(line);
        axis->setSubTickPen(line);
        axis->setTickLabelColor(theme.color(QStringLiteral("secondary")));
        axis->setLabelColor(theme.color(QStringLiteral("secondary")));
        axis->setTickLabelFont(small);
        axis->setLabelFont(small);
        axis->setTickLengthIn(0);
        axis->setTickLengthOut(3);
        axis->grid()->setPen(QPen(theme.color(QStringLiteral("grid")), 0));
        axis->setTickLabelPadding(2);
        axis->setLabelPadding(2);
    }
}

} // namespace spw::ui
