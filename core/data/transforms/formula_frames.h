// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/transforms/event_frames.h"

#include <string>
#include <vector>

namespace spw {

/// Frames whose values a formula gives (models.md I4), for every frame, polarity and pixel from
///   n      events of this polarity there          m     those of the other polarity
///   age    microseconds from the last event of this polarity and pixel, in this or an earlier frame, to the frame's end;
///          1e18 where there was none
///   p      0 or 1                                 f     number of the frame, 0 for the first
///   T      number of frames
/// cut as makeFrames does: [steps, 2, height, width]. @throws Error for a formula that cannot be read or gives no number.
PlainTensor formulaFrames(const FrameOptions& options, const std::string& formula, const Events& events);

const std::vector<std::string>& formulaFrameNames();

} // namespace spw
