// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/weights/weight_plot.h"

namespace spw::ui {

class MatrixPlottable;

/// All weights of a synapse: a column a pre unit, a row a post unit, unit 0 at the top left.
class WeightMatrix : public WeightPlot {
    Q_OBJECT
public:
    explicit WeightMatrix(QWidget* parent = nullptr);
    void setPicture(std::shared_ptr<const WeightPicture> picture);
    void setSelected(std::int64_t post, std::int64_t pre);
    QJsonObject describe() const override;
    /// What the pointer is told at this place.
    QString hoverText(const QPointF& position) const override;

Q_SIGNALS:
    void chosen(qint64 post, qint64 pre);

protected:
    void applyTheme() override;
    void clicked(const QPointF& position) override;

private:
    void colour();

    std::shared_ptr<const WeightPicture> m_picture;
    MatrixPlottable* m_map = nullptr;
    ScaleBar* m_scale = nullptr;
};

} // namespace spw::ui
