// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/raster_plottable.h"

#include "ui/theme/theme.h"

#include <bit>
#include <cmath>
#include <limits>

namespace spw::ui {
namespace {

constexpr int kSmallestMark = 1, kLargestMark = 6;

/// The binary logarithm within 0.01, without a call: enough for 256 colours. x > 0 and normal.
inline float roughLog2(float x)
{
    const auto bits = std::bit_cast<std::int32_t>(x);
    const float mantissa = std::bit_cast<float>((bits & 0x007fffff) | 0x3f800000);      // 1..2
    return float((bits >> 23) - 127) + (-0.344845f * mantissa + 2.024658f) * mantissa - 1.674873f;
}

double pixelRatio(QPainter* painter) { return painter->device() ? painter->device()->devicePixelRatioF() : 1.0; }

} // namespace

RasterPlottable::RasterPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis) : QCPAbstractPlottable(keyAxis, valueAxis)
{
    setSelectable(QCP::stNone);
    setAntialiased(false);
}

ColorRamp RasterPlottable::densityRamp()
{
    // The two lowest heat colours are close to the background: a single spike must be visible.
    const Theme& theme = Theme::current();
    return ColorRamp({{0.0, theme.color(QStringLiteral("heat.2"))},
                      {0.5, theme.color(QStringLiteral("heat.3"))},
                      {1.0, theme.color(QStringLiteral("heat.4"))}});
}

void RasterPlottable::setSelected(std::int64_t first, std::int64_t last)
{
    m_selectedFirst = first;
    m_selectedLast = last;
}

void RasterPlottable::prepare()
{
    m_mode = Mode::Empty;
    m_visible = 0;
    m_rect = {};
    if (!m_index || m_index->size() == 0)
        return;
    const QCPRange time = mKeyAxis->range(), units = mValueAxis->range();
    // A spike is in view if the middle of its step and of its unit is: marks stand there.
    const SpikeRect centres{std::int64_t(std::ceil(time.lower - 0.5)), std::int64_t(std::floor(time.upper - 0.5)) + 1,
                            std::int64_t(std::ceil(units.lower - 0.5)), std::int64_t(std::floor(units.upper - 0.5)) + 1};
    m_visible = m_index->count(centres, SpikeIndex::kExactSpikes);
    if (m_visible <= SpikeIndex::kExactSpikes) {
        m_rect = centres;
        m_mode = Mode::Exact;
        return;
    }
    m_mode = Mode::Density;
    m_rect = {std::max<std::int64_t>(0, std::int64_t(std::floor(time.lower))),
              std::min<std::int64_t>(m_index->steps(), std::int64_t(std::ceil(time.upper))),
              std::max<std::int64_t>(0, std::int64_t(std::floor(units.lower))),
              std::min<std::int64_t>(m_index->units(), std::int64_t(std::ceil(units.upper)))};
}

QString RasterPlottable::cellText() const
{
    if (m_cells.isEmpty())
        return {};
    const QLocale locale;
    const auto steps = double(m_rect.step1 - m_rect.step0) / m_cells.width();
    const auto units = double(m_rect.unit1 - m_rect.unit0) / m_cells.height();
    return tr("1 cell = %1 steps x %2 neurons").arg(locale.toString(steps, 'g', 3), locale.toString(units, 'g', 3));
}

void RasterPlottable::draw(QCPPainter* painter)
{
    if (m_mode == Mode::Empty)
        return;
    const QRect area = mKeyAxis->axisRect()->rect();
    const double ratio = pixelRatio(painter);
    if (m_mode == Mode::Exact)
        drawExact(painter, area, ratio);
    else
        drawDensity(painter, area, ratio);
    if (m_selectedFirst >= 0) {
        QColor band = Theme::current().color(QStringLiteral("select"));
        const double top = mValueAxis->coordToPixel(double(m_selectedLast) + 1), bottom = mValueAxis->coordToPixel(double(m_selectedFirst));
        band.setAlpha(m_mode == Mode::Exact ? 40 : 70);
        painter->fillRect(QRectF(area.left(), top, area.width(), std::max(1.0, bottom - top)).intersected(area), band);
    }
}

