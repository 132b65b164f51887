// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/synapse_view.h"
#include "ui/scopes/scale_bar.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace spw::ui {

/// How the weights that lead to one unit are laid out as a picture: channels side by side, each of height x width.
struct TileShape {
    std::int64_t channels = 1, height = 1, width = 1;
    std::int64_t columns = 1, rows = 1;                      // of the channels
    int pixelWidth() const { return int(columns * width + columns - 1); }
    int pixelHeight() const { return int(rows * height + rows - 1); }
    /// Pixels between two tiles: more than between two channels of one.
    int gap() const { return channels > 1 ? 3 : 1; }
    /// Position of pre unit `pre` in the tile.
    QPoint at(std::int64_t pre) const;
    /// Pre unit at a pixel of the tile; -1: between two channels or outside.
    std::int64_t preAt(QPoint pixel) const;
};
/// 1,28,28 and 28,28 are pictures; a plain row of n becomes the squarest rectangle of n cells.
TileShape tileShape(const std::vector<std::int64_t>& preShape, std::int64_t pre);

struct WeightOptions {
    bool change = false;          // what was learned since the run began instead of the weights
    bool ownRange = false;        // each tile has colours of its own
};

/// Everything the views draw of one look at a synapse. Made on another thread (`makeWeightPicture`), then only read.
struct WeightPicture {
    static constexpr std::uint8_t kLevels = 254, kBroken = 254, kNone = 255;   // levels 0..253, not finite, no weight
    static constexpr std::int64_t kMostTiles = 1024, kMostTilePixels = 4'000'000, kMostCells = 2'000'000;
    static constexpr int kBins = 64;

    std::shared_ptr<const SynapseView> view;
    WeightOptions options;
    std::vector<float> change;              // weights minus those at the start; empty: the weights are shown
    TileShape tile;
    std::int64_t tiles = 0;                 // how many units have a tile: all, unless they are too many
    std::vector<std::uint8_t> cells;        // [tiles][pre] as levels of the colour scale
    double low = 0, high = 1;               // what the colours mean
    bool diverging = false;                 // two-sided around 0
    std::int64_t reduceX = 1, reduceY = 1;  // pre and post units in one cell of `reduced`
    std::int64_t reducedWidth = 0, reducedHeight = 0;
    std::vector<std::uint8_t> reduced;      // the whole matrix, if it is larger than kMostCells
    std::vector<std::int64_t> bins;         // counts between binLow and binHigh
    double binLow = 0, binHigh = 1;
    double mean = 0, deviation = 0;
    std::int64_t broken = 0;                // weights that are no numbers
    double stuck = 0;                       // share of the weights at a bound

    const std::vector<float>& values() const { return change.empty() ? view->weights : change; }
    float value(std::int64_t post, std::int64_t pre) const { return values()[std::size_t(post * view->pre + pre)]; }
    std::uint8_t level(float value) const;
};

/// @param start  the weights when the run began, for WeightOptions::change; may be null.
std::shared_ptr<const WeightPicture> makeWeightPicture(std::shared_ptr<const SynapseView> view, std::shared_ptr<const SynapseView> start,
                                                       WeightOptions options);

/// The colours of the levels in the theme of the moment; two-sided: cool below 0, warm above.
ColorRamp weightRamp(bool diverging);
/// The same for the levels of WeightPicture, with what is broken or empty.
std::vector<QRgb> weightColours(bool diverging);

/// Steps at which a unit spiked, told by its trace alone: it falls by itself and only a spike keeps or raises it.
std::vector<std::int64_t> spikesOfTrace(const std::vector<float>& trace);

} // namespace spw::ui
