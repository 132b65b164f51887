// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/sparse/sparse.h"

#include "kernels/cpu/call_level.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace spw::kernels {

#define SPW_SPARSE_PASSES                                                                                              \
    std::int64_t packSpikes(const float*, std::int64_t, std::int64_t, std::int64_t, std::uint64_t*);                   \
    std::int64_t listSpikes(const std::uint64_t*, std::int64_t, std::uint16_t, std::uint16_t*);                        \
    void packTransposed(const float*, std::int64_t, std::int64_t, std::int64_t, std::int64_t, float*);                 \
    void gatherPanel(const SpikeLists&, const float*, const float*, std::int64_t, std::int64_t, std::int64_t,          \
                     float*, float*, std::int64_t, const float*);                                                      \
    void gatherWindows(const std::uint64_t*, const SpikeWindows&, const float*, const float*, std::int64_t,            \
                       std::int64_t, std::int64_t, std::uint32_t*, float*);                                            \
    void gatherTransposed(const SpikeLists&, const float*, std::int64_t, std::int64_t, std::int64_t, float*,           \
                          float*, std::int64_t, bool);
SPW_DECLARE_LEVELS(SPW_SPARSE_PASSES)
#undef SPW_SPARSE_PASSES

namespace {

constexpr std::int64_t kLeastTile = 128, kMostTile = 2048;   // 32 KB and 512 KB of a panel
constexpr double kSpikesPerTile = 28;   // of one row: enough to pay for picking its sums up and laying them down
constexpr std::size_t kSlack = 16;      // lists are written a vector at a time

std::int64_t tileFor(std::int64_t rows, std::int64_t columns, std::int64_t ones)
{
    const double columnsForThat = kSpikesPerTile * double(rows) * double(columns) / double(std::max<std::int64_t>(ones, 1));
    return std::clamp(std::int64_t(std::min(columnsForThat, double(kMostTile))) / 64 * 64, kLeastTile, kMostTile);
}

std::int64_t listLevel(const std::uint64_t* bits, std::int64_t words, std::uint16_t base, std::uint16_t* out)
{
    SPW_CALL_LEVEL(listSpikes(bits, words, base, out));
}

/// The 64 x 64 bits of m to their transpose, in place (Hacker's Delight 7-3, lowest bit first).
void transposeBlock(std::uint64_t* m)
{
    std::uint64_t mask = 0x00000000ffffffffu;
    for (int j = 32; j != 0; j >>= 1, mask ^= mask << j)
        for (int k = 0; k < 64; k = ((k | j) + 1) & ~j) {
            const std::uint64_t t = ((m[k] >> j) ^ m[k | j]) & mask;
            m[k] ^= t << j;
            m[k | j] ^= t;
        }
}

} // namespace

std::int64_t packSpikes(const float* x, std::int64_t columns, std::int64_t first, std::int64_t last,
                        std::uint64_t* bits)
{
    SPW_CALL_LEVEL(packSpikes(x, columns, first, last, bits));
}

void unpackSpikes(const std::uint64_t* bits, std::int64_t columns, std::int64_t first, std::int64_t last, float* x)
{
    const std::int64_t words = wordsOf(columns);
    for (std::int64_t row = first; row < last; ++row)
        for (std::int64_t c = 0; c < columns; ++c)
            x[row * columns + c] = float((bits[row * words + c / 64] >> (c % 64)) & 1);
}

void transposeSpikes(const std::uint64_t* bits, std::int64_t rows, std::int64_t columns, std::int64_t firstWord,
                     std::int64_t lastWord, std::uint64_t* transposed)
{
    const std::int64_t words = wordsOf(columns), rowWords = wordsOf(rows);
    std::uint64_t square[64];
    for (std::int64_t w = firstWord; w < lastWord; ++w)
        for (std::int64_t r = 0; r < rowWords; ++r) {
            for (std::int64_t k = 0; k < 64; ++k)
                square[k] = r * 64 + k < rows ? bits[(r * 64 + k) * words + w] : 0;
            transposeBlock(square);
            for (std::int64_t k = 0; k < 64 && w * 64 + k < columns; ++k)
                transposed[(w * 64 + k) * rowWords + r] = square[k];
        }
}

