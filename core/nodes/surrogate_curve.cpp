// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/surrogate_curve.h"

#include "kernels/surrogate/surrogate.h"

namespace spw {

double surrogateSlope(const std::string& id, std::optional<double> alpha, double x)
{
    const int index = kernels::surrogateIndex(id);
    if (index < 0)
        return 0;
    const double width = alpha.value_or(kernels::surrogates()[size_t(index)].defaultAlpha);
    return width > 0 ? kernels::surrogateDerivative(id, width, x) : 0;
}

} // namespace spw
