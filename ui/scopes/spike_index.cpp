// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/spike_index.h"

#include <cmath>
#include <numeric>

namespace spw::ui {
namespace {

// 4096 x 2048 cells of 4 bytes are 32 MB; all coarser levels add a third.
constexpr std::int64_t kFinestColumns = 4096, kFinestRows = 2048;
// Counting a spike costs about 2 ns, so that direct counting stays within 5 ms a frame.
constexpr std::size_t kDirectSpikes = 2'000'000;
constexpr std::size_t kStopEvery = 1 << 20;

std::int64_t ceilDiv(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// Two neighbouring bins that a cell falls on, and its share in each; a cell wider than a bin reaches further.
struct Share {
    int first = 0, last = 0;
    float inFirst = 1, inMiddle = 0, inLast = 0;
};

/// How the cells [first, last) of `size` values each fall on `bins` bins that divide [from, to).
std::vector<Share> shares(std::int64_t first, std::int64_t last, std::int64_t size, std::int64_t from, std::int64_t to, int bins)
{
    std::vector<Share> result;
    result.reserve(std::size_t(last - first));
    const double perBin = double(to - from) / bins;
    for (std::int64_t cell = first; cell < last; ++cell) {
        const double begin = double(std::max(cell * size, from) - from) / perBin;
        const double end = double(std::min((cell + 1) * size, to) - from) / perBin;
        Share share;
        share.first = std::clamp(int(begin), 0, bins - 1);
        share.last = std::clamp(int(std::ceil(end)) - 1, share.first, bins - 1);
        if (share.last > share.first) {
            // Never nothing: a bin that a cell touches must not look empty.
            const double length = end - begin;
            share.inFirst = float(std::max(1e-6, (share.first + 1 - begin) / length));
            share.inLast = float(std::max(1e-6, (end - share.last) / length));
            share.inMiddle = float(1 / length);
        }
        result.push_back(share);
    }
    return result;
}

/// Smallest power of two that divides `size` values into at most `cells` cells, as an exponent.
int shiftFor(std::int64_t size, std::int64_t cells)
{
    int shift = 0;
    while (((size - 1) >> shift) + 1 > cells)
        ++shift;
    return shift;
}

/// [width][height] to [height][width], in blocks that stay in the cache.
void transpose(const std::vector<float>& from, int width, int height, std::vector<float>& to)
{
    constexpr int kBlock = 32;
    for (int x0 = 0; x0 < width; x0 += kBlock)
        for (int y0 = 0; y0 < height; y0 += kBlock)
            for (int y = y0; y < std::min(height, y0 + kBlock); ++y)
                for (int x = x0; x < std::min(width, x0 + kBlock); ++x)
                    to[std::size_t(y) * std::size_t(width) + std::size_t(x)] = from[std::size_t(x) * std::size_t(height) + std::size_t(y)];
}

} // namespace

std::shared_ptr<const SpikeIndex> SpikeIndex::build(std::shared_ptr<const void> owner, std::span<const std::uint32_t> step,
                                                    std::span<const std::uint32_t> unit, std::int64_t steps,
                                                    std::int64_t units, const std::stop_token& stop)
{
    auto index = std::make_shared<SpikeIndex>();
    const std::size_t size = std::min(step.size(), unit.size());
    index->m_owner = std::move(owner);
    index->m_step = step.first(size);
    index->m_unit = unit.first(size);

    // One look at all pairs: their order, and the extent they really have.
    bool sorted = true;
    std::uint32_t lastStep = 0, highestUnit = 0;
    for (std::size_t i = 0; i < size; ++i) {
        sorted = sorted && (i == 0 || step[i - 1] < step[i] || (step[i - 1] == step[i] && unit[i - 1] <= unit[i]));
        lastStep = std::max(lastStep, step[i]);
        highestUnit = std::max(highestUnit, unit[i]);
    }
    if (stop.stop_requested())
        return nullptr;
    index->m_steps = std::max<std::int64_t>(steps, size ? std::int64_t(lastStep) + 1 : 0);
    index->m_units = std::max<std::int64_t>(units, size ? std::int64_t(highestUnit) + 1 : 0);
    if (!sorted) {
        std::vector<std::uint32_t> order(size);
        std::iota(order.begin(), order.end(), 0u);
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return step[a] != step[b] ? step[a] < step[b] : unit[a] < unit[b];
        });
        index->m_ownStep.reserve(size);
        index->m_ownUnit.reserve(size);
        for (const std::uint32_t i : order) {
            index->m_ownStep.push_back(step[i]);
            index->m_ownUnit.push_back(unit[i]);
        }
        index->m_step = index->m_ownStep;
        index->m_unit = index->m_ownUnit;
        index->m_owner.reset();
    }

