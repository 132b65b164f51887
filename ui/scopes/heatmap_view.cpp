// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/heatmap_view.h"

#include "ui/model/time_cursor.h"
#include "ui/theme/theme.h"

#include <cmath>
#include <unordered_map>

namespace spw::ui {

/// Spikes of the shown rows as short upright ticks, at most one per pixel.
class SpikeTicks final : public QCPAbstractPlottable {
public:
    SpikeTicks(QCPAxis* key, QCPAxis* value) : QCPAbstractPlottable(key, value) { setSelectable(QCP::stNone); }

    void set(std::shared_ptr<const SpikeIndex> index, const std::vector<std::int64_t>& rowUnits)
    {
        m_index = std::move(index);
        m_rows.clear();
        for (std::size_t row = 0; row < rowUnits.size(); ++row)
            m_rows[rowUnits[row]] = row;
        m_firstUnit = rowUnits.empty() ? 0 : rowUnits.front();
        m_lastUnit = rowUnits.empty() ? -1 : rowUnits.back();
    }
    int drawn() const { return m_drawn; }

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override { found = false; return {}; }
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override { found = false; return {}; }

protected:
    void draw(QCPPainter* painter) override
    {
        m_drawn = 0;
        if (!m_index)
            return;
        const SpikeRect rect{std::int64_t(std::ceil(mKeyAxis->range().lower - 0.5)), std::int64_t(std::floor(mKeyAxis->range().upper - 0.5)) + 1,
                             m_firstUnit, m_lastUnit + 1};
        if (m_index->count(rect, SpikeIndex::kExactSpikes) > SpikeIndex::kExactSpikes)
            return;                      // the raster shows where they are dense
        painter->setAntialiasing(false);
        painter->setPen(Theme::current().color(QStringLiteral("raster.spike")));
        QVector<QLineF> lines;
        m_index->forEach(rect, [&](std::uint32_t step, std::uint32_t unit) {
            const auto row = m_rows.find(unit);
            if (row == m_rows.end() || double(row->second) + 1 <= mValueAxis->range().lower || double(row->second) >= mValueAxis->range().upper)
                return;
            const double x = mKeyAxis->coordToPixel(step + 0.5);
            lines.append(QLineF(x, mValueAxis->coordToPixel(double(row->second) + 0.8), x, mValueAxis->coordToPixel(double(row->second) + 0.2)));
        });
        painter->drawLines(lines);
        m_drawn = int(lines.size());
    }
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override { painter->drawLine(QLineF(rect.center() - QPointF(0, 4), rect.center() + QPointF(0, 4))); }

private:
    std::shared_ptr<const SpikeIndex> m_index;
    std::unordered_map<std::int64_t, std::size_t> m_rows;
    std::int64_t m_firstUnit = 0, m_lastUnit = -1;
    int m_drawn = 0;
};

namespace {

/// Whole rows, labelled with the unit they show.
class RowTicker final : public WholeTicker {
public:
    explicit RowTicker(const std::vector<std::int64_t>& units) : m_units(units) {}

protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar, int) override
    {
        const auto row = std::llround(tick);
        return row >= 0 && row < std::int64_t(m_units.size()) ? locale.toString(qlonglong(m_units[std::size_t(row)])) : QString();
    }

private:
    const std::vector<std::int64_t>& m_units;
};

} // namespace

HeatmapView::HeatmapView(TimeCursor& cursor, QWidget* parent) : TimePlot(cursor, parent)
{
    setObjectName(QStringLiteral("scopes.heatmap"));
    setAccessibleName(tr("Voltage heatmap"));
    yAxis->setTicker(QSharedPointer<RowTicker>::create(m_rowUnits));
    yAxis->setLabel(tr("neuron"));
    m_map = new QCPColorMap(xAxis, yAxis);
    m_map->setInterpolate(false);
    m_map->setTightBoundary(false);
    m_map->setSelectable(QCP::stNone);
    m_ticks = new SpikeTicks(xAxis, yAxis);
    m_scale = new ScaleBar(this, axisRect());
    HeatmapView::applyTheme();
    setRecord(nullptr, -1);
}

