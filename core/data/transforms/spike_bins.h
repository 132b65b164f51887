// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/events.h"

namespace spw {

/// Events in bins of equal time, as SLAYER makes its input: [channels, height, width, steps].
struct BinOptions {
    double samplingMillis = 1.0;
    std::int64_t channels = 2, height = 1, width = 1, steps = 1;
    /// False: a bin holds 1/samplingMillis whatever the number of its events (SLAYER's OR, and in effect its SUM,
    /// which counts a repeated event once). True: each event adds that.
    bool count = false;
};

/// An event goes to the bin nearest to it, halves to the even one. Events outside the array are left out, as are
/// times before 0. @throws Error if the sampling time or a size is not above 0, or the array would be too large.
PlainTensor binEvents(const BinOptions& options, const Events& events);

} // namespace spw