    // Steps that outnumber the spikes would cost more than 12 bytes a spike: then steps are searched instead.
    if (index->m_steps <= std::int64_t(size)) {
        index->m_firstOf.assign(std::size_t(index->m_steps) + 1, 0);
        for (const std::uint32_t s : index->m_step)
            ++index->m_firstOf[s + 1];
        std::partial_sum(index->m_firstOf.begin(), index->m_firstOf.end(), index->m_firstOf.begin());
    }
    if (size <= kExactSpikes || stop.stop_requested())
        return stop.stop_requested() ? nullptr : index;

    Level finest;
    const int stepShift = shiftFor(index->m_steps, kFinestColumns), unitShift = shiftFor(index->m_units, kFinestRows);
    finest.stepsPerCell = std::int64_t(1) << stepShift;
    finest.unitsPerCell = std::int64_t(1) << unitShift;
    finest.columns = ceilDiv(index->m_steps, finest.stepsPerCell);
    finest.rows = ceilDiv(index->m_units, finest.unitsPerCell);
    finest.count.assign(std::size_t(finest.columns * finest.rows), 0);
    for (std::size_t begin = 0; begin < size; begin += kStopEvery) {
        if (stop.stop_requested())
            return nullptr;
        const std::size_t end = std::min(size, begin + kStopEvery);
        for (std::size_t i = begin; i < end; ++i)
            ++finest.count[std::size_t(index->m_step[i] >> stepShift) * std::size_t(finest.rows) + (index->m_unit[i] >> unitShift)];
    }
    index->m_levels.push_back(std::move(finest));
    while (index->m_levels.back().columns > 64 || index->m_levels.back().rows > 64) {
        const Level& fine = index->m_levels.back();
        Level coarse;
        const int stepFactor = fine.columns > 1 ? 2 : 1, unitFactor = fine.rows > 1 ? 2 : 1;
        coarse.stepsPerCell = fine.stepsPerCell * stepFactor;
        coarse.unitsPerCell = fine.unitsPerCell * unitFactor;
        coarse.columns = ceilDiv(fine.columns, stepFactor);
        coarse.rows = ceilDiv(fine.rows, unitFactor);
        coarse.count.assign(std::size_t(coarse.columns * coarse.rows), 0);
        for (std::int64_t column = 0; column < fine.columns; ++column) {
            const std::uint32_t* from = fine.count.data() + column * fine.rows;
            std::uint32_t* to = coarse.count.data() + column / stepFactor * coarse.rows;
            for (std::int64_t row = 0; row < fine.rows; ++row)
                to[row / unitFactor] += from[row];
        }
        index->m_levels.push_back(std::move(coarse));
    }
    return index;
}

std::size_t SpikeIndex::tileBytes() const
{
    return std::accumulate(m_levels.begin(), m_levels.end(), std::size_t(0), [](std::size_t sum, const Level& level) {
        return sum + level.count.capacity() * sizeof(std::uint32_t);
    });
}

std::size_t SpikeIndex::bytes() const
{
    return m_step.size() * 2 * sizeof(std::uint32_t) + m_firstOf.capacity() * sizeof(std::uint32_t) + tileBytes();
}

SpikeRect SpikeIndex::clamped(SpikeRect rect) const
{
    rect.step0 = std::clamp<std::int64_t>(rect.step0, 0, m_steps);
    rect.step1 = std::clamp<std::int64_t>(rect.step1, rect.step0, m_steps);
    rect.unit0 = std::clamp<std::int64_t>(rect.unit0, 0, m_units);
    rect.unit1 = std::clamp<std::int64_t>(rect.unit1, rect.unit0, m_units);
    return rect;
}

