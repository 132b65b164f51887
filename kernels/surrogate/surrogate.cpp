// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/surrogate/surrogate.h"

#include "kernels/surrogate/surrogate_list.h"

#include <cmath>
#include <stdexcept>
#include <string>

namespace spw::kernels {

namespace {

int checkedIndex(std::string_view id, double alpha)
{
    const int index = surrogateIndex(id);
    if (index < 0)
        throw std::invalid_argument("There is no surrogate '" + std::string(id) + "'.");
    if (!(alpha > 0.0) || !std::isfinite(alpha))
        throw std::invalid_argument("The steepness alpha of surrogate '" + std::string(id)
                                    + "' must be a positive number.");
    return index;
}

} // namespace

const std::vector<SurrogateInfo>& surrogates()
{
    static const std::vector<SurrogateInfo> list{
#define SPW_SURROGATE(Functor, id, title, alpha) {id, title, alpha},
#include "kernels/surrogate/surrogate_list.h"
    };
    return list;
}

int surrogateIndex(std::string_view id)
{
    for (std::size_t i = 0; i < surrogates().size(); ++i)
        if (surrogates()[i].id == id)
            return int(i);
    return -1;
}

double surrogateValue(std::string_view id, double alpha, double x)
{
    int index = checkedIndex(id, alpha);
#define SPW_SURROGATE(Functor, name, title, initial)                                                              \
    if (index-- == 0)                                                                                              \
        return Functor::primitive(alpha, x);
#include "kernels/surrogate/surrogate_list.h"
    return 0.0;
}

double surrogateDerivative(std::string_view id, double alpha, double x)
{
    return surrogateDerivativeAt(checkedIndex(id, alpha), alpha, x);
}

double surrogateDerivativeAt(int index, double alpha, double x)
{
#define SPW_SURROGATE(Functor, name, title, initial)                                                              \
    if (index-- == 0)                                                                                              \
        return Functor::derivative(alpha, x);
#include "kernels/surrogate/surrogate_list.h"
    return 0.0;
}

} // namespace spw::kernels
