// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scopes/qcustomplot.h"

#include <array>

namespace spw::ui {

/// Colour of a value between 0 and 1, looked up in 256 steps; shared by picture and legend.
class ColorRamp {
public:
    struct Stop {
        double at;
        QColor color;
    };

    ColorRamp() = default;
    explicit ColorRamp(const std::vector<Stop>& stops);
    QRgb at(double share) const { return m_table[std::size_t(std::clamp(int(share * 255 + 0.5), 0, 255))]; }
    /// Colour of step 0..255, for loops that scale themselves; steps beyond the last are the last.
    QRgb entry(std::uint32_t step) const { return m_table[step < 255 ? step : 255]; }

private:
    std::array<QRgb, 256> m_table{};
};

/// A colour scale in the right margin of a plot: ramp, marked values, a caption. It takes no part in the layout, so that
/// the margins of all time plots stay equal.
class ScaleBar : public QCPLayerable {
    Q_OBJECT
public:
    struct Mark {
        double share;                    // 0..1 along the bar
        QString text;
    };

    ScaleBar(QCustomPlot* plot, QCPAxisRect* rect);

    /// Marks that would overlap an earlier one are left out: name the important ones first.
    void set(const ColorRamp& ramp, std::vector<Mark> marks, const QString& caption);
    const std::vector<Mark>& marks() const { return m_marks; }
    QString caption() const { return m_caption; }

protected:
    void draw(QCPPainter* painter) override;
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;

private:
    QCPAxisRect* m_rect;
    ColorRamp m_ramp;
    std::vector<Mark> m_marks;
    QString m_caption;
};

} // namespace spw::ui