std::size_t SpikeIndex::firstOf(std::int64_t step) const
{
    if (step <= 0)
        return 0;
    if (step >= m_steps)
        return m_step.size();
    if (!m_firstOf.empty())
        return m_firstOf[std::size_t(step)];
    return std::size_t(std::lower_bound(m_step.begin(), m_step.end(), step) - m_step.begin());
}

std::size_t SpikeIndex::count(const SpikeRect& wanted, std::size_t limit) const
{
    const SpikeRect rect = clamped(wanted);
    if (rect.empty())
        return 0;
    const std::size_t inSteps = firstOf(rect.step1) - firstOf(rect.step0);
    if (rect.unit0 == 0 && rect.unit1 == m_units)
        return inSteps;
    // Tiles that lie wholly inside give a lower bound without touching a spike.
    if (inSteps > limit && !m_levels.empty()) {
        const auto level = std::find_if(m_levels.rbegin(), m_levels.rend(), [&](const Level& l) {
            return (rect.step1 - rect.step0) / l.stepsPerCell >= 16 && (rect.unit1 - rect.unit0) / l.unitsPerCell >= 16;
        });
        const Level& l = level == m_levels.rend() ? m_levels.front() : *level;
        std::size_t sum = 0;
        for (std::int64_t c = ceilDiv(rect.step0, l.stepsPerCell); c < rect.step1 / l.stepsPerCell && sum <= limit; ++c)
            for (std::int64_t r = ceilDiv(rect.unit0, l.unitsPerCell); r < rect.unit1 / l.unitsPerCell; ++r)
                sum += l.count[std::size_t(c * l.rows + r)];
        if (sum > limit)
            return sum;
    }
    std::size_t found = 0;
    std::size_t at = firstOf(rect.step0);
    const std::size_t end = firstOf(rect.step1);
    while (at < end && found <= limit) {
        const std::size_t stepEnd = std::min(end, firstOf(std::int64_t(m_step[at]) + 1));
        const auto first = m_unit.begin() + std::ptrdiff_t(at), last = m_unit.begin() + std::ptrdiff_t(stepEnd);
        found += std::size_t(std::lower_bound(first, last, rect.unit1) - std::lower_bound(first, last, rect.unit0));
        at = stepEnd;
    }
    return found;
}

DensityGrid SpikeIndex::density(SpikeRect rect, int width, int height) const
{
    rect = clamped(rect);
    DensityGrid grid;
    if (rect.empty() || width < 1 || height < 1)
        return grid;
    grid.width = int(std::min<std::int64_t>(width, rect.step1 - rect.step0));
    grid.height = int(std::min<std::int64_t>(height, rect.unit1 - rect.unit0));
    grid.spikes.assign(std::size_t(grid.width) * std::size_t(grid.height), 0.0f);
    if (m_levels.empty() || firstOf(rect.step1) - firstOf(rect.step0) <= kDirectSpikes)
        densityFromSpikes(rect, grid);
    else
        densityFromTiles(rect, grid);
    grid.max = *std::max_element(grid.spikes.begin(), grid.spikes.end());
    return grid;
}

void SpikeIndex::densityFromSpikes(const SpikeRect& rect, DensityGrid& grid) const
{
    const auto steps = std::uint64_t(rect.step1 - rect.step0), units = std::uint64_t(rect.unit1 - rect.unit0);
    const auto width = std::size_t(grid.width), height = std::size_t(grid.height);
    // A fixed-point reciprocal would round some spikes into the neighbour cell, and a division a spike is slow: the rows
    // of all units are looked up.
    std::vector<std::uint32_t> rowOf(units);
    for (std::uint64_t unit = 0; unit < units; ++unit)
        rowOf[unit] = std::uint32_t(unit * height / units);
    std::vector<float> byColumn(width * height, 0.0f);
    float* column = byColumn.data();
    std::uint64_t lastStep = std::uint64_t(-1);
    forEach(rect, [&](std::uint32_t step, std::uint32_t unit) {
        if (step != lastStep) {
            column = byColumn.data() + (step - std::uint64_t(rect.step0)) * width / steps * height;
            lastStep = step;
        }
        column[rowOf[unit - std::uint64_t(rect.unit0)]] += 1.0f;
    });
    transpose(byColumn, grid.width, grid.height, grid.spikes);
}

