// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/named_values.h"
#include "kernels/surrogate/numbers.h"

#include <string_view>
#include <vector>

namespace spw::kernels {

/// One row of the list of surrogates, for menus and checks.
struct SurrogateInfo {
    std::string_view id;      // stored in project files
    std::string_view title;
    std::vector<SurrogateParam> params;
    bool usesThreshold;       // its shape scales with the neuron's threshold, which must then be above 0
};

const std::vector<SurrogateInfo>& surrogates();

/// Position in surrogates(), or -1.
int surrogateIndex(std::string_view id);

/// A surrogate with its numbers. A plain value, cheap to copy.
struct SurrogateChoice {
    int index = 0;
    SurrogateNumbers<double> numbers{{4.0}, 1.0};

    /// @param params  by name; what is absent starts from the surrogate's own value.
    /// @throws std::invalid_argument if no surrogate has this id, or saying which number is wrong.
    static SurrogateChoice make(std::string_view id, const NamedValues& params = {}, double threshold = 1.0);
};

/// Primitive g(x) and derivative g'(x) of a surrogate, in double precision, for plots and references.
/// @param x  membrane minus threshold.
double surrogateValue(const SurrogateChoice& surrogate, double x);
double surrogateDerivative(const SurrogateChoice& surrogate, double x);

} // namespace spw::kernels
