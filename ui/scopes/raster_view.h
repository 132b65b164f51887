// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scopes/raster_plottable.h"
#include "ui/scopes/time_plot.h"

#include "core/run/snapshot.h"

#include <thread>

namespace spw::ui {

/// Spikes of one layer over time with the population rate below. Indexes on a worker thread above a million spikes.
class RasterView : public TimePlot {
    Q_OBJECT
public:
    explicit RasterView(TimeCursor& cursor, QWidget* parent = nullptr);
    ~RasterView() override;

    /// Shows one spike probe of a record (nullptr: nothing). Keeps the record alive, copies nothing.
    void setRecord(std::shared_ptr<const SampleRecord> record, int probe);
    /// Units [first, last] that stand out; first < 0: none.
    void setSelectedUnits(std::int64_t first, std::int64_t last);
    const SpikeIndex* index() const { return m_raster->index(); }
    std::shared_ptr<const SpikeIndex> sharedIndex() const { return m_raster->sharedIndex(); }
    RasterPlottable& plottable() const { return *m_raster; }
    QCPAxisRect* rateRect() const { return m_rateRect; }

    QJsonObject describe() const override;

Q_SIGNALS:
    /// The index of the probe is ready (or gone: nullptr).
    void indexChanged(std::shared_ptr<const SpikeIndex> index);
    /// A drag (first < last) or a click (first == last) chose neurons.
    void unitsSelected(qint64 first, qint64 last);

protected:
    void applyTheme() override;
    QString hoverText(const QPointF& position) const override;
    bool dragSelects() const override { return index() != nullptr; }
    void areaSelected(const QRectF& area) override;
    void clicked(const QPointF& position) override;

private:
    void take(std::shared_ptr<const SpikeIndex> index);
    void prepare();
    void updateScale();
    std::int64_t unitAt(double pixel) const;

    QCPAxisRect* m_rateRect = nullptr;
    RasterPlottable* m_raster = nullptr;
    RatePlottable* m_rate = nullptr;
    ScaleBar* m_scale = nullptr;
    QString m_layer;
    std::uint64_t m_generation = 0;
    bool m_indexing = false;
    std::jthread m_worker;               // last: stops and joins before anything it reports to goes
};

} // namespace spw::ui