void SpikeIndex::densityFromTiles(const SpikeRect& rect, DensityGrid& grid) const
{
    grid.fromTiles = true;
    // The coarsest level whose cells are not larger than a cell of the grid in either direction.
    const double stepsPerBin = double(rect.step1 - rect.step0) / grid.width;
    const double unitsPerBin = double(rect.unit1 - rect.unit0) / grid.height;
    const Level* level = &m_levels.front();
    for (const Level& l : m_levels)
        if (double(l.stepsPerCell) <= stepsPerBin && double(l.unitsPerCell) <= unitsPerBin)
            level = &l;
    const std::int64_t column0 = rect.step0 / level->stepsPerCell, column1 = ceilDiv(rect.step1, level->stepsPerCell);
    const std::int64_t row0 = rect.unit0 / level->unitsPerCell, row1 = ceilDiv(rect.unit1, level->unitsPerCell);
    const std::vector<Share> columns = shares(column0, column1, level->stepsPerCell, rect.step0, rect.step1, grid.width);
    const std::vector<Share> rows = shares(row0, row1, level->unitsPerCell, rect.unit0, rect.unit1, grid.height);
    const auto height = std::size_t(grid.height);
    std::vector<float> byColumn(std::size_t(grid.width) * height, 0.0f), upright(height);
    // Along units first, then along time: two small passes instead of one over pairs of shares.
    for (std::int64_t c = column0; c < column1; ++c) {
        std::fill(upright.begin(), upright.end(), 0.0f);
        const std::uint32_t* count = level->count.data() + c * level->rows;
        for (std::int64_t r = row0; r < row1; ++r) {
            const Share& up = rows[std::size_t(r - row0)];
            const auto n = float(count[r]);
            upright[std::size_t(up.first)] += n * up.inFirst;
            if (up.last > up.first) {
                for (int y = up.first + 1; y < up.last; ++y)
                    upright[std::size_t(y)] += n * up.inMiddle;
                upright[std::size_t(up.last)] += n * up.inLast;
            }
        }
        const Share& across = columns[std::size_t(c - column0)];
        for (int x = across.first; x <= across.last; ++x) {
            const float share = x == across.first ? across.inFirst : x == across.last ? across.inLast : across.inMiddle;
            float* const to = byColumn.data() + std::size_t(x) * height;
            for (std::size_t y = 0; y < height; ++y)
                to[y] += upright[y] * share;
        }
    }
    transpose(byColumn, grid.width, grid.height, grid.spikes);
}

std::int64_t SpikeIndex::nextSpike(std::int64_t step, std::int64_t unit0, std::int64_t unit1) const
{
    for (std::size_t at = firstOf(step + 1); at < m_step.size();) {
        const std::size_t end = firstOf(std::int64_t(m_step[at]) + 1);
        const auto last = m_unit.begin() + std::ptrdiff_t(end);
        const auto it = std::lower_bound(m_unit.begin() + std::ptrdiff_t(at), last, unit0);
        if (it != last && std::int64_t(*it) < unit1)
            return m_step[at];
        at = end;
    }
    return -1;
}

std::int64_t SpikeIndex::previousSpike(std::int64_t step, std::int64_t unit0, std::int64_t unit1) const
{
    for (std::size_t end = firstOf(step); end > 0;) {
        const std::size_t begin = firstOf(m_step[end - 1]);
        const auto last = m_unit.begin() + std::ptrdiff_t(end);
        const auto it = std::lower_bound(m_unit.begin() + std::ptrdiff_t(begin), last, unit0);
        if (it != last && std::int64_t(*it) < unit1)
            return m_step[end - 1];
        end = begin;
    }
    return -1;
}

} // namespace spw::ui
