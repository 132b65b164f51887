// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/weights/weight_picture.h"

#include "ui/model/learner_health.h"
#include "ui/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace spw::ui {
namespace {

struct Extent {
    double low = 0, high = 0, sum = 0, squares = 0;
    std::int64_t finite = 0, broken = 0;
};

Extent extentOf(const float* values, std::size_t count)
{
    Extent e;
    float low = std::numeric_limits<float>::max(), high = std::numeric_limits<float>::lowest();
    for (std::size_t i = 0; i < count; ++i) {
        const float v = values[i];
        if (!std::isfinite(v)) {
            ++e.broken;
            continue;
        }
        low = std::min(low, v);
        high = std::max(high, v);
        e.sum += double(v);
        e.squares += double(v) * double(v);
    }
    e.finite = std::int64_t(count) - e.broken;
    if (e.finite > 0) {
        e.low = double(low);
        e.high = double(high);
    }
    return e;
}

/// Value to level by a line; what is not finite has a level of its own.
struct LevelScale {
    float low, factor;
    LevelScale(double from, double to) : low(float(from)), factor(to > from ? float((WeightPicture::kLevels - 1) / (to - from)) : 0) {}
    std::uint8_t operator()(float v) const
    {
        if (!std::isfinite(v))
            return WeightPicture::kBroken;
        return std::uint8_t(std::clamp((v - low) * factor + 0.5f, 0.f, float(WeightPicture::kLevels - 1)));
    }
};

/// The ends of a colour scale: symmetric if there are values on both sides of 0.
void chooseRange(double low, double high, bool twoSided, double& from, double& to, bool& diverging)
{
    diverging = twoSided || (low < 0 && high > 0);
    if (diverging) {
        to = std::max(std::abs(low), std::abs(high));
        from = -to;
    } else {
        from = low;
        to = high;
    }
    if (to <= from)
        to = from + (diverging || from == 0 ? 1 : std::abs(from));
    if (diverging && from >= 0)
        from = -to;
}

void reduce(WeightPicture& p)
{
    const SynapseView& v = *p.view;
    while ((v.pre / p.reduceX) * (v.post / p.reduceY) > WeightPicture::kMostCells)
        (v.pre / p.reduceX > v.post / p.reduceY ? p.reduceX : p.reduceY) *= 2;
    p.reducedWidth = (v.pre + p.reduceX - 1) / p.reduceX;
    p.reducedHeight = (v.post + p.reduceY - 1) / p.reduceY;
    p.reduced.assign(std::size_t(p.reducedWidth * p.reducedHeight), 0);
    const float rest = p.diverging ? 0.f : float(p.low);
    const LevelScale scale(p.low, p.high);
    // Of the weights of one cell the one that stands out: no strong weight disappears because there are many.
    for (std::int64_t y = 0; y < p.reducedHeight; ++y)
        for (std::int64_t x = 0; x < p.reducedWidth; ++x) {
            float best = rest;
            for (std::int64_t post = y * p.reduceY; post < std::min(v.post, (y + 1) * p.reduceY); ++post)
                for (std::int64_t pre = x * p.reduceX; pre < std::min(v.pre, (x + 1) * p.reduceX); ++pre)
                    if (const float w = p.value(post, pre); !(std::abs(w - rest) <= std::abs(best - rest)))
                        best = w;
            p.reduced[std::size_t(y * p.reducedWidth + x)] = scale(best);
        }
}

void countBins(WeightPicture& p)
{
    const SynapseView& v = *p.view;
    p.binLow = p.low;
    p.binHigh = p.high;
    // The bounds belong to the picture: how far from them the weights are is what one looks for.
    if (p.change.empty()) {
        if (v.least)
            p.binLow = std::min(p.binLow, *v.least);
        if (v.most && *v.most < 4 * std::max(std::abs(p.high), 1e-30))
            p.binHigh = std::max(p.binHigh, *v.most);
    }
    p.bins.assign(WeightPicture::kBins, 0);
    const float low = float(p.binLow), factor = float(WeightPicture::kBins / (p.binHigh - p.binLow));
    for (const float w : p.values())
        if (std::isfinite(w))
            ++p.bins[std::size_t(std::clamp(int((w - low) * factor), 0, WeightPicture::kBins - 1))];
}

} // namespace

QPoint TileShape::at(std::int64_t pre) const
{
    const std::int64_t channel = pre / (height * width), inside = pre % (height * width);
    return {int((channel % columns) * (width + 1) + inside % width), int((channel / columns) * (height + 1) + inside / width)};
}

std::int64_t TileShape::preAt(QPoint pixel) const
{
    if (pixel.x() < 0 || pixel.y() < 0 || pixel.x() >= pixelWidth() || pixel.y() >= pixelHeight())
        return -1;
    const std::int64_t column = pixel.x() / (width + 1), x = pixel.x() % (width + 1), row = pixel.y() / (height + 1), y = pixel.y() % (height + 1);
    const std::int64_t channel = row * columns + column;
    return x == width || y == height || channel >= channels ? -1 : (channel * height + y) * width + x;
}