std::int64_t unfoldSpikes(const std::uint64_t* bits, const SpikeWindows& w, std::int64_t first, std::int64_t last,
                          std::uint64_t* unfolded)
{
    const std::int64_t words = wordsOf(w.channels);
    std::int64_t ones = 0;
    std::uint64_t* to = unfolded + first * w.words();
    for (std::int64_t row = first; row < last; ++row) {
        const std::int64_t image = row / (w.outHeight * w.outWidth), pixel = row % (w.outHeight * w.outWidth);
        const std::int64_t top = pixel / w.outWidth * w.strideHeight - w.padHeight,
                           left = pixel % w.outWidth * w.strideWidth - w.padWidth;
        for (std::int64_t ky = 0; ky < w.kernelHeight; ++ky)
            for (std::int64_t kx = 0; kx < w.kernelWidth; ++kx, to += words) {
                const std::int64_t y = top + ky * w.dilationHeight, x = left + kx * w.dilationWidth;
                const bool inside = y >= 0 && y < w.height && x >= 0 && x < w.width;
                const std::uint64_t* from = bits + ((image * w.height + y) * w.width + x) * words;
                for (std::int64_t k = 0; k < words; ++k) {
                    to[k] = inside ? from[k] : 0;
                    ones += std::popcount(to[k]);
                }
            }
    }
    return ones;
}

SpikeLists::SpikeLists(const std::uint64_t* bits, std::int64_t rowCount, std::int64_t columnCount, std::int64_t ones)
    : rows(rowCount), columns(columnCount),
      tileColumns(tileFor(rowCount, columnCount, ones)),
      tiles((columnCount + tileColumns - 1) / tileColumns), begin(std::size_t(tiles * rowCount + 1), 0)
{
    const std::int64_t words = wordsOf(columns), tileWords = tileColumns / 64;
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t tile = 0; tile < tiles; ++tile) {
            std::uint64_t count = 0;
            for (std::int64_t w = tile * tileWords; w < std::min(words, (tile + 1) * tileWords); ++w)
                count += std::uint64_t(std::popcount(bits[row * words + w]));
            begin[std::size_t(tile * rows + row + 1)] = count;
        }
    for (std::size_t i = 1; i < begin.size(); ++i)
        begin[i] += begin[i - 1];
    places.resize(std::size_t(begin.back()));
}

void SpikeLists::fill(const std::uint64_t* bits, std::int64_t firstRow, std::int64_t lastRow)
{
    const std::int64_t words = wordsOf(columns), tileWords = tileColumns / 64;
    std::uint16_t list[kMostTile + kSlack];   // a row's neighbour may be written by another thread: no slack there
    for (std::int64_t row = firstRow; row < lastRow; ++row)
        for (std::int64_t tile = 0; tile < tiles; ++tile) {
            const std::uint64_t* place = begin.data() + tile * rows + row;
            listLevel(bits + row * words + tile * tileWords, std::min(tileWords, words - tile * tileWords), 0, list);
            std::memcpy(places.data() + place[0], list, std::size_t(place[1] - place[0]) * sizeof list[0]);
        }
}

void packTransposed(const float* weight, std::int64_t outputs, std::int64_t inputs, std::int64_t first,
                    std::int64_t last, float* panels)
{
    SPW_CALL_LEVEL(packTransposed(weight, outputs, inputs, first, last, panels));
}

void packPanel(const float* values, std::int64_t rows, std::int64_t columns, std::int64_t p, float* panel)
{
    const std::int64_t used = std::min(kPanel, columns - p * kPanel);
    for (std::int64_t r = 0; r < rows; ++r) {
        float* to = panel + r * kPanel;
        std::memcpy(to, values + r * columns + p * kPanel, std::size_t(used) * sizeof(float));
        std::fill(to + used, to + kPanel, 0.0f);
    }
}