const ProbeRecord* HeatmapView::probe() const
{
    return m_record && m_probe >= 0 ? &m_record->probes[std::size_t(m_probe)] : nullptr;
}

void HeatmapView::setRecord(std::shared_ptr<const SampleRecord> record, int probe)
{
    const bool wanted = record && probe >= 0 && std::size_t(probe) < record->probes.size();
    m_record = wanted ? std::move(record) : nullptr;
    m_probe = wanted ? probe : -1;
    const ProbeRecord* const p = this->probe();
    const std::size_t columns = p ? (p->unitIndex.empty() ? std::size_t(p->units) : p->unitIndex.size()) : 0;
    if (p && (columns == 0 || p->steps <= 0 || p->values.size() < columns * std::size_t(p->steps))) {
        m_record.reset();
        m_probe = -1;
    }
    if (const ProbeRecord* const shown = this->probe()) {
        // Limits over the whole record, widened to the marked values: they never change while one scrolls.
        float low = std::numeric_limits<float>::max(), high = std::numeric_limits<float>::lowest();
        for (const float v : shown->values)
            if (std::isfinite(v)) {
                low = std::min(low, v);
                high = std::max(high, v);
            }
        m_low = low <= high ? double(low) : 0;
        m_high = low <= high ? double(high) : 1;
        if (shown->hasThreshold) {
            m_low = std::min(m_low, shown->reset);
            m_high = std::max(m_high, shown->threshold);
        }
        if (m_high <= m_low)
            m_high = m_low + 1;
    }
    chooseRows();
}

void HeatmapView::setSpikes(std::shared_ptr<const SpikeIndex> index)
{
    m_ticks->set(std::move(index), m_rowUnits);
    replot(rpQueuedReplot);
}

void HeatmapView::setSpikesShown(bool shown)
{
    m_spikesShown = shown;
    m_ticks->setVisible(shown);
    replot(rpQueuedReplot);
}

void HeatmapView::setUnitRange(std::int64_t first, std::int64_t last)
{
    if (first == m_firstUnit && last == m_lastUnit)
        return;
    m_firstUnit = first;
    m_lastUnit = last;
    chooseRows();
}

void HeatmapView::chooseRows()
{
    m_rowUnits.clear();
    m_rowColumns.clear();
    m_filledFrom = m_filledTo = -1;
    const ProbeRecord* const p = probe();
    m_map->setVisible(p != nullptr);
    m_scale->setVisible(p != nullptr);
    yAxis->setTickLabels(p != nullptr);
    if (!p) {
        setTitle(tr("Voltage heatmap"));
        setNotice(tr("The membrane of this layer was not recorded."));
        replot(rpQueuedReplot);
        return;
    }
    setNotice({});
    const std::int64_t kept = p->unitIndex.empty() ? p->units : std::int64_t(p->unitIndex.size());
    const auto unitOf = [p](std::int64_t column) { return p->unitIndex.empty() ? column : p->unitIndex[std::size_t(column)]; };
    std::vector<std::int64_t> columns;
    for (std::int64_t column = 0; column < kept; ++column)
        if (m_firstUnit < 0 || (unitOf(column) >= m_firstUnit && unitOf(column) <= m_lastUnit))
            columns.push_back(column);
    const bool chosen = m_firstUnit >= 0 && !columns.empty();
    if (columns.empty())                 // none of the chosen neurons was recorded
        for (std::int64_t column = 0; column < kept; ++column)
            columns.push_back(column);
    const auto total = std::int64_t(columns.size()), rows = std::min(total, chosen ? kChosenRows : kSampledRows);
    for (std::int64_t row = 0; row < rows; ++row) {
        m_rowColumns.push_back(columns[std::size_t(row * total / rows)]);
        m_rowUnits.push_back(unitOf(m_rowColumns.back()));
    }
    const QLocale locale;
    const QString name = QString::fromStdString(p->nodeName), quantity = QString::fromStdString(p->quantity);
    const QString count = locale.toString(qlonglong(rows)), all = locale.toString(qlonglong(p->units));
    setTitle(chosen ? tr("Heatmap: %1 of %2, %3 selected neurons of %4").arg(quantity, name, count, all)
             : rows < p->units ? tr("Heatmap: %1 of %2, %3 of %4 neurons, evenly spaced").arg(quantity, name, count, all)
                               : tr("Heatmap: %1 of %2, all neurons (%3)").arg(quantity, name, count));
    setUnitLimits(0, double(rows), std::min(4.0, double(rows)));
    if (yAxis->range().upper > double(rows) || yAxis->range().size() <= 1 || m_map->data()->valueSize() != int(rows))
        yAxis->setRange(0, double(rows));
    colour();
    fill();
    replot(rpQueuedReplot);
}

