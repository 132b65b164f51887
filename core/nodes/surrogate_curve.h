// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"

#include <vector>

namespace spw {

/// Derivative of the surrogate that the values of a neuron choose (parameter `surrogate` and its numbers), for
/// pictures: layers above core do not see the kernels.
/// @param xs  membrane minus threshold.
/// @return one slope each; empty if the values choose no surrogate that exists.
std::vector<double> surrogateSlopes(const ParamValues& values, const std::vector<double>& xs);

} // namespace spw