void RasterPlottable::drawExact(QCPPainter* painter, const QRect& area, double ratio)
{
    const int width = int(std::ceil(area.width() * ratio)), height = int(std::ceil(area.height() * ratio));
    if (width < 1 || height < 1)
        return;
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const QCPRange time = mKeyAxis->range(), units = mValueAxis->range();
    const double perStep = width / time.size(), perUnit = height / units.size();
    const int largest = int(std::lround(kLargestMark * ratio)), smallest = std::max(kSmallestMark, int(std::lround(ratio)));
    // A tenth of the cell stays free on each side, so that neighbours can be told apart.
    m_mark = {std::clamp(int(perStep * 0.8), smallest, largest), std::clamp(int(perUnit * 0.8), smallest, largest)};
    m_mark = m_mark.boundedTo({width, height});
    const Theme& theme = Theme::current();
    const QRgb plain = theme.color(QStringLiteral("raster.spike")).rgb(), chosen = theme.color(QStringLiteral("select")).rgb();
    auto* const bits = reinterpret_cast<QRgb*>(image.bits());
    const auto stride = image.bytesPerLine() / qsizetype(sizeof(QRgb));
    m_index->forEach(m_rect, [&](std::uint32_t step, std::uint32_t unit) {
        // As QCPAxis::coordToPixel maps: its lowest value stands on the last row of pixels, not below it.
        const double x = (step + 0.5 - time.lower) * perStep, y = height - ratio - (unit + 0.5 - units.lower) * perUnit;
        const int left = std::clamp(int(std::floor(x - m_mark.width() * 0.5 + 0.5)), 0, width - m_mark.width());
        const int top = std::clamp(int(std::floor(y - m_mark.height() * 0.5 + 0.5)), 0, height - m_mark.height());
        const bool isChosen = std::int64_t(unit) >= m_selectedFirst && std::int64_t(unit) <= m_selectedLast;
        for (int row = top; row < top + m_mark.height(); ++row)
            std::fill_n(bits + row * stride + left, m_mark.width(), isChosen ? chosen : plain);
    });
    image.setDevicePixelRatio(ratio);
    painter->drawImage(area.topLeft(), image);
}

void RasterPlottable::drawDensity(QCPPainter* painter, const QRect& area, double ratio)
{
    const QRectF target = QRectF(QPointF(mKeyAxis->coordToPixel(double(m_rect.step0)), mValueAxis->coordToPixel(double(m_rect.unit1))),
                                 QPointF(mKeyAxis->coordToPixel(double(m_rect.step1)), mValueAxis->coordToPixel(double(m_rect.unit0))));
    // Never more cells than pixels, so that scaling up can lose none.
    const DensityGrid grid = m_index->density(m_rect, std::max(1, int(target.width() * ratio)), std::max(1, int(target.height() * ratio)));
    if (grid.width == 0)
        return;
    m_cells = {grid.width, grid.height};
    // Cells differ by a step or a unit where the division leaves a rest: spikes per neuron and step are comparable.
    const auto sizes = [](std::int64_t total, int bins) {
        std::vector<float> inverse(static_cast<std::size_t>(bins));
        for (int i = 0; i < bins; ++i)
            inverse[std::size_t(i)] = 1.0f / float((total * (i + 1) + bins - 1) / bins - (total * i + bins - 1) / bins);
        return inverse;
    };
    const std::vector<float> across = sizes(m_rect.step1 - m_rect.step0, grid.width), up = sizes(m_rect.unit1 - m_rect.unit0, grid.height);
    // Plain loops over rows without branches or calls: the compiler makes vectors of them, and this is most of a frame.
    std::vector<float> density(grid.spikes.size());
    float low = std::numeric_limits<float>::max(), high = 0;
    const auto width = std::size_t(grid.width);
    for (std::size_t row = 0; row < std::size_t(grid.height); ++row) {
        const float* const from = grid.spikes.data() + row * width;
        float* const to = density.data() + row * width;
        const float perUnit = up[row];
        for (std::size_t column = 0; column < width; ++column) {
            const float d = from[column] * across[column] * perUnit;
            to[column] = d;
            const float filled = d > 0 ? d : std::numeric_limits<float>::max();
            low = low < filled ? low : filled;
            high = high > d ? high : d;
        }
    }
    // Shares of a tile can be tiny; below a hundred-thousandth of the highest everything has the lowest colour.
    low = std::max(low, high * 1e-5f);
    const ColorRamp ramp = densityRamp();
    const float bottom = roughLog2(low), scale = high > low ? 255.0f / (roughLog2(high) - bottom) : 0.0f;
    const float offset = scale > 0 ? 0.5f : 255.0f;
    QImage image(grid.width, grid.height, QImage::Format_ARGB32_Premultiplied);
    for (std::size_t row = 0; row < std::size_t(grid.height); ++row) {
        auto* const line = reinterpret_cast<QRgb*>(image.scanLine(grid.height - 1 - int(row)));
        const float* const from = density.data() + row * width;
        for (std::size_t column = 0; column < width; ++column) {
            const float d = from[column] > low ? from[column] : low;
            line[column] = QRgb((roughLog2(d) - bottom) * scale + offset);
        }
        for (std::size_t column = 0; column < width; ++column)
            line[column] = from[column] > 0 ? ramp.entry(line[column]) : 0u;
    }
    painter->save();
    painter->setClipRect(area);
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter->drawImage(target, image);
    painter->restore();
    if (double(low) != m_densityMin || double(high) != m_densityMax) {
        m_densityMin = double(low);
        m_densityMax = double(high);
        Q_EMIT densityChanged();
    }
}

