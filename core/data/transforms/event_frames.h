// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

namespace spw {

/// How "Events to frames" cuts a recording.
struct FrameOptions {
    enum class Method { Count, Time, Duration };
    Method method = Method::Count;
    std::int64_t steps = 16;              // frames made; for Duration: frames kept
    std::int64_t durationMicros = 10000;  // of one frame, for Duration

    /// From the values of node transform.frames. @throws Error naming an illegal value.
    static FrameOptions from(const ParamValues& values);
};

/// Counts of events per frame, polarity and pixel: [steps, 2, height, width] (models.md 9.2, as SpikingJelly).
///   Count     frame f takes floor(N / steps) events, the last frame the remainder too (I1)
///   Time      frames of floor((last - first) / steps) microseconds, the last frame takes the rest (I2)
///   Duration  frame f takes the events with first + f d <= t < first + (f + 1) d, d = durationMicros (I3); frames
///             beyond `steps` are cut off, missing ones are silent
/// A slice without events is a frame of zeros. Events that are not in order of time are ordered first.
/// @throws Error if events lie outside the sensor, or the frames would not fit in memory.
PlainTensor makeFrames(const FrameOptions& options, const Events& events);

/// Index of the first event of every frame and one past the last: frame f is [cuts[f], cuts[f + 1]), counted in order
/// of time. The last entry is below the number of events only for Duration.
std::vector<std::int64_t> frameCuts(const FrameOptions& options, const Events& events);

/// How many frames of that duration hold all events; 0 for no events.
std::int64_t durationFrameCount(std::int64_t durationMicros, const Events& events);

/// Times in microseconds where the frames of `makeFrames` begin, and one more where the last one ends.
std::vector<std::int64_t> frameEdges(const FrameOptions& options, const Events& events);

/// The same for the values of node `type`; empty if it is no transform of events.
std::vector<std::int64_t> frameEdges(const std::string& type, const ParamValues& values, const Events& events);

} // namespace spw
