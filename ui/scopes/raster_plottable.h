// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scopes/scale_bar.h"
#include "ui/scopes/spike_index.h"

namespace spw::ui {

/// Draws the spikes of an index: each one as a mark while at most SpikeIndex::kExactSpikes are visible, otherwise how dense
/// they lie. It composes one image a frame at device pixels; a spike in view always colours at least one of them.
class RasterPlottable : public QCPAbstractPlottable {
    Q_OBJECT
public:
    enum class Mode { Empty, Exact, Density };

    RasterPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis);

    void setIndex(std::shared_ptr<const SpikeIndex> index) { m_index = std::move(index); }
    const SpikeIndex* index() const { return m_index.get(); }
    std::shared_ptr<const SpikeIndex> sharedIndex() const { return m_index; }
    /// Units [first, last] that stand out; first < 0: none.
    void setSelected(std::int64_t first, std::int64_t last);

    /// Decides what the next draw shows from the ranges of the axes; call before each replot.
    void prepare();
    Mode mode() const { return m_mode; }
    /// Spikes in view: exact in mode Exact, otherwise "more than the limit".
    std::size_t visible() const { return m_visible; }
    const SpikeRect& visibleRect() const { return m_rect; }
    /// Size of a mark in device pixels, 1..6 times the pixel ratio.
    QSize markSize() const { return m_mark; }
    /// Spikes per neuron and step at the two ends of the density colours.
    double densityMin() const { return m_densityMin; }
    double densityMax() const { return m_densityMax; }
    QString cellText() const;

    static ColorRamp densityRamp();

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override;

Q_SIGNALS:
    /// The ends of the density colours are other ones now (emitted from within draw: queue what you do with it).
    void densityChanged();

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    void drawExact(QCPPainter* painter, const QRect& area, double ratio);
    void drawDensity(QCPPainter* painter, const QRect& area, double ratio);

    std::shared_ptr<const SpikeIndex> m_index;
    Mode m_mode = Mode::Empty;
    std::size_t m_visible = 0;
    SpikeRect m_rect;
    QSize m_mark, m_cells;
    double m_densityMin = 0, m_densityMax = 0;
    std::int64_t m_selectedFirst = -1, m_selectedLast = -1;
};

/// Share of neurons that spike at each step, as columns; the highest step of a pixel column counts.
class RatePlottable : public QCPAbstractPlottable {
    Q_OBJECT
public:
    RatePlottable(QCPAxis* keyAxis, QCPAxis* valueAxis);

    void setIndex(std::shared_ptr<const SpikeIndex> index);
    /// Highest share over the whole record.
    double peak() const { return m_peak; }
    double rateAt(std::int64_t step) const;

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    std::shared_ptr<const SpikeIndex> m_index;
    double m_peak = 0;
};

} // namespace spw::ui