void HeatmapView::fill()
{
    const ProbeRecord* const p = probe();
    if (!p)
        return;
    // All steps if they fit; of long records the window, each cell the value farthest from the reset in its steps.
    std::int64_t from = 0, to = p->steps;
    if (p->steps > kColumns) {
        from = std::clamp<std::int64_t>(std::int64_t(std::floor(timeCursor().windowFrom())), 0, p->steps - 1);
        to = std::clamp<std::int64_t>(std::int64_t(std::ceil(timeCursor().windowTo())), from + 1, p->steps);
    }
    if (from == m_filledFrom && to == m_filledTo)
        return;
    m_filledFrom = from;
    m_filledTo = to;
    const std::int64_t columns = std::min(to - from, p->steps > kColumns ? kColumns / 4 : kColumns);
    const std::size_t stride = p->unitIndex.empty() ? std::size_t(p->units) : p->unitIndex.size();
    const float rest = p->hasThreshold ? float(p->reset) : float(m_low);
    QCPColorMapData* const data = m_map->data();
    data->setSize(int(columns), int(m_rowUnits.size()));
    const double cell = double(to - from) / double(columns);
    // A map's range runs from the middle of the first cell to that of the last; with a single one it is the cell itself.
    const double halfColumn = columns > 1 ? cell / 2 : 0, halfRow = m_rowUnits.size() > 1 ? 0.5 : 0;
    data->setRange(QCPRange(double(from) + halfColumn, double(to) - halfColumn), QCPRange(halfRow, double(m_rowUnits.size()) - halfRow));
    for (std::int64_t column = 0; column < columns; ++column) {
        const std::int64_t first = from + column * (to - from) / columns, last = from + (column + 1) * (to - from) / columns;
        for (std::size_t row = 0; row < m_rowColumns.size(); ++row) {
            float value = p->values[std::size_t(first) * stride + std::size_t(m_rowColumns[row])];
            for (std::int64_t step = first + 1; step < last; ++step) {
                const float other = p->values[std::size_t(step) * stride + std::size_t(m_rowColumns[row])];
                if (std::abs(other - rest) > std::abs(value - rest))
                    value = other;
            }
            data->setCell(int(column), int(row), double(value));
        }
    }
}

