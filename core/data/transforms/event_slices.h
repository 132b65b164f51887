// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/events.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

/// Recordings cut into windows that may overlap, and what can be made of them. Events must be in order of time.
/// Source: tonic.slicers and tonic.transforms, in agreement with their results (tests/goldens/events).
namespace spw {

struct SliceOptions {
    enum class By { TimeWindow, EventCount, TimeBins, EventBins };
    By by = By::TimeWindow;
    std::int64_t size = 10000;       // microseconds, events, or number of bins
    double overlap = 0;              // in the unit of `size`; for bins a share of one
    bool includeIncomplete = false;  // also a last window that is not full (TimeWindow, EventCount)
    std::optional<std::int64_t> start, end;   // instead of the first and last event (TimeWindow)
};

/// First event of each window and one past its last. @throws Error for sizes and overlaps that cut nothing, or cut more
/// windows than memory holds.
std::vector<std::pair<std::size_t, std::size_t>> eventSlices(const SliceOptions& options, const Events& events);

/// Counts [slices, 2, height, width].
PlainTensor sliceFrames(const SliceOptions& options, const Events& events);
/// Every event shared by the two bins beside it, linearly in time; polarities are not told apart: [bins, 1, height, width].
PlainTensor voxelGrid(std::int64_t bins, const Events& events);
/// exp(-(end - t) / tau) of the last event of each pixel and polarity at the end of each window of `dt`, 0 where there
/// was none: [windows, 2, height, width].
PlainTensor timeSurfaces(std::int64_t dt, double tau, const Events& events);
/// Groups of `bits` frames [frames * bits, ...] read as binary numbers, the first frame most significant, and scaled to
/// 0..1: [frames, ...]. Counts above 0 are 1.
PlainTensor binaryFrames(const PlainTensor& counts, std::int64_t frames, std::int64_t bits);

} // namespace spw
