// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace spw::ui {

/// Steps [step0, step1) and units [unit0, unit1).
struct SpikeRect {
    std::int64_t step0 = 0, step1 = 0, unit0 = 0, unit1 = 0;

    bool empty() const { return step0 >= step1 || unit0 >= unit1; }
    bool operator==(const SpikeRect&) const = default;
};

/// Spikes per cell of a grid laid over a rectangle; the sum is the number of spikes in it.
struct DensityGrid {
    int width = 0, height = 0;           // cells along time and along units
    std::vector<float> spikes;           // [height][width], unit 0 first
    float max = 0;
    bool fromTiles = false;              // counted from tiles: spikes near a cell border may be shared out

    float at(int column, int row) const { return spikes[std::size_t(row) * std::size_t(width) + std::size_t(column)]; }
};

/// Finds the spikes of a rectangle of time x unit fast, at every zoom: exactly, or as counts of a grid.
///
/// The spikes are not copied: the index borrows two arrays, (step, unit) pairs sorted by step then unit (unsorted pairs
/// cost a sorted copy), and keeps their owner alive. On top of them it stores where each step starts and a pyramid of
/// counts, at most 64 MB. Immutable once built: any thread may read it.
///
///     const auto index = SpikeIndex::build(record, probe.spikeStep, probe.spikeUnit, probe.steps, probe.units);
///     if (index->count(rect, kExactSpikes) <= kExactSpikes)
///         index->forEach(rect, [&](std::uint32_t step, std::uint32_t unit) { ... });
class SpikeIndex {
public:
    /// Above so many visible spikes a raster shows density (ui.md RA-1).
    static constexpr std::size_t kExactSpikes = 50'000;

    /// Ready in about 10 ms per million spikes or less; run it on a worker above a million.
    /// @param owner  keeps the arrays alive.
    /// @return nullptr if stopped.
    static std::shared_ptr<const SpikeIndex> build(std::shared_ptr<const void> owner, std::span<const std::uint32_t> step,
                                                   std::span<const std::uint32_t> unit, std::int64_t steps,
                                                   std::int64_t units, const std::stop_token& stop = {});

    std::size_t size() const { return m_step.size(); }
    std::int64_t steps() const { return m_steps; }
    std::int64_t units() const { return m_units; }
    SpikeRect all() const { return {0, m_steps, 0, m_units}; }
    /// Memory of index and spikes together, in bytes; tiles alone.
    std::size_t bytes() const;
    std::size_t tileBytes() const;

    /// Spikes in the rectangle: exact if not above `limit`, otherwise some number above `limit`.
    std::size_t count(const SpikeRect& rect, std::size_t limit) const;
    /// Spikes of all units at one step.
    std::size_t countAt(std::int64_t step) const { return firstOf(step + 1) - firstOf(step); }

    /// Calls visit(step, unit) for every spike in the rectangle, by step then unit.
    template <class Visit>
    void forEach(SpikeRect rect, Visit&& visit) const
    {
        rect = clamped(rect);
        std::size_t at = firstOf(rect.step0);
        const std::size_t end = firstOf(rect.step1);
        const bool allUnits = rect.unit0 == 0 && rect.unit1 == m_units;
        while (at < end) {
            const std::uint32_t step = m_step[at];
            if (allUnits) {
                visit(step, m_unit[at++]);
                continue;
            }
            const std::size_t stepEnd = std::min(end, firstOf(std::int64_t(step) + 1));
            const auto last = m_unit.begin() + std::ptrdiff_t(stepEnd);
            auto it = std::lower_bound(m_unit.begin() + std::ptrdiff_t(at), last, rect.unit0);
            for (; it != last && std::int64_t(*it) < rect.unit1; ++it)
                visit(step, *it);
            at = stepEnd;
        }
    }

    /// Spikes of the rectangle counted into a grid. Exact for up to two million spikes in the rectangle's steps, from tiles
    /// above. A cell is 0 only if no spike is in it.
    /// @param width, height  at most the steps and units of the rectangle (larger values are reduced).
    DensityGrid density(SpikeRect rect, int width, int height) const;

    /// Step of the next spike after `step` (or the last before it) of units [unit0, unit1); -1: none.
    std::int64_t nextSpike(std::int64_t step, std::int64_t unit0, std::int64_t unit1) const;
    std::int64_t previousSpike(std::int64_t step, std::int64_t unit0, std::int64_t unit1) const;

private:
    struct Level {
        std::int64_t stepsPerCell = 1, unitsPerCell = 1, columns = 0, rows = 0;
        std::vector<std::uint32_t> count;        // [column][row]: neighbours in a step are neighbours in memory
    };

    SpikeRect clamped(SpikeRect rect) const;
    /// Position of the first spike at or after `step`.
    std::size_t firstOf(std::int64_t step) const;
    void densityFromSpikes(const SpikeRect& rect, DensityGrid& grid) const;
    void densityFromTiles(const SpikeRect& rect, DensityGrid& grid) const;

    std::shared_ptr<const void> m_owner;
    std::vector<std::uint32_t> m_ownStep, m_ownUnit;     // only if the given pairs were not sorted
    std::span<const std::uint32_t> m_step, m_unit;
    std::int64_t m_steps = 0, m_units = 0;
    std::vector<std::uint32_t> m_firstOf;                // [steps+1]; empty if steps outnumber spikes
    std::vector<Level> m_levels;                         // finest first
};

} // namespace spw::ui
