// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scopes/spike_index.h"
#include "ui/scopes/time_plot.h"

#include "core/run/snapshot.h"

namespace spw::ui {

class TracePlottable;

/// The membrane of one neuron over time, with threshold and reset lines and its spikes as marks on top. Of many steps in a
/// pixel column the lowest and the highest value are drawn, and every spike keeps a mark.
class TraceView : public TimePlot {
    Q_OBJECT
public:
    explicit TraceView(TimeCursor& cursor, QWidget* parent = nullptr);

    /// Shows one dense probe of a record (nullptr: nothing). Keeps the record alive.
    void setRecord(std::shared_ptr<const SampleRecord> record, int probe);
    void setSpikes(std::shared_ptr<const SpikeIndex> index);
    /// The neuron; -1: the first that was recorded.
    void setUnit(std::int64_t unit);
    /// The neuron whose trace is drawn; -1: none.
    std::int64_t shownUnit() const;

    QJsonObject describe() const override;

protected:
    void applyTheme() override;
    QString hoverText(const QPointF& position) const override;
    void cursorChanged() override { updateTitle(); }

private:
    const ProbeRecord* probe() const;
    void choose();
    void updateTitle();

    std::shared_ptr<const SampleRecord> m_record;
    int m_probe = -1;
    std::int64_t m_unit = -1;
    TracePlottable* m_trace = nullptr;
    QCPItemStraightLine *m_threshold = nullptr, *m_reset = nullptr;
    QCPItemText *m_thresholdText = nullptr, *m_resetText = nullptr;
};

} // namespace spw::ui
