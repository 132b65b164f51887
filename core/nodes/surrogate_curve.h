// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace spw {

/// Derivative of a surrogate at `x` (membrane minus threshold), for pictures: layers above core do not see the kernels.
/// @param alpha  nullopt: the surrogate's own default.
/// @return 0 for an id or alpha that no surrogate has.
double surrogateSlope(const std::string& id, std::optional<double> alpha, double x);

} // namespace spw
