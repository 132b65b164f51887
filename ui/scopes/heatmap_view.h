// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scopes/scale_bar.h"
#include "ui/scopes/spike_index.h"
#include "ui/scopes/time_plot.h"

#include "core/run/snapshot.h"

namespace spw::ui {

class SpikeTicks;

/// A dense quantity (the membrane) as rows of neurons over time. The colours mean the same over the whole record; of many
/// neurons only some rows are shown, and the title says which.
class HeatmapView : public TimePlot {
    Q_OBJECT
public:
    static constexpr std::int64_t kSampledRows = 256, kChosenRows = 1024, kColumns = 4096;

    explicit HeatmapView(TimeCursor& cursor, QWidget* parent = nullptr);

    /// Shows one dense probe of a record (nullptr: nothing). Keeps the record alive.
    void setRecord(std::shared_ptr<const SampleRecord> record, int probe);
    /// Spikes of the same layer, drawn as ticks; nullptr: none.
    void setSpikes(std::shared_ptr<const SpikeIndex> index);
    void setSpikesShown(bool shown);
    bool spikesShown() const { return m_spikesShown; }
    /// Rows of these units instead of a sample of all; first < 0: the sample.
    void setUnitRange(std::int64_t first, std::int64_t last);

    /// Units shown, lowest row first.
    const std::vector<std::int64_t>& rowUnits() const { return m_rowUnits; }
    QCPColorMap& map() const { return *m_map; }
    const std::vector<ScaleBar::Mark>& scaleMarks() const { return m_scale->marks(); }

    QJsonObject describe() const override;

Q_SIGNALS:
    void unitsSelected(qint64 first, qint64 last);

protected:
    void applyTheme() override;
    QString hoverText(const QPointF& position) const override;
    void clicked(const QPointF& position) override;
    void cursorChanged() override;

private:
    const ProbeRecord* probe() const;
    void chooseRows();
    void fill();
    void colour();

    std::shared_ptr<const SampleRecord> m_record;
    int m_probe = -1;
    std::vector<std::int64_t> m_rowUnits, m_rowColumns;  // unit of each row; its column in the record
    std::int64_t m_firstUnit = -1, m_lastUnit = -1;      // chosen units; -1: none
    std::int64_t m_filledFrom = -1, m_filledTo = -1;     // steps in the map
    double m_low = 0, m_high = 1;
    QCPColorMap* m_map = nullptr;
    SpikeTicks* m_ticks = nullptr;
    ScaleBar* m_scale = nullptr;
    bool m_spikesShown = true;
};

} // namespace spw::ui
