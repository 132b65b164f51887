// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expression.h"

#include <optional>
#include <vector>

namespace spw::learners {

enum class Failing { Anything, DivisionByZero };

/// A value of the formula's first name, from `low` to `high`, at which it has no value: found by intervals that are
/// halved until nothing is left to doubt, so that a zero between any two trials is found, too.
/// @param others  values of the other names.  @param what  what counts: any failure, or dividing by zero alone.
std::optional<double> whereUndefined(const Expression& formula, double low, double high, const std::vector<double>& others, Failing what);

} // namespace spw::learners
