// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/events.h"

namespace spw {

/// What TrivialAugmentWide does to the values of pictures.
enum class ColourChange { Brightness, Colour, Contrast, Sharpness, Posterize, Solarize, AutoContrast, Equalize };

/// @param x       [channels, height, width] from 0 to 1; three channels are red, green and blue.
/// @param around  -1 to 1, for changes that go both ways.
/// @param strength  0 to 1, for those that do not.
PlainTensor recoloured(const PlainTensor& x, ColourChange change, double around, double strength);

} // namespace spw
