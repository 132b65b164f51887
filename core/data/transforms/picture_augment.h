// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"
#include "core/data/events.h"
#include "core/data/random.h"

namespace spw {

/// How pictures, or all frames of a recording alike, are changed by chance while learning (models.md 9.3, B7).
struct AugmentOptions {
    double mirrorColumns = 0, mirrorRows = 0;   // chances
    std::int64_t shift = 0;                     // at most so many pixels along each side
    double smallestArea = 1;                    // of the part that is cut out and made as large as the whole
    double largestTurn = 0;                     // degrees to either side
    double eraseChance = 0;                     // of a rectangle of zeros
    bool smooth = true;                         // bilinear; else the nearest pixel
    bool trivial = false;                       // TrivialAugmentWide: one of 14 changes, as strong as chance wants

    static AugmentOptions from(const ParamValues& values);
};

/// @param x  [..., height, width]; everything before is changed alike.  @throws Error if there are no such two axes.
PlainTensor augmented(const PlainTensor& x, const AugmentOptions& options, Random& random);

} // namespace spw
