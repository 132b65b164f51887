// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/weights/pair_traces.h"

#include "ui/model/time_cursor.h"
#include "ui/theme/theme.h"
#include "ui/weights/weight_picture.h"

#include <cmath>

namespace spw::ui {

std::vector<PairTraces::Pairing> pairSpikes(const std::vector<std::int64_t>& pre, const std::vector<std::int64_t>& post)
{
    std::vector<PairTraces::Pairing> pairs;
    const auto before = [](const std::vector<std::int64_t>& spikes, std::int64_t step) {
        const auto next = std::lower_bound(spikes.begin(), spikes.end(), step);
        return next == spikes.begin() ? std::int64_t(-1) : *(next - 1);
    };
    for (const std::int64_t step : post)
        if (const std::int64_t from = before(pre, step); from >= 0)
            pairs.push_back({from, step, true});
    for (const std::int64_t step : pre)
        if (const std::int64_t from = before(post, step); from >= 0)
            pairs.push_back({from, step, false});
    std::stable_sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.to < b.to; });
    return pairs;
}

/// One trace of a probe: its unit, its values, the spikes they tell of.
struct OneTrace {
    std::int64_t unit = -1;
    std::vector<float> values;
    std::vector<std::int64_t> spikes;
    float highest = 0;
};

class PairPlottable final : public QCPAbstractPlottable {
public:
    static constexpr int kBand = 16;         // pixels for the marks of the spikes, above and below

