// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/raster_view.h"

#include "ui/model/time_cursor.h"
#include "ui/theme/theme.h"

#include <cmath>

namespace spw::ui {
namespace {

// 1 M spikes take about 10 ms here: within a slice of the UI thread (ui.md PR-1).
constexpr std::size_t kIndexHere = 1'000'000;
constexpr int kRateHeight = 30, kGap = 6;      // twice the gap: a label of each axis
constexpr double kHoverPixels = 5;

} // namespace

RasterView::RasterView(TimeCursor& cursor, QWidget* parent) : TimePlot(cursor, parent)
{
    setObjectName(QStringLiteral("scopes.raster"));
    setAccessibleName(tr("Spike raster"));
    setMinimumHeight(132);
    yAxis->setTicker(QSharedPointer<WholeTicker>::create());
    yAxis->setLabel(tr("neuron"));
    axisRect()->setMargins(QMargins(kLeftMargin, kTopMargin, kRightMargin, kGap));
    xAxis->setTickLabels(false);

    m_rateRect = new QCPAxisRect(this);
    plotLayout()->addElement(1, 0, m_rateRect);
    plotLayout()->setRowSpacing(0);
    prepareRect(m_rateRect, kGap, kBottomMargin);
    m_rateRect->setMinimumSize(40, kRateHeight);
    m_rateRect->setMaximumSize(QWIDGETSIZE_MAX, kRateHeight);
    m_rateRect->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    QCPAxis* const rate = m_rateRect->axis(QCPAxis::atLeft);
    rate->setLabel(tr("rate"));
    rate->ticker()->setTickCount(2);
    // The new rect's axes sit above the cursor otherwise.
    for (QCPAxis* axis : m_rateRect->axes()) {
        axis->setLayer(QStringLiteral("axes"));
        axis->grid()->setLayer(QStringLiteral("grid"));
    }

    m_raster = new RasterPlottable(xAxis, yAxis);
    m_rate = new RatePlottable(m_rateRect->axis(QCPAxis::atBottom), rate);
    m_scale = new ScaleBar(this, axisRect());
    m_scale->setLayer(QStringLiteral("cursor"));     // buffered: new numbers at the bar redraw no spike
    m_rateRect->axis(QCPAxis::atBottom)->setRange(xAxis->range());
    connect(this, &QCustomPlot::beforeReplot, this, &RasterView::prepare);
    connect(m_raster, &RasterPlottable::densityChanged, this, &RasterView::updateScale, Qt::QueuedConnection);
    RasterView::applyTheme();
    setRecord(nullptr, -1);
}

RasterView::~RasterView() = default;

void RasterView::setRecord(std::shared_ptr<const SampleRecord> record, int probe)
{
    m_worker = {};                       // an older build is of no use any more
    ++m_generation;
    m_indexing = false;
    if (!record || probe < 0 || std::size_t(probe) >= record->probes.size()) {
        m_layer.clear();
        take(nullptr);
        setNotice(record ? tr("No spikes of this node are recorded.") : QString());
        replot(rpQueuedReplot);
        return;
    }
    const ProbeRecord& spikes = record->probes[std::size_t(probe)];
    m_layer = QString::fromStdString(spikes.nodeName);
    if (spikes.spikeStep.size() <= kIndexHere) {
        setNotice({});
        take(SpikeIndex::build(record, spikes.spikeStep, spikes.spikeUnit, spikes.steps, spikes.units));
        return;
    }
    m_indexing = true;
    take(nullptr);
    setNotice(tr("Indexing %1 spikes...").arg(QLocale().toString(qulonglong(spikes.spikeStep.size()))));
    replot(rpQueuedReplot);
    m_worker = std::jthread([this, record, &spikes, generation = m_generation](const std::stop_token& stop) {
        auto index = SpikeIndex::build(record, spikes.spikeStep, spikes.spikeUnit, spikes.steps, spikes.units, stop);
        if (!index)
            return;
        QMetaObject::invokeMethod(this, [this, generation, index = std::move(index)] {
            if (generation != m_generation)
                return;
            m_indexing = false;
            setNotice({});
            take(index);
        }, Qt::QueuedConnection);
    });
}

void RasterView::take(std::shared_ptr<const SpikeIndex> index)
{
    const double before = m_raster->index() ? double(m_raster->index()->units()) : 0;
    m_raster->setIndex(index);
    m_rate->setIndex(index);
    const double units = index ? double(std::max<std::int64_t>(1, index->units())) : 1;
    setUnitLimits(0, units, std::min(units, 4.0));
    if (index && units != before)
        yAxis->setRange(0, units);       // the next record of the same layer keeps the zoom
    m_rateRect->axis(QCPAxis::atLeft)->setRange(0, m_rate->peak() > 0 ? m_rate->peak() : 1);
    if (index && index->size() == 0)
        setNotice(tr("No neuron of this layer spiked."));
    Q_EMIT indexChanged(std::move(index));
    replot(rpQueuedReplot);
}

void RasterView::setSelectedUnits(std::int64_t first, std::int64_t last)
{
    m_raster->setSelected(first, last);
    replot(rpQueuedReplot);
}

void RasterView::prepare()
{
    m_raster->prepare();
    const QLocale locale;
    switch (m_raster->mode()) {
    case RasterPlottable::Mode::Empty:
        setTitle(m_layer.isEmpty() ? tr("Raster") : tr("Raster: %1").arg(m_layer));
        break;
    case RasterPlottable::Mode::Exact:
        setTitle(tr("Raster: %1, neurons: %2; spikes in view: %3, each one drawn")
                     .arg(m_layer, locale.toString(qlonglong(index()->units())), locale.toString(qulonglong(m_raster->visible()))));
        break;
    case RasterPlottable::Mode::Density:
        setTitle(tr("Raster: %1, neurons: %2; density, zoom in below %3 spikes for exact marks")
                     .arg(m_layer, locale.toString(qlonglong(index()->units())), locale.toString(qlonglong(SpikeIndex::kExactSpikes))));
        break;
    }
    const bool density = m_raster->mode() == RasterPlottable::Mode::Density;
    m_scale->setVisible(density);
}

void RasterView::updateScale()
{
    const QLocale locale;
    m_scale->set(RasterPlottable::densityRamp(),
                 {{1.0, locale.toString(m_raster->densityMax(), 'g', 2)}, {0.0, locale.toString(m_raster->densityMin(), 'g', 2)},
                  {0.5, tr("log")}}, tr("density"));
    setToolTip({});
    layer(QStringLiteral("cursor"))->replot();
}

void RasterView::applyTheme()
{
    TimePlot::applyTheme();
    if (m_scale)
        updateScale();
}

std::int64_t RasterView::unitAt(double pixel) const
{
    const std::int64_t units = index() ? index()->units() : 0;
    return std::clamp<std::int64_t>(std::int64_t(std::floor(yAxis->pixelToCoord(pixel))), 0, std::max<std::int64_t>(0, units - 1));
}

QString RasterView::hoverText(const QPointF& position) const
{
    if (!index())
        return {};
    const QLocale locale;
    const double step = xAxis->pixelToCoord(position.x()), unit = yAxis->pixelToCoord(position.y());
    if (m_raster->mode() == RasterPlottable::Mode::Density)
        return tr("neuron %1, step %2; density, %3")
            .arg(locale.toString(qlonglong(std::floor(unit))), locale.toString(qlonglong(std::floor(step))), m_raster->cellText());
    // The nearest spike within a few pixels.
    const double steps = kHoverPixels * xAxis->range().size() / std::max(1, plotArea().width()) + 0.5;
    const double units = kHoverPixels * yAxis->range().size() / std::max(1, plotArea().height()) + 0.5;
    double best = kHoverPixels * kHoverPixels * 4;
    std::int64_t bestStep = -1, bestUnit = -1;
    index()->forEach({std::int64_t(std::floor(step - steps)), std::int64_t(std::ceil(step + steps)), std::int64_t(std::floor(unit - units)),
                      std::int64_t(std::ceil(unit + units))}, [&](std::uint32_t s, std::uint32_t u) {
        const double dx = xAxis->coordToPixel(s + 0.5) - position.x(), dy = yAxis->coordToPixel(u + 0.5) - position.y();
        if (dx * dx + dy * dy < best) {
            best = dx * dx + dy * dy;
            bestStep = s;
            bestUnit = u;
        }
    });
    if (bestStep < 0)
        return tr("neuron %1, step %2: no spike").arg(locale.toString(qlonglong(unitAt(position.y()))), locale.toString(qlonglong(std::floor(step))));
    const std::int64_t before = index()->previousSpike(bestStep, bestUnit, bestUnit + 1), after = index()->nextSpike(bestStep, bestUnit, bestUnit + 1);
    QString text = tr("neuron %1, spike at step %2").arg(locale.toString(qlonglong(bestUnit)), locale.toString(qlonglong(bestStep)));
    if (before >= 0)
        text += QLatin1Char('\n') + tr("steps since the one before: %1").arg(locale.toString(qlonglong(bestStep - before)));
    if (after >= 0)
        text += QLatin1Char('\n') + tr("steps to the next: %1").arg(locale.toString(qlonglong(after - bestStep)));
    return text;
}

void RasterView::areaSelected(const QRectF& area)
{
    Q_EMIT unitsSelected(unitAt(area.bottom()), unitAt(area.top()));
}

void RasterView::clicked(const QPointF& position)
{
    if (index() && plotArea().contains(position.toPoint()))
        Q_EMIT unitsSelected(unitAt(position.y()), unitAt(position.y()));
}

QJsonObject RasterView::describe() const
{
    QJsonObject twin = TimePlot::describe();
    static const char* const modes[] = {"empty", "exact", "density"};
    twin[QStringLiteral("view")] = QStringLiteral("raster");
    twin[QStringLiteral("layer")] = m_layer;
    twin[QStringLiteral("mode")] = m_indexing ? QStringLiteral("indexing") : QString::fromLatin1(modes[int(m_raster->mode())]);
    twin[QStringLiteral("visibleSpikes")] = qint64(m_raster->visible());
    twin[QStringLiteral("spikes")] = qint64(index() ? index()->size() : 0);
    twin[QStringLiteral("unitsFrom")] = yAxis->range().lower;
    twin[QStringLiteral("unitsTo")] = yAxis->range().upper;
    twin[QStringLiteral("markWidth")] = m_raster->markSize().width();
    twin[QStringLiteral("markHeight")] = m_raster->markSize().height();
    twin[QStringLiteral("legend")] = m_scale->visible() ? m_scale->caption() : QString();
    twin[QStringLiteral("rateAtCursor")] = cursorStep() >= 0 ? m_rate->rateAt(cursorStep()) : 0;
    return twin;
}

} // namespace spw::ui
