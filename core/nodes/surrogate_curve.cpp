// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/surrogate_curve.h"

#include "core/nodes/neurons/common.h"

#include <stdexcept>

namespace spw {

std::vector<double> surrogateSlopes(const ParamValues& values, const std::vector<double>& xs)
{
    std::vector<double> slopes;
    if (!values.has("surrogate"))
        return slopes;
    try {
        const kernels::SurrogateChoice surrogate = neurons::surrogateOf(values);
        for (const double x : xs)
            slopes.push_back(kernels::surrogateDerivative(surrogate, x));
    } catch (const std::invalid_argument&) {
        slopes.clear();   // the checks of the node say what is wrong
    }
    return slopes;
}

} // namespace spw