void RasterPlottable::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    painter->fillRect(QRectF(rect.center() - QPointF(2, 2), QSizeF(4, 4)), Theme::current().color(QStringLiteral("raster.spike")));
}

QCPRange RasterPlottable::getKeyRange(bool& found, QCP::SignDomain) const
{
    found = m_index != nullptr;
    return found ? QCPRange(0, double(m_index->steps())) : QCPRange();
}

QCPRange RasterPlottable::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const
{
    found = m_index != nullptr;
    return found ? QCPRange(0, double(m_index->units())) : QCPRange();
}

RatePlottable::RatePlottable(QCPAxis* keyAxis, QCPAxis* valueAxis) : QCPAbstractPlottable(keyAxis, valueAxis)
{
    setSelectable(QCP::stNone);
    setAntialiased(false);
}

void RatePlottable::setIndex(std::shared_ptr<const SpikeIndex> index)
{
    m_index = std::move(index);
    m_peak = 0;
    if (m_index)
        for (std::int64_t step = 0; step < m_index->steps(); ++step)
            m_peak = std::max(m_peak, rateAt(step));
}

double RatePlottable::rateAt(std::int64_t step) const
{
    return m_index && m_index->units() > 0 ? double(m_index->countAt(step)) / double(m_index->units()) : 0;
}

void RatePlottable::draw(QCPPainter* painter)
{
    if (!m_index || m_peak <= 0)
        return;
    const QRect area = mKeyAxis->axisRect()->rect();
    const QColor fill = Theme::current().series(0);
    const double base = mValueAxis->coordToPixel(0);
    const auto first = std::max<std::int64_t>(0, std::int64_t(std::floor(mKeyAxis->range().lower)));
    const auto last = std::min<std::int64_t>(m_index->steps(), std::int64_t(std::ceil(mKeyAxis->range().upper)));
    int column = area.left() - 1;
    double highest = 0;
    // One column per pixel at most; a wider step is one wider column.
    for (std::int64_t step = first; step < last; ++step) {
        const double left = mKeyAxis->coordToPixel(double(step)), right = mKeyAxis->coordToPixel(double(step) + 1);
        highest = int(left) == column ? std::max(highest, rateAt(step)) : rateAt(step);
        column = int(left);
        const double top = mValueAxis->coordToPixel(highest);
        painter->fillRect(QRectF(std::floor(left), top, std::max(1.0, std::floor(right) - std::floor(left)), base - top), fill);
    }
}

void RatePlottable::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    painter->fillRect(rect, Theme::current().series(0));
}

QCPRange RatePlottable::getKeyRange(bool& found, QCP::SignDomain) const
{
    found = m_index != nullptr;
    return found ? QCPRange(0, double(m_index->steps())) : QCPRange();
}

QCPRange RatePlottable::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const
{
    found = m_index != nullptr;
    return QCPRange(0, m_peak);
}

} // namespace spw::ui
