// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

/// Products with spikes: a matrix of zeros and ones times a dense one is a sum of the rows that the ones pick. Below
/// about one spike in three this is quicker than a dense product.
///
/// Dense matrices are packed in panels of 64 columns, [columns / 64][rows][64], the last padded with zeros: what one
/// spike adds is then 256 bytes in a row, and a panel stays in the cache. The order of the
/// additions is the same whatever the instruction set and the number of threads: the bits of a result depend on neither.
namespace spw::kernels {

inline constexpr std::int64_t kPanel = 64;          // columns of a panel; also the spikes of a word

inline std::int64_t wordsOf(std::int64_t columns) { return (columns + 63) / 64; }
inline std::int64_t panelsOf(std::int64_t columns) { return (columns + kPanel - 1) / kPanel; }

/// Rows [first, last) of the numbers x [rows, columns] as bits [rows, wordsOf(columns)], column 0 in the lowest bit.
/// @return the number of ones, or -1 if something else than 0 and 1 was met (then the bits are of no use).
std::int64_t packSpikes(const float* x, std::int64_t columns, std::int64_t first, std::int64_t last,
                        std::uint64_t* bits);
/// The reverse.
void unpackSpikes(const std::uint64_t* bits, std::int64_t columns, std::int64_t first, std::int64_t last, float* x);

/// Bits [rows, wordsOf(columns)] to [columns, wordsOf(rows)]: word columns [firstWord, lastWord) of the source.
void transposeSpikes(const std::uint64_t* bits, std::int64_t rows, std::int64_t columns, std::int64_t firstWord,
                     std::int64_t lastWord, std::uint64_t* transposed);

/// A convolution over spikes [images, height, width, channels]: each output pixel's window becomes one row of spikes,
/// and the convolution a product of these rows with the weights.
struct SpikeWindows {
    std::int64_t images = 0, channels = 0, height = 0, width = 0, outHeight = 0, outWidth = 0;
    std::int64_t kernelHeight = 1, kernelWidth = 1, strideHeight = 1, strideWidth = 1, padHeight = 0, padWidth = 0,
                 dilationHeight = 1, dilationWidth = 1;

    std::int64_t rows() const { return images * outHeight * outWidth; }
    std::int64_t words() const { return kernelHeight * kernelWidth * wordsOf(channels); }
};
/// Rows [first, last) of the windows of `bits` [images * height * width, wordsOf(channels)].  @return their ones.
std::int64_t unfoldSpikes(const std::uint64_t* bits, const SpikeWindows& windows, std::int64_t first,
                          std::int64_t last, std::uint64_t* unfolded);

/// Where the ones are: for each tile of columns, each row, their columns within the tile in rising order. Few spikes
/// take tiles whose part of a panel fits the second cache, many take smaller ones, whose part stays in the first.
struct SpikeLists {
    std::int64_t rows = 0, columns = 0, tileColumns = 0, tiles = 0;
    std::vector<std::uint64_t> begin;     // [tile * rows + row], one more at the end
    std::vector<std::uint16_t> places;

    /// Sizes the lists; fill() then writes those of some rows, so that threads can share the work.
    SpikeLists(const std::uint64_t* bits, std::int64_t rows, std::int64_t columns, std::int64_t ones);
    void fill(const std::uint64_t* bits, std::int64_t firstRow, std::int64_t lastRow);
};

/// Panels [first, last) of weight [outputs, inputs], transposed: [panels][inputs][64].
void packTransposed(const float* weight, std::int64_t outputs, std::int64_t inputs, std::int64_t first,
                    std::int64_t last, float* panels);
/// Panel p of values [rows, columns]: [rows][64].
void packPanel(const float* values, std::int64_t rows, std::int64_t columns, std::int64_t p, float* panel);

/// y[row][0..used) = bias + sum of the panel's rows that the spikes of `row` name, for rows [first, last).
/// @param bias  `used` numbers, or nullptr.
/// @param sums  scratch: 64 numbers for each of these rows.
/// @param next  the panel that comes after this one, read ahead; nullptr if there is none.
void gatherPanel(const SpikeLists& lists, const float* panel, const float* bias, std::int64_t first,
                 std::int64_t last, std::int64_t used, float* sums, float* y, std::int64_t stride, const float* next);

/// A convolution: y [rows of the windows][outputs] = bias + sums over the ones of each window, for rows [first, last).
/// The same as unfoldSpikes and gatherPanel for each panel, without the windows' bits being written anywhere.
/// @param panels  packTransposed weights.  @param list  scratch: 64 numbers for each word of a window, and 64 more.
void gatherWindows(const std::uint64_t* bits, const SpikeWindows& windows, const float* panels, const float* bias,
                   std::int64_t outputs, std::int64_t first, std::int64_t last, std::uint32_t* list, float* y);

/// The sums of gatherPanel turned: y[0..used)[row], each row of y `stride` long.
/// @param large  y as a whole does not fit the cache.
void gatherTransposed(const SpikeLists& lists, const float* panel, std::int64_t first, std::int64_t last,
                      std::int64_t used, float* sums, float* y, std::int64_t stride, bool large);

/// Expected time of a product of spikes [rows, inputs] with weights [inputs, outputs], in nanoseconds of one core of
/// the machine that the figures were taken on. Only their order matters. A fixed table rather than a measurement
/// made at run time: a run and its repetition must take the same way, since the two round differently.
struct ProductCost {
    double dense = 0.0, events = 0.0;
    /// With a margin, since being wrong costs more than being right gains.
    bool eventsPay() const { return events < 0.9 * dense; }
};
/// @param repack  the weights changed since they were last packed.
ProductCost linearCost(std::int64_t rows, std::int64_t inputs, std::int64_t outputs, double density, bool repack);
ProductCost convCost(const SpikeWindows& windows, std::int64_t outputs, double density, bool repack);
ProductCost gradWeightCost(std::int64_t rows, std::int64_t inputs, std::int64_t outputs, double density);

} // namespace spw::kernels
