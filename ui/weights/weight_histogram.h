// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/weights/weight_plot.h"

namespace spw::ui {

class BinsPlottable;

/// How many weights have which value, with the learner's bounds as lines.
class WeightHistogram : public WeightPlot {
    Q_OBJECT
public:
    explicit WeightHistogram(QWidget* parent = nullptr);
    void setPicture(std::shared_ptr<const WeightPicture> picture);
    QJsonObject describe() const override;
    QString hoverText(const QPointF& position) const override;

protected:
    void applyTheme() override;

private:
    std::shared_ptr<const WeightPicture> m_picture;
    BinsPlottable* m_bins = nullptr;
    QCPItemStraightLine *m_least = nullptr, *m_most = nullptr;
};

} // namespace spw::ui