void gatherPanel(const SpikeLists& lists, const float* panel, const float* bias, std::int64_t first,
                 std::int64_t last, std::int64_t used, float* sums, float* y, std::int64_t stride,
                 const float* next)
{
    SPW_CALL_LEVEL(gatherPanel(lists, panel, bias, first, last, used, sums, y, stride, next));
}

void gatherWindows(const std::uint64_t* bits, const SpikeWindows& windows, const float* panels, const float* bias,
                   std::int64_t outputs, std::int64_t first, std::int64_t last, std::uint32_t* list, float* y)
{
    SPW_CALL_LEVEL(gatherWindows(bits, windows, panels, bias, outputs, first, last, list, y));
}

void gatherTransposed(const SpikeLists& lists, const float* panel, std::int64_t first, std::int64_t last,
                      std::int64_t used, float* sums, float* y, std::int64_t stride, bool large)
{
    SPW_CALL_LEVEL(gatherTransposed(lists, panel, first, last, used, sums, y, stride, large));
}

namespace {

/// Nanoseconds of one core for one ..., measured by `kernels bench` on a 2.5 GHz Cascade Lake at 4096 x 4096.
struct CostTable {
    double multiply;    // multiplication of a dense product
    double add;         // addition of the event product
    double spike;       // input number: packed, counted, listed
    double read;        // number of the panels, read
    double output;      // number of the result
    double pack;        // number of the panels, packed from transposed weights
    double packRows;    // the same from values in their order
    double word;        // word of a convolution's windows: unfolded and listed
    double addWindow;   // addition of an event convolution, whose weights come from further away
};
constexpr CostTable kAvx512{0.0178, 0.032, 0.45, 0.35, 1.0, 1.5, 0.8, 8.0, 0.070};
constexpr CostTable kAvx2{0.030, 0.045, 0.60, 0.35, 1.2, 1.7, 0.8, 12.0, 0.098};

ProductCost costOf(double rows, double inputs, double outputs, double density, const CostTable& c, double packing)
{
    return {c.multiply * rows * inputs * outputs,
            c.add * density * rows * inputs * outputs + c.spike * rows * inputs
                + (c.read + packing) * inputs * outputs + c.output * rows * outputs};
}

} // namespace

ProductCost linearCost(std::int64_t rows, std::int64_t inputs, std::int64_t outputs, double density, bool repack)
{
    if (activeIsa() == Isa::Scalar)   // a dense product is never scalar
        return {0.0, 1.0};
    const CostTable& c = activeIsa() == Isa::Avx512 ? kAvx512 : kAvx2;
    return costOf(double(rows), double(inputs), double(outputs), density, c, repack ? c.pack : 0.0);
}

ProductCost convCost(const SpikeWindows& w, std::int64_t outputs, double density, bool repack)
{
    if (activeIsa() == Isa::Scalar)
        return {0.0, 1.0};
    const CostTable& c = activeIsa() == Isa::Avx512 ? kAvx512 : kAvx2;
    const double taps = double(w.kernelHeight * w.kernelWidth), rows = double(w.rows());
    const double weights = double(w.words()) * 64.0 * double(outputs);
    const double multiplications = rows * taps * double(w.channels) * double(outputs);
    return {c.multiply * multiplications,
            c.addWindow * density * multiplications + c.spike * double(w.images * w.height * w.width * w.channels)
                + c.word * rows * double(w.words()) + (c.read + (repack ? c.pack : 0.0)) * weights
                + c.output * rows * double(outputs)};
}

ProductCost gradWeightCost(std::int64_t rows, std::int64_t inputs, std::int64_t outputs, double density)
{
    if (activeIsa() == Isa::Scalar)
        return {0.0, 1.0};
    const CostTable& c = activeIsa() == Isa::Avx512 ? kAvx512 : kAvx2;
    return costOf(double(inputs), double(rows), double(outputs), density, c, c.packRows);   // gathered over the rows
}

} // namespace spw::kernels
