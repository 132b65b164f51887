// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/weights/window_plot.h"

#include "ui/theme/theme.h"

#include <QSet>

#include <array>
#include <cmath>

namespace spw::ui {

class PairsPlottable final : public QCPAbstractPlottable {
public:
    PairsPlottable(QCPAxis* key, QCPAxis* value) : QCPAbstractPlottable(key, value) { setSelectable(QCP::stNone); }
    std::shared_ptr<const SynapseView> view;
    int dots() const { return m_dots; }

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override { found = false; return {}; }
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override { found = false; return {}; }

protected:
    void draw(QCPPainter* painter) override
    {
        m_dots = 0;
        if (!view)
            return;
        const Theme& theme = Theme::current();
        const auto place = [this](const SynapseView::Pair& pair) { return QPointF(mKeyAxis->coordToPixel(double(pair.steps)), mValueAxis->coordToPixel(double(pair.change))); };
        painter->setAntialiasing(false);
        painter->setPen(QPen(theme.color(QStringLiteral("border")), 1));
        const QRect area = mKeyAxis->axisRect()->rect();
        painter->drawLine(QLineF(area.left(), mValueAxis->coordToPixel(0), area.right(), mValueAxis->coordToPixel(0)));
        painter->drawLine(QLineF(mKeyAxis->coordToPixel(0), area.top(), mKeyAxis->coordToPixel(0), area.bottom()));
        // The dots first: the curve stays readable under a cloud of them. The newest are the strongest.
        // Two thousand of them many times a second: each place once, newest first, from pictures made before.
        const double ratio = mParentPlot->devicePixelRatioF();
        std::array<QPixmap, 4> stamps;
        for (std::size_t i = 0; i < stamps.size(); ++i) {
            stamps[i] = QPixmap(QSize(8, 8) * ratio);
            stamps[i].setDevicePixelRatio(ratio);
            stamps[i].fill(Qt::transparent);
            QPainter stamp(&stamps[i]);
            stamp.setRenderHint(QPainter::Antialiasing);
            stamp.setPen(Qt::NoPen);
            QColor dot = theme.series(1);
            dot.setAlphaF(0.3f + 0.2f * float(i));
            stamp.setBrush(dot);
            stamp.drawEllipse(QPointF(4, 4), 2.5, 2.5);
        }
        QSet<QPoint> taken;
        for (std::size_t i = view->pairs.size(); i-- > 0;) {
            const SynapseView::Pair& pair = view->pairs[i];
            if (!std::isfinite(pair.steps) || !std::isfinite(pair.change))
                continue;
            ++m_dots;
            const QPoint at = place(pair).toPoint();
            if (!area.contains(at) || taken.contains(at))
                continue;
            taken.insert(at);
            painter->drawPixmap(at - QPoint(4, 4), stamps[i * stamps.size() / view->pairs.size()]);
        }
        painter->setAntialiasing(true);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme.series(0), 2));
        // Two branches: the curve jumps where the order of the spikes turns.
        QPolygonF before, after;
        for (const SynapseView::Pair& pair : view->window)
            if (std::isfinite(pair.change))
                (pair.steps < 0 ? before : after) << place(pair);
        painter->drawPolyline(before);
        painter->drawPolyline(after);
    }
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override { painter->drawEllipse(rect.center(), 2, 2); }

private:
    int m_dots = 0;
};

WindowPlot::WindowPlot(QWidget* parent) : WeightPlot(10, parent)
{
    setObjectName(QStringLiteral("weights.window"));
    setAccessibleName(tr("STDP window"));
    xAxis->setLabel(tr("post spike minus pre spike, in steps"));
    m_pairs = new PairsPlottable(xAxis, yAxis);
    setView(nullptr);
}

void WindowPlot::setView(std::shared_ptr<const SynapseView> view)
{
    m_view = view && !(view->window.empty() && view->pairs.empty()) ? std::move(view) : nullptr;
    m_pairs->view = m_view;
    if (!m_view) {
        setTitle(tr("STDP window"));
        setNotice(tr("No learner with a window trains this synapse."));
        replot(rpQueuedReplot);
        return;
    }
    setNotice({});
    const QLocale locale;
    setTitle(m_view->pairs.empty() ? tr("Window; no pairs of spikes yet") : tr("Window and the last %1 pairs").arg(locale.toString(qulonglong(m_view->pairs.size()))));
    double low = 0, high = 0, left = -20, right = 20;
    for (const auto* points : {&m_view->window, &m_view->pairs})
        for (const SynapseView::Pair& pair : *points)
            if (std::isfinite(pair.change) && std::isfinite(pair.steps)) {
                low = std::min(low, double(pair.change));
                high = std::max(high, double(pair.change));
                left = std::min(left, double(pair.steps));
                right = std::max(right, double(pair.steps));
            }
    const double space = high > low ? 0.08 * (high - low) : 1;
    setExtent(QCPRange(left - 1, right + 1), QCPRange(low - space, high + space));
    replot(rpQueuedReplot);
}

QString WindowPlot::hoverText(const QPointF& position) const
{
    if (!m_view)
        return {};
    const QLocale locale;
    const auto text = [&](const SynapseView::Pair& pair) {
        return tr("%1 steps: %2").arg(locale.toString(double(pair.steps), 'g', 4), locale.toString(double(pair.change), 'g', 3));
    };
    for (auto pair = m_view->pairs.rbegin(); pair != m_view->pairs.rend(); ++pair)
        if (std::hypot(xAxis->coordToPixel(double(pair->steps)) - position.x(), yAxis->coordToPixel(double(pair->change)) - position.y()) < 5)
            return tr("Measured, %1").arg(text(*pair));
    const double at = xAxis->pixelToCoord(position.x());
    for (const SynapseView::Pair& pair : m_view->window)
        if (std::abs(double(pair.steps) - at) <= 0.5)
            return tr("Rule, %1").arg(text(pair));
    return {};
}

QJsonObject WindowPlot::describe() const
{
    QJsonObject twin = WeightPlot::describe();
    twin[QStringLiteral("dots")] = m_pairs->dots();
    twin[QStringLiteral("curve")] = m_view ? int(m_view->window.size()) : 0;
    return twin;
}

} // namespace spw::ui
