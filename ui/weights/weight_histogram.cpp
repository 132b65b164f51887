// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/weights/weight_histogram.h"

#include "ui/theme/theme.h"

#include <cmath>

namespace spw::ui {

class BinsPlottable final : public QCPAbstractPlottable {
public:
    BinsPlottable(QCPAxis* key, QCPAxis* value) : QCPAbstractPlottable(key, value) { setSelectable(QCP::stNone); }
    std::shared_ptr<const WeightPicture> picture;

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override { found = false; return {}; }
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override { found = false; return {}; }

protected:
    void draw(QCPPainter* painter) override
    {
        if (!picture)
            return;
        painter->setAntialiasing(false);
        const double wide = (picture->binHigh - picture->binLow) / double(picture->bins.size()), base = mValueAxis->coordToPixel(0);
        const QColor color = Theme::current().series(0);
        for (std::size_t i = 0; i < picture->bins.size(); ++i) {
            if (picture->bins[i] == 0)
                continue;
            const double left = mKeyAxis->coordToPixel(picture->binLow + double(i) * wide), right = mKeyAxis->coordToPixel(picture->binLow + double(i + 1) * wide);
            // A single weight is still a pixel high.
            const double top = std::min(mValueAxis->coordToPixel(double(picture->bins[i])), base - 1);
            painter->fillRect(QRectF(QPointF(left, top), QPointF(std::max(left + 1, right - 1), base)), color);
        }
    }
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override { painter->fillRect(rect, Theme::current().series(0)); }
};

WeightHistogram::WeightHistogram(QWidget* parent) : WeightPlot(10, parent)
{
    setObjectName(QStringLiteral("weights.histogram"));
    setAccessibleName(tr("Weight histogram"));
    xAxis->setLabel(tr("weight"));
    m_bins = new BinsPlottable(xAxis, yAxis);
    m_least = new QCPItemStraightLine(this);
    m_most = new QCPItemStraightLine(this);
    WeightHistogram::applyTheme();
    setPicture(nullptr);
}

void WeightHistogram::setPicture(std::shared_ptr<const WeightPicture> picture)
{
    m_picture = std::move(picture);
    m_bins->picture = m_picture;
    m_least->setVisible(false);
    m_most->setVisible(false);
    if (!m_picture) {
        setTitle(tr("Weight histogram"));
        setNotice(tr("No weights yet."));
        replot(rpQueuedReplot);
        return;
    }
    setNotice({});
    const WeightPicture& p = *m_picture;
    const QLocale locale;
    QString text = tr("%1 weights: mean %2, deviation %3").arg(locale.toString(qulonglong(p.values().size())), locale.toString(p.mean, 'g', 3), locale.toString(p.deviation, 'g', 3));
    if (p.change.empty() && (p.view->least || p.view->most))
        text += tr(", %1 % at a bound").arg(locale.toString(100 * p.stuck, 'f', 1));
    if (p.broken > 0)
        text += tr(", %1 are no numbers").arg(locale.toString(qlonglong(p.broken)));
    setTitle(text);
    xAxis->setLabel(p.change.empty() ? tr("weight") : tr("change since the start"));
    const auto bound = [&](QCPItemStraightLine* line, const std::optional<double>& at) {
        if (!at || !p.change.empty() || *at < p.binLow - 1e-9 || *at > p.binHigh + 1e-9)
            return;
        line->point1->setCoords(*at, 0);
        line->point2->setCoords(*at, 1);
        line->setVisible(true);
    };
    bound(m_least, p.view->least);
    bound(m_most, p.view->most);
    const double room = 0.02 * (p.binHigh - p.binLow);
    setExtent(QCPRange(p.binLow - room, p.binHigh + room), QCPRange(0, 1.08 * double(std::max<std::int64_t>(1, *std::max_element(p.bins.begin(), p.bins.end())))));
    replot(rpQueuedReplot);
}

void WeightHistogram::applyTheme()
{
    WeightPlot::applyTheme();
    if (!m_least)
        return;
    for (QCPItemStraightLine* line : {m_least, m_most})
        line->setPen(QPen(Theme::current().color(QStringLiteral("threshold")), 1.5, Qt::DashLine));
}

QString WeightHistogram::hoverText(const QPointF& position) const
{
    if (!m_picture)
        return {};
    const double wide = (m_picture->binHigh - m_picture->binLow) / double(m_picture->bins.size());
    const auto bin = std::int64_t(std::floor((xAxis->pixelToCoord(position.x()) - m_picture->binLow) / wide));
    if (bin < 0 || bin >= std::int64_t(m_picture->bins.size()))
        return {};
    const QLocale locale;
    return tr("%1 to %2: %3 weights").arg(locale.toString(m_picture->binLow + double(bin) * wide, 'g', 4), locale.toString(m_picture->binLow + double(bin + 1) * wide, 'g', 4),
                                          locale.toString(qlonglong(m_picture->bins[std::size_t(bin)])));
}

QJsonObject WeightHistogram::describe() const
{
    QJsonObject twin = WeightPlot::describe();
    qint64 counted = 0;
    int used = 0;
    if (m_picture)
        for (const std::int64_t n : m_picture->bins) {
            counted += n;
            used += n > 0;
        }
    twin[QStringLiteral("counted")] = counted;
    twin[QStringLiteral("binsUsed")] = used;
    twin[QStringLiteral("bounds")] = int(m_least->visible()) + int(m_most->visible());
    return twin;
}

} // namespace spw::ui
