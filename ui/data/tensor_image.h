// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/events.h"

#include <QImage>

namespace spw::ui {

/// How many pictures the tensor is: steps of [T, C, H, W], 1 of everything else.
std::int64_t picturesOf(const PlainTensor& tensor);

/// One of them, from the smallest value (black) to the largest (white) of the tensor:
///   [C, H, W]     three channels are red, green, blue; two are OFF and ON as blue and orange; else the first one
///   [H, W]        grey;  [T, F]: time to the right, features upward
///   anything else one row
/// Null if there is nothing to show.
QImage tensorImage(const PlainTensor& tensor, std::int64_t picture, bool sequence);

} // namespace spw::ui
