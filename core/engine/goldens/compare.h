// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goldens/golden_file.h"

#include <string>

namespace spw::engine::golden {

/// Empty if the values agree, else one sentence: how many do not, and the worst element with its place.
/// Shapes must be equal, but one number may have any shape. Not-a-number agrees with itself, so do infinities.

/// Spikes, counts, bytes, whole numbers: equal.
std::string differenceExact(const at::Tensor& actual, const at::Tensor& expected);
/// |difference| <= max(relative * largest magnitude of the expected finite values, floor).
std::string differenceWithin(const at::Tensor& actual, const at::Tensor& expected, double relative, double floor);
/// Means of `draws` random trials of probability p: within 5 standard errors of p.
std::string differenceFromRates(const at::Tensor& actual, const at::Tensor& p, double draws);

} // namespace spw::engine::golden
