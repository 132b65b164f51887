// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/events.h"

#include <cstdint>

/// Events in, fewer or moved events out, in the order given; the sensor's size follows.
/// Source: tonic.transforms, in agreement with its results (tests/goldens/events).
namespace spw {

/// Keeps an event if one of its four neighbours had one less than `filterMicros` before.
Events denoised(const Events& events, std::int64_t filterMicros);
/// Keeps an event if its pixel had none (kept or not) within the last `micros`.
Events withRefractoryPeriod(const Events& events, std::int64_t micros);
/// Keeps every n-th event of each pixel. @throws Error if n < 1.
Events decimated(const Events& events, std::int64_t n);
/// The middle of the sensor, moved to the origin. @throws Error if it is larger than the sensor.
Events centerCropped(const Events& events, std::int64_t width, std::int64_t height);
/// Coordinates and times multiplied and rounded down. @throws Error if a factor is not within (0, 1].
Events downsampled(const Events& events, double spatialFactor, double timeFactor);

} // namespace spw
