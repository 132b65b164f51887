// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace spw::kernels {

/// One row of the list of surrogates, for menus and checks.
struct SurrogateInfo {
    std::string_view id;      // stored in project files
    std::string_view title;
    double defaultAlpha;
};

const std::vector<SurrogateInfo>& surrogates();

/// Position in surrogates(), or -1.
int surrogateIndex(std::string_view id);

/// Primitive g(x) and derivative g'(x) of a surrogate, in double precision, for plots and references.
/// @param x  membrane minus threshold, dimensionless.
/// @throws std::invalid_argument if no surrogate has this id or alpha is not a positive number.
double surrogateValue(std::string_view id, double alpha, double x);
double surrogateDerivative(std::string_view id, double alpha, double x);

/// The same for a position in surrogates(), unchecked, for loops.
double surrogateDerivativeAt(int index, double alpha, double x);

} // namespace spw::kernels
