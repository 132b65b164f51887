// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/trace_view.h"

#include "ui/model/time_cursor.h"
#include "ui/theme/theme.h"

#include <cmath>

namespace spw::ui {

/// One column of a dense record as a line, and spikes of one unit as marks at the upper edge.
class TracePlottable final : public QCPAbstractPlottable {
public:
    TracePlottable(QCPAxis* key, QCPAxis* value) : QCPAbstractPlottable(key, value) { setSelectable(QCP::stNone); }

    const ProbeRecord* probe = nullptr;
    std::int64_t column = -1, unit = -1;                 // column < 0: nothing recorded
    std::shared_ptr<const SpikeIndex> spikes;

    float at(std::int64_t step) const
    {
        const std::size_t stride = probe->unitIndex.empty() ? std::size_t(probe->units) : probe->unitIndex.size();
        return probe->values[std::size_t(step) * stride + std::size_t(column)];
    }
    int marksDrawn() const { return m_marks; }
    int pointsDrawn() const { return m_points; }

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override { found = false; return {}; }
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override { found = false; return {}; }

protected:
    void draw(QCPPainter* painter) override
    {
        m_marks = m_points = 0;
        const QCPRange time = mKeyAxis->range();
        const QRect area = mKeyAxis->axisRect()->rect();
        if (probe && column >= 0) {
            const auto first = std::max<std::int64_t>(0, std::int64_t(std::floor(time.lower)) - 1);
            const auto last = std::min<std::int64_t>(probe->steps, std::int64_t(std::ceil(time.upper)) + 1);
            QPolygonF line;
            const auto point = [&](std::int64_t step, float value) {
                if (std::isfinite(value))
                    line << QPointF(mKeyAxis->coordToPixel(double(step) + 0.5), mValueAxis->coordToPixel(double(value)));
            };
            if (double(last - first) <= 4.0 * area.width()) {
                for (std::int64_t step = first; step < last; ++step)
                    point(step, at(step));
            } else {
                // Per pixel column its lowest and highest value, in their order: the envelope is the true one.
                const std::int64_t columns = std::max(1, area.width());
                for (std::int64_t c = 0; c < columns; ++c) {
                    const std::int64_t from = first + c * (last - first) / columns, to = first + (c + 1) * (last - first) / columns;
                    std::int64_t low = from, high = from;
                    for (std::int64_t step = from; step < to; ++step) {
                        low = at(step) < at(low) ? step : low;
                        high = at(step) > at(high) ? step : high;
                    }
                    point(std::min(low, high), at(std::min(low, high)));
                    point(std::max(low, high), at(std::max(low, high)));
                }
            }
            m_points = int(line.size());
            painter->setAntialiasing(true);
            painter->setPen(QPen(Theme::current().series(0), 1.5));
            painter->setBrush(Qt::NoBrush);
            painter->drawPolyline(line);
            if (last - first <= area.width() / 8) {      // few steps: show that values exist only at steps
                painter->setBrush(Theme::current().series(0));
                for (const QPointF& p : line)
                    painter->drawEllipse(p, 2, 2);
            }
        }
        if (spikes && unit >= 0) {
            painter->setAntialiasing(false);
            painter->setPen(QPen(Theme::current().color(QStringLiteral("raster.spike")), 2));
            QVector<QLineF> marks;
            spikes->forEach({std::int64_t(std::ceil(time.lower - 0.5)), std::int64_t(std::floor(time.upper - 0.5)) + 1, unit, unit + 1},
                            [&](std::uint32_t step, std::uint32_t) {
                const double x = mKeyAxis->coordToPixel(step + 0.5);
                ++m_marks;
                if (marks.isEmpty() || std::abs(marks.last().x1() - x) >= 0.5)   // the same pixel needs no second line
                    marks.append(QLineF(x, area.top() + 1, x, area.top() + 8));
            });
            painter->drawLines(marks);
        }
    }
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override { painter->drawLine(QLineF(rect.left(), rect.center().y(), rect.right(), rect.center().y())); }

private:
    int m_marks = 0, m_points = 0;
};

TraceView::TraceView(TimeCursor& cursor, QWidget* parent) : TimePlot(cursor, parent)
{
    setObjectName(QStringLiteral("scopes.trace"));
    setAccessibleName(tr("Membrane trace"));
    m_trace = new TracePlottable(xAxis, yAxis);
    const auto level = [this](QCPItemStraightLine*& line, QCPItemText*& text) {
        line = new QCPItemStraightLine(this);
        text = new QCPItemText(this);
        text->setClipToAxisRect(false);
        text->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        text->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
        text->position->setTypeY(QCPItemPosition::ptPlotCoords);
        text->setPadding(QMargins(6, 0, 0, 0));
    };
    level(m_threshold, m_thresholdText);
    level(m_reset, m_resetText);
    TraceView::applyTheme();
    setRecord(nullptr, -1);
}

const ProbeRecord* TraceView::probe() const
{
    return m_record && m_probe >= 0 ? &m_record->probes[std::size_t(m_probe)] : nullptr;
}

void TraceView::setRecord(std::shared_ptr<const SampleRecord> record, int probe)
{
    const bool wanted = record && probe >= 0 && std::size_t(probe) < record->probes.size();
    m_record = wanted ? std::move(record) : nullptr;
    m_probe = wanted ? probe : -1;
    if (const ProbeRecord* const p = this->probe()) {
        const std::size_t columns = p->unitIndex.empty() ? std::size_t(std::max<std::int64_t>(0, p->units)) : p->unitIndex.size();
        if (columns == 0 || p->steps <= 0 || p->values.size() < columns * std::size_t(p->steps)) {
            m_record.reset();
            m_probe = -1;
        }
    }
    choose();
}

void TraceView::setSpikes(std::shared_ptr<const SpikeIndex> index)
{
    m_trace->spikes = std::move(index);
    updateTitle();
    replot(rpQueuedReplot);
}

void TraceView::setUnit(std::int64_t unit)
{
    if (unit == m_unit)
        return;
    m_unit = unit;
    choose();
}

std::int64_t TraceView::shownUnit() const { return m_trace->unit; }

void TraceView::choose()
{
    const ProbeRecord* const p = probe();
    m_trace->probe = p;
    m_trace->column = -1;
    m_trace->unit = m_unit;
    QString notice;
    if (!p) {
        notice = tr("The membrane of this layer was not recorded.");
    } else if (p->unitIndex.empty()) {
        m_trace->column = std::clamp<std::int64_t>(m_unit, 0, p->units - 1);
        m_trace->unit = m_trace->column;
    } else {
        const auto found = std::find(p->unitIndex.begin(), p->unitIndex.end(), m_unit);
        if (found != p->unitIndex.end() || m_unit < 0) {
            m_trace->column = m_unit < 0 ? 0 : found - p->unitIndex.begin();
            m_trace->unit = p->unitIndex[std::size_t(m_trace->column)];
        } else {
            const QLocale locale;
            notice = tr("The membrane of neuron %1 was not recorded: %2 of %3 were.")
                         .arg(locale.toString(qlonglong(m_unit)), locale.toString(qulonglong(p->unitIndex.size())), locale.toString(qlonglong(p->units)));
        }
    }
    setNotice(notice);
    const bool levels = m_trace->column >= 0 && p->hasThreshold;
    for (QCPAbstractItem* item : std::initializer_list<QCPAbstractItem*>{m_threshold, m_reset, m_thresholdText, m_resetText})
        item->setVisible(levels);
    if (m_trace->column >= 0) {
        double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
        for (std::int64_t step = 0; step < p->steps; ++step) {
            const double v = double(m_trace->at(step));
            if (std::isfinite(v)) {
                low = std::min(low, v);
                high = std::max(high, v);
            }
        }
        if (p->hasThreshold) {
            low = std::min({low, p->reset, p->threshold});
            high = std::max({high, p->threshold, p->reset});
            const QLocale locale;
            const auto place = [this](QCPItemStraightLine* line, QCPItemText* text, double value, const QString& label) {
                line->point1->setCoords(0, value);
                line->point2->setCoords(1, value);
                text->position->setCoords(1, value);
                text->setText(label);
            };
            place(m_threshold, m_thresholdText, p->threshold, tr("threshold %1").arg(locale.toString(p->threshold, 'g', 3)));
            place(m_reset, m_resetText, p->reset, tr("reset %1").arg(locale.toString(p->reset, 'g', 3)));
        }
        if (low > high) {
            low = 0;
            high = 1;
        }
        const double room = high > low ? std::max(1e-9, high - low) : high != 0 ? std::abs(high) : 1.0;
        setUnitLimits(low - 0.1 * room, high + 0.2 * room, room * 0.05);      // above: space for the spike marks
        yAxis->setRange(low - 0.1 * room, high + 0.2 * room);
        yAxis->setLabel(QString::fromStdString(p->quantity));
    }
    yAxis->setTickLabels(m_trace->column >= 0);
    updateTitle();
    replot(rpQueuedReplot);
}

void TraceView::updateTitle()
{
    const ProbeRecord* const p = m_trace ? probe() : nullptr;
    if (!p || m_trace->column < 0) {
        setTitle(tr("Trace"));
        return;
    }
    const QLocale locale;
    const std::int64_t step = cursorStep();
    QString text = tr("Trace: %1, neuron %2").arg(QString::fromStdString(p->nodeName), locale.toString(qlonglong(m_trace->unit)));
    if (step >= 0 && step < p->steps)
        text += tr("; step %1: %2 = %3").arg(locale.toString(qlonglong(step)), QString::fromStdString(p->quantity), locale.toString(double(m_trace->at(step)), 'g', 4));
    if (m_trace->spikes && step >= 0) {
        const std::int64_t unit = m_trace->unit;
        if (m_trace->spikes->count({step, step + 1, unit, unit + 1}, 1) > 0)
            text += tr(", spike");
        if (const std::int64_t next = m_trace->spikes->nextSpike(step, unit, unit + 1); next >= 0)
            text += tr(", next spike +%1").arg(locale.toString(qlonglong(next - step)));
    }
    setTitle(text);
}

void TraceView::applyTheme()
{
    TimePlot::applyTheme();
    if (!m_threshold)
        return;
    const Theme& theme = Theme::current();
    m_threshold->setPen(QPen(theme.color(QStringLiteral("threshold")), 1, Qt::DashLine));
    m_reset->setPen(QPen(theme.color(QStringLiteral("secondary")), 1, Qt::DotLine));
    m_thresholdText->setColor(theme.color(QStringLiteral("threshold")));
    m_resetText->setColor(theme.color(QStringLiteral("secondary")));
    m_thresholdText->setFont(xAxis->tickLabelFont());
    m_resetText->setFont(xAxis->tickLabelFont());
}

QString TraceView::hoverText(const QPointF& position) const
{
    const ProbeRecord* const p = probe();
    const auto step = std::int64_t(std::floor(xAxis->pixelToCoord(position.x())));
    if (!p || m_trace->column < 0 || step < 0 || step >= p->steps)
        return {};
    const QLocale locale;
    return tr("step %1: %2 = %3").arg(locale.toString(qlonglong(step)), QString::fromStdString(p->quantity), locale.toString(double(m_trace->at(step)), 'g', 4));
}

QJsonObject TraceView::describe() const
{
    QJsonObject twin = TimePlot::describe();
    twin[QStringLiteral("view")] = QStringLiteral("trace");
    twin[QStringLiteral("unit")] = qint64(m_trace->unit);
    twin[QStringLiteral("spikeMarks")] = m_trace->marksDrawn();
    twin[QStringLiteral("points")] = m_trace->pointsDrawn();
    twin[QStringLiteral("threshold")] = m_threshold->visible() ? m_threshold->point1->value() : 0.0;
    if (probe() && m_trace->column >= 0 && cursorStep() >= 0 && cursorStep() < probe()->steps)
        twin[QStringLiteral("value")] = double(m_trace->at(cursorStep()));
    return twin;
}

} // namespace spw::ui
