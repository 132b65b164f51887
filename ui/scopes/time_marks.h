// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scopes/qcustomplot.h"

namespace spw::ui {

class TimeCursor;

/// Markers and loop range of the shared time, drawn over one axis rect: triangles and dotted lines, a bar along the top.
class TimeMarks : public QCPLayerable {
    Q_OBJECT
public:
    TimeMarks(QCustomPlot* plot, QCPAxisRect* rect, const TimeCursor& cursor);

protected:
    void draw(QCPPainter* painter) override;
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    QRect clipRect() const override { return m_rect->rect(); }

private:
    QCPAxisRect* m_rect;
    const TimeCursor& m_cursor;
};

} // namespace spw::ui