    PairPlottable(QCPAxis* key, QCPAxis* value) : QCPAbstractPlottable(key, value) { setSelectable(QCP::stNone); }
    OneTrace pre, post;
    std::vector<PairTraces::Pairing> pairs;
    int pairsDrawn() const { return m_pairsDrawn; }
    int marksDrawn() const { return m_marks; }

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override { found = false; return {}; }
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override { found = false; return {}; }

protected:
    void draw(QCPPainter* painter) override
    {
        m_pairsDrawn = m_marks = 0;
        const QCPRange time = mKeyAxis->range();
        const QRect area = mKeyAxis->axisRect()->rect();
        const auto x = [this](std::int64_t step) { return mKeyAxis->coordToPixel(double(step) + 0.5); };
        const QColor preColor = Theme::current().series(0), postColor = Theme::current().series(1);
        // Lines between the bands of marks: up from pre to post is growth, down from post to pre is decline.
        painter->setAntialiasing(true);
        for (const PairTraces::Pairing& pair : pairs) {
            if (double(pair.to) < time.lower - 1 || double(pair.from) > time.upper)
                continue;
            QColor color = pair.grows ? postColor : preColor;
            color.setAlpha(110);
            painter->setPen(QPen(color, 1, pair.grows ? Qt::SolidLine : Qt::DashLine));
            const double below = area.bottom() - kBand / 2.0, above = area.top() + kBand / 2.0;
            painter->drawLine(QLineF(x(pair.from), pair.grows ? below : above, x(pair.to), pair.grows ? above : below));
            ++m_pairsDrawn;
        }
        const auto line = [&](const OneTrace& trace, const QColor& color) {
            QPolygonF points;
            const auto first = std::max<std::int64_t>(0, std::int64_t(std::floor(time.lower)) - 1);
            const auto last = std::min<std::int64_t>(std::int64_t(trace.values.size()), std::int64_t(std::ceil(time.upper)) + 1);
            for (std::int64_t step = first; step < last; ++step)
                if (std::isfinite(trace.values[std::size_t(step)]))
                    points << QPointF(x(step), mValueAxis->coordToPixel(double(trace.values[std::size_t(step)])));
            painter->setPen(QPen(color, 1.5));
            painter->setBrush(Qt::NoBrush);
            painter->drawPolyline(points);
        };
        line(pre, preColor);
        line(post, postColor);
        painter->setAntialiasing(false);
        const auto marks = [&](const OneTrace& trace, const QColor& color, bool above) {
            painter->setPen(QPen(color, 2));
            for (const std::int64_t step : trace.spikes) {
                if (double(step) < time.lower - 1 || double(step) > time.upper)
                    continue;
                painter->drawLine(above ? QLineF(x(step), area.top() + 1, x(step), area.top() + kBand / 2.0)
                                        : QLineF(x(step), area.bottom() - kBand / 2.0, x(step), area.bottom() - 1));
                ++m_marks;
            }
        };
        marks(pre, preColor, false);
        marks(post, postColor, true);
        // Which line is which stands at its right end, in the margin.
        painter->setFont(mKeyAxis->tickLabelFont());
        const QFontMetrics metrics(painter->font());
        const QRect margin(area.right() + 6, area.top(), TimePlot::kRightMargin - 8, metrics.height());
        painter->setClipping(false);
        painter->setPen(postColor);
        painter->drawText(margin, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(PairTraces::tr("post %1").arg(post.unit), Qt::ElideRight, margin.width()));
        painter->setPen(preColor);
        painter->drawText(margin.translated(0, area.height() - metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
                          metrics.elidedText(PairTraces::tr("pre %1").arg(pre.unit), Qt::ElideRight, margin.width()));
    }
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override { painter->drawLine(QLineF(rect.left(), rect.center().y(), rect.right(), rect.center().y())); }

private:
    int m_pairsDrawn = 0, m_marks = 0;
};

namespace {

const ProbeRecord* traceOf(const SampleRecord* record, NodeId learner, const char* quantity)
{
    if (record && learner)
        for (const ProbeRecord& probe : record->probes)
            if (probe.node == learner && probe.quantity == quantity) {
                const std::size_t columns = probe.unitIndex.empty() ? std::size_t(std::max<std::int64_t>(0, probe.units)) : probe.unitIndex.size();
                if (columns > 0 && probe.steps > 0 && probe.values.size() >= columns * std::size_t(probe.steps))
                    return &probe;
            }
    return nullptr;
}

OneTrace takeTrace(const ProbeRecord& probe, std::int64_t unit)
{
    const std::size_t columns = probe.unitIndex.empty() ? std::size_t(probe.units) : probe.unitIndex.size();
    std::size_t column = 0;
    const auto found = std::find(probe.unitIndex.begin(), probe.unitIndex.end(), unit);
    if (unit >= 0 && (probe.unitIndex.empty() ? unit < probe.units : found != probe.unitIndex.end())) {
        column = probe.unitIndex.empty() ? std::size_t(unit) : std::size_t(found - probe.unitIndex.begin());
    } else {
        float highest = -1;
        for (std::size_t i = 0; i < columns * std::size_t(probe.steps); ++i)
            if (probe.values[i] > highest) {
                highest = probe.values[i];
                column = i % columns;
            }
    }
    OneTrace trace;
    trace.unit = probe.unitIndex.empty() ? std::int64_t(column) : probe.unitIndex[column];
    for (std::int64_t step = 0; step < probe.steps; ++step) {
        trace.values.push_back(probe.values[std::size_t(step) * columns + column]);
        if (std::isfinite(trace.values.back()))
            trace.highest = std::max(trace.highest, trace.values.back());
    }
    trace.spikes = spikesOfTrace(trace.values);
    return trace;
}

} // namespace

PairTraces::PairTraces(TimeCursor& cursor, QWidget* parent) : TimePlot(cursor, parent)
{
    setObjectName(QStringLiteral("weights.traces"));
    setAccessibleName(tr("Traces and pairs of spikes"));
    yAxis->setLabel(tr("trace"));
    m_pair = new PairPlottable(xAxis, yAxis);
    setRecord(nullptr, 0);
}

void PairTraces::setRecord(std::shared_ptr<const SampleRecord> record, NodeId learner)
{
    m_record = std::move(record);
    m_learner = learner;
    choose();
}

void PairTraces::setUnits(std::int64_t pre, std::int64_t post)
{
    if (pre == m_wantedPre && post == m_wantedPost)
        return;
    m_wantedPre = pre;
    m_wantedPost = post;
    choose();
}

std::int64_t PairTraces::preUnit() const { return m_pair->pre.unit; }
std::int64_t PairTraces::postUnit() const { return m_pair->post.unit; }

void PairTraces::choose()
{
    const ProbeRecord *const pre = traceOf(m_record.get(), m_learner, "trace_pre"), *const post = traceOf(m_record.get(), m_learner, "trace_post");
    m_pair->pre = pre ? takeTrace(*pre, m_wantedPre) : OneTrace();
    m_pair->post = post ? takeTrace(*post, m_wantedPost) : OneTrace();
    m_pair->pairs = pairSpikes(m_pair->pre.spikes, m_pair->post.spikes);
    const bool anything = pre && post;
    m_pair->setVisible(anything);
    yAxis->setTickLabels(anything);
    setNotice(anything ? QString() : m_learner ? tr("The traces of this learner were not recorded in this sample.") : tr("No learner with traces trains this synapse."));
    if (anything) {
        const double high = std::max(1e-6, double(std::max(m_pair->pre.highest, m_pair->post.highest)));
        setUnitLimits(-0.15 * high, 1.2 * high, 0.05 * high);
        yAxis->setRange(-0.15 * high, 1.2 * high);
    }
    updateTitle();
    replot(rpQueuedReplot);
}

void PairTraces::updateTitle()
{
    if (!m_pair || m_pair->pre.values.empty() || m_pair->post.values.empty()) {
        setTitle(tr("Traces and pairs of spikes"));
        return;
    }
    const QLocale locale;
    const std::int64_t step = cursorStep();
    const auto value = [&](const OneTrace& trace) {
        return step >= 0 && step < std::int64_t(trace.values.size()) ? locale.toString(double(trace.values[std::size_t(step)]), 'g', 3) : QStringLiteral("-");
    };
    setTitle(tr("Traces, %1 pairs; step %2: pre %3 = %4, post %5 = %6")
                 .arg(locale.toString(qulonglong(m_pair->pairs.size())), locale.toString(qlonglong(step)), locale.toString(qlonglong(m_pair->pre.unit)),
                      value(m_pair->pre), locale.toString(qlonglong(m_pair->post.unit)), value(m_pair->post)));
}

QString PairTraces::hoverText(const QPointF& position) const
{
    const auto step = std::int64_t(std::floor(xAxis->pixelToCoord(position.x())));
    if (m_pair->pre.values.empty() || m_pair->post.values.empty() || step < 0 || step >= std::int64_t(m_pair->pre.values.size()))
        return {};
    const QLocale locale;
    QString text = tr("step %1: pre %2, post %3").arg(locale.toString(qlonglong(step)), locale.toString(double(m_pair->pre.values[std::size_t(step)]), 'g', 4),
                                                      locale.toString(double(m_pair->post.values[std::size_t(std::min(step, std::int64_t(m_pair->post.values.size()) - 1))]), 'g', 4));
    for (const Pairing& pair : m_pair->pairs)
        if (pair.to == step)
            text += u'\n' + (pair.grows ? tr("pre %1 steps before post: the weight grows").arg(pair.to - pair.from)
                                        : tr("post %1 steps before pre: the weight falls").arg(pair.to - pair.from));
    return text;
}

QJsonObject PairTraces::describe() const
{
    QJsonObject twin = TimePlot::describe();
    twin[QStringLiteral("pre")] = qint64(m_pair->pre.unit);
    twin[QStringLiteral("post")] = qint64(m_pair->post.unit);
    twin[QStringLiteral("preSpikes")] = qint64(m_pair->pre.spikes.size());
    twin[QStringLiteral("postSpikes")] = qint64(m_pair->post.spikes.size());
    twin[QStringLiteral("pairs")] = qint64(m_pair->pairs.size());
    twin[QStringLiteral("pairsDrawn")] = m_pair->pairsDrawn();
    twin[QStringLiteral("marks")] = m_pair->marksDrawn();
    return twin;
}

} // namespace spw::ui
