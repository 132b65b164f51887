// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/weights/weight_plot.h"

namespace spw::ui {

class PairsPlottable;

/// What the learner's rule does with a pair of spikes by the time between them, as a curve; on it the pairs measured lately.
class WindowPlot : public WeightPlot {
    Q_OBJECT
public:
    explicit WindowPlot(QWidget* parent = nullptr);
    /// nullptr: nothing.
    void setView(std::shared_ptr<const SynapseView> view);
    QJsonObject describe() const override;
    QString hoverText(const QPointF& position) const override;

private:
    std::shared_ptr<const SynapseView> m_view;
    PairsPlottable* m_pairs = nullptr;
};

} // namespace spw::ui
