// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/events.h"
#include "core/data/random.h"

/// Events moved, mirrored, parted or left out, by rule or by chance; the sensor's size follows (models.md 9.3, B7 and B8).
/// What is drawn comes from `random` alone, so the same seed changes a recording in the same way.
namespace spw {

/// In order of time; events of one time stay in the order given.
Events orderedByTime(Events events);
/// The rectangle from (left, top), moved to the origin. @throws Error if it is not within the sensor.
Events cropped(const Events& events, std::int64_t left, std::int64_t top, std::int64_t width, std::int64_t height);
/// Columns from right to left, rows upside down. @throws Error if an event lies outside the sensor.
Events mirrored(Events events, bool columns, bool rows);
/// first + start <= t < first + start + duration, where first is the earliest time.
Events cutInTime(const Events& events, std::int64_t start, std::int64_t duration);

enum class PolarityChange { Merge, OnOnly, OffOnly, Swap };
/// Merge: all become 1.
Events withPolarity(const Events& events, PolarityChange change);

/// Every time moved by a normal number of that deviation, rounded; then in order of time.
Events timesJittered(Events events, double micros, Random& random);
/// Every place moved by normal numbers, rounded; events that leave the sensor are left out.
Events placesJittered(const Events& events, double deviationX, double deviationY, Random& random);
/// floor(share n + 1/2) of n events left out, each as likely as any other.
Events someDropped(const Events& events, double share, Random& random);
/// `share` of the recording's time, beginning anywhere in it, left out.
Events intervalDropped(const Events& events, double share, Random& random);
/// Noise: round(rate * pixels * seconds) events at any place, polarity and time of the recording, in order of time.
Events withNoise(const Events& events, double hertzPerPixel, Random& random);

} // namespace spw