TileShape tileShape(const std::vector<std::int64_t>& preShape, std::int64_t pre)
{
    TileShape t;
    if (preShape.size() >= 2) {
        t.width = std::max<std::int64_t>(1, preShape.back());
        t.height = std::max<std::int64_t>(1, preShape[preShape.size() - 2]);
        for (std::size_t i = 0; i + 2 < preShape.size(); ++i)
            t.channels *= std::max<std::int64_t>(1, preShape[i]);
    }
    if (preShape.size() < 2 || t.width * t.height * t.channels != pre) {
        t = {};
        t.height = std::max<std::int64_t>(1, std::int64_t(std::sqrt(double(pre))));
        while (pre % t.height)
            --t.height;
        t.width = pre / t.height;
        if (t.width > 4 * t.height) {                    // a prime would be a line: a square with a rest instead
            t.width = std::int64_t(std::ceil(std::sqrt(double(pre))));
            t.height = (pre + t.width - 1) / t.width;
        }
    }
    t.columns = std::max<std::int64_t>(1, std::int64_t(std::ceil(std::sqrt(double(t.channels) * double(t.height) / double(t.width)))));
    // A few channels stand in a row: a square with a hole would look like several units.
    t.columns = t.channels <= 4 ? t.channels : std::min(t.columns, t.channels);
    t.rows = (t.channels + t.columns - 1) / t.columns;
    return t;
}

std::uint8_t WeightPicture::level(float value) const { return LevelScale(low, high)(value); }

std::shared_ptr<const WeightPicture> makeWeightPicture(std::shared_ptr<const SynapseView> view, std::shared_ptr<const SynapseView> start,
                                                       WeightOptions options)
{
    auto picture = std::make_shared<WeightPicture>();
    WeightPicture& p = *picture;
    p.view = std::move(view);
    p.options = options;
    const SynapseView& v = *p.view;
    const auto count = std::size_t(std::max<std::int64_t>(0, v.pre * v.post));
    if (v.pre <= 0 || v.post <= 0 || v.weights.size() != count)
        return nullptr;                      // nothing to look at
    if (options.change && start && start->weights.size() == count) {
        p.change.resize(count);
        for (std::size_t i = 0; i < count; ++i)
            p.change[i] = v.weights[i] - start->weights[i];
    }
    const std::vector<float>& values = p.values();
    const Extent all = extentOf(values.data(), count);
    p.broken = all.broken;
    if (all.finite > 0) {
        p.mean = all.sum / double(all.finite);
        p.deviation = std::sqrt(std::max(0.0, all.squares / double(all.finite) - p.mean * p.mean));
    }
    const bool changes = !p.change.empty();
    // Weights that a bound keeps above 0 are seen from that bound on.
    const double low = !changes && v.least && *v.least >= 0 ? std::min(*v.least, all.low) : all.low;
    chooseRange(low, all.high, changes, p.low, p.high, p.diverging);
    p.stuck = stuckShare(v);

    p.tile = tileShape(v.preShape, v.pre);
    const std::int64_t pixels = std::int64_t(p.tile.pixelWidth() + 1) * (p.tile.pixelHeight() + 1);
    p.tiles = std::min({v.post, WeightPicture::kMostTiles, std::max<std::int64_t>(1, WeightPicture::kMostTilePixels / pixels)});
    if (pixels > WeightPicture::kMostTilePixels)
        p.tiles = 0;
    p.cells.resize(std::size_t(p.tiles * v.pre));
    const LevelScale shared(p.low, p.high);
    for (std::int64_t unit = 0; unit < p.tiles; ++unit) {
        const float* row = values.data() + unit * v.pre;
        LevelScale scale = shared;
        if (options.ownRange) {
            const Extent own = extentOf(row, std::size_t(v.pre));
            const double reach = std::max(std::abs(own.low), std::abs(own.high));
            scale = p.diverging ? LevelScale(-reach, reach) : LevelScale(own.low, own.high);
        }
        std::uint8_t* to = p.cells.data() + unit * v.pre;
        for (std::int64_t pre = 0; pre < v.pre; ++pre)
            to[pre] = scale(row[pre]);
    }
    if (std::int64_t(count) > WeightPicture::kMostCells)
        reduce(p);
    countBins(p);
    return picture;
}

ColorRamp weightRamp(bool diverging)
{
    const Theme& theme = Theme::current();
    std::vector<ColorRamp::Stop> stops;
    if (diverging) {
        stops = {{0.0, theme.color(QStringLiteral("polarity.off"))}, {0.5, theme.color(QStringLiteral("heat.0"))}, {1.0, theme.color(QStringLiteral("polarity.on"))}};
    } else {
        for (int i = 0; i < 5; ++i)
            stops.push_back({i / 4.0, theme.color(QStringLiteral("heat.%1").arg(i))});
    }
    return ColorRamp(stops);
}

std::vector<QRgb> weightColours(bool diverging)
{
    const ColorRamp ramp = weightRamp(diverging);
    std::vector<QRgb> colours(256);
    for (int i = 0; i < WeightPicture::kLevels; ++i)
        colours[std::size_t(i)] = ramp.at(double(i) / (WeightPicture::kLevels - 1));
    colours[WeightPicture::kBroken] = Theme::current().color(QStringLiteral("ok")).rgb();     // a colour no scale has
    colours[WeightPicture::kNone] = qRgba(0, 0, 0, 0);
    return colours;
}

std::vector<std::int64_t> spikesOfTrace(const std::vector<float>& trace)
{
    std::vector<std::int64_t> steps;
    for (std::size_t t = 0; t < trace.size(); ++t)
        if (trace[t] > 0 && (t == 0 || trace[t] >= trace[t - 1]))
            steps.push_back(std::int64_t(t));
    return steps;
}

} // namespace spw::ui