void HeatmapView::colour()
{
    const ProbeRecord* const p = probe();
    if (!p)
        return;
    const Theme& theme = Theme::current();
    const auto share = [this](double value) { return (value - m_low) / (m_high - m_low); };
    std::vector<ColorRamp::Stop> stops;
    std::vector<ScaleBar::Mark> marks;
    const QLocale locale;
    if (p->hasThreshold && p->reset < p->threshold) {
        // Two-sided around the reset: below is cool, at rest like the background, threshold and above warm.
        const double reset = share(p->reset), threshold = share(p->threshold);
        if (reset > 0)
            stops.push_back({0.0, theme.color(QStringLiteral("polarity.off"))});
        stops.push_back({reset, theme.color(QStringLiteral("heat.0"))});
        stops.push_back({reset + (threshold - reset) * 0.6, theme.color(QStringLiteral("heat.2"))});
        stops.push_back({threshold, theme.color(QStringLiteral("heat.3"))});
        if (threshold < 1)
            stops.push_back({1.0, theme.color(QStringLiteral("heat.4"))});
        marks = {{threshold, tr("\u03b8 %1").arg(locale.toString(p->threshold, 'g', 3))}, {reset, tr("reset %1").arg(locale.toString(p->reset, 'g', 3))}};
    } else {
        for (int i = 0; i < 5; ++i)
            stops.push_back({i / 4.0, theme.color(QStringLiteral("heat.%1").arg(i))});
    }
    marks.push_back({1.0, locale.toString(m_high, 'g', 3)});
    marks.push_back({0.0, locale.toString(m_low, 'g', 3)});
    const ColorRamp ramp(stops);
    QCPColorGradient gradient;
    gradient.setColorInterpolation(QCPColorGradient::ciRGB);
    gradient.setLevelCount(350);
    QMap<double, QColor> colours;
    for (const ColorRamp::Stop& stop : stops)
        colours[std::clamp(stop.at, 0.0, 1.0)] = stop.color;
    gradient.setColorStops(colours);
    m_map->setGradient(gradient);
    m_map->setDataRange(QCPRange(m_low, m_high));
    m_scale->set(ramp, std::move(marks), QString::fromStdString(p->quantity));
}

void HeatmapView::applyTheme()
{
    TimePlot::applyTheme();
    colour();
}

void HeatmapView::cursorChanged()
{
    if (m_map && probe() && probe()->steps > kColumns)
        fill();
}

QString HeatmapView::hoverText(const QPointF& position) const
{
    const ProbeRecord* const p = probe();
    const auto row = std::int64_t(std::floor(yAxis->pixelToCoord(position.y()))), step = std::int64_t(std::floor(xAxis->pixelToCoord(position.x())));
    if (!p || row < 0 || row >= std::int64_t(m_rowUnits.size()) || step < 0 || step >= p->steps)
        return {};
    const std::size_t stride = p->unitIndex.empty() ? std::size_t(p->units) : p->unitIndex.size();
    const QLocale locale;
    return tr("neuron %1, step %2: %3 = %4")
        .arg(locale.toString(qlonglong(m_rowUnits[std::size_t(row)])), locale.toString(qlonglong(step)), QString::fromStdString(p->quantity),
             locale.toString(double(p->values[std::size_t(step) * stride + std::size_t(m_rowColumns[std::size_t(row)])]), 'g', 4));
}

void HeatmapView::clicked(const QPointF& position)
{
    const auto row = std::int64_t(std::floor(yAxis->pixelToCoord(position.y())));
    if (plotArea().contains(position.toPoint()) && row >= 0 && row < std::int64_t(m_rowUnits.size()))
        Q_EMIT unitsSelected(m_rowUnits[std::size_t(row)], m_rowUnits[std::size_t(row)]);
}

QJsonObject HeatmapView::describe() const
{
    QJsonObject twin = TimePlot::describe();
    twin[QStringLiteral("view")] = QStringLiteral("heatmap");
    twin[QStringLiteral("rows")] = qint64(m_rowUnits.size());
    twin[QStringLiteral("low")] = m_low;
    twin[QStringLiteral("high")] = m_high;
    twin[QStringLiteral("spikeTicks")] = m_spikesShown ? m_ticks->drawn() : 0;
    QStringList marks;
    for (const ScaleBar::Mark& mark : m_scale->marks())
        marks << mark.text;
    twin[QStringLiteral("scale")] = marks.join(QStringLiteral("; "));
    return twin;
}

} // namespace spw::ui
