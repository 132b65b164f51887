// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/surrogate/surrogate.h"

#include "kernels/surrogate/surrogate_list.h"

#include <cmath>
#include <iterator>
#include <stdexcept>
#include <string>

namespace spw::kernels {

namespace {

void checkNumber(const SurrogateInfo& info, const SurrogateParam& param, double value)
{
    const bool legal = std::isfinite(value) && (param.lowOpen ? value > param.low : value >= param.low)
                       && value <= param.high && !(param.whole && value != std::floor(value));
    if (!legal)
        throw std::invalid_argument("The number " + std::string(param.name) + " of surrogate '" + std::string(info.id)
                                    + "' must be " + (param.whole ? "a whole number " : "")
                                    + (param.low <= -kNoLimit ? "finite" : param.lowOpen ? "above " : "at least ")
                                    + (param.low <= -kNoLimit ? "" : std::to_string(param.low))
                                    + (param.high < kNoLimit ? " and at most " + std::to_string(param.high) : "")
                                    + ", not " + std::to_string(value) + ".");
}

} // namespace

const std::vector<SurrogateInfo>& surrogates()
{
    static const std::vector<SurrogateInfo> list{
#define SPW_SURROGATE(Functor, id, title)                                                                         \
    {id, title, {std::begin(Functor::kParams), std::end(Functor::kParams)}, Functor::kUsesThreshold},
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

SurrogateChoice SurrogateChoice::make(std::string_view id, const NamedValues& params, double threshold)
{
    SurrogateChoice choice;
    choice.index = surrogateIndex(id);
    if (choice.index < 0)
        throw std::invalid_argument("There is no surrogate '" + std::string(id) + "'.");
    const SurrogateInfo& info = surrogates()[std::size_t(choice.index)];
    choice.numbers = {};
    for (std::size_t i = 0; i < info.params.size(); ++i) {
        const auto given = params.find(info.params[i].name);
        choice.numbers.value[i] = given == params.end() ? info.params[i].initial : given->second;
        checkNumber(info, info.params[i], choice.numbers.value[i]);
    }
    choice.numbers.threshold = threshold;
    if (info.usesThreshold && !(threshold > 0.0 && std::isfinite(threshold)))
        throw std::invalid_argument("The surrogate '" + std::string(id)
                                    + "' scales with the threshold, which must be above 0.");
    return choice;
}

double surrogateValue(const SurrogateChoice& surrogate, double x)
{
    int index = surrogate.index;
#define SPW_SURROGATE(Functor, id, title)                                                                         \
    if (index-- == 0)                                                                                              \
        return Functor::primitive(surrogate.numbers, x);
#include "kernels/surrogate/surrogate_list.h"
    return 0.0;
}

double surrogateDerivative(const SurrogateChoice& surrogate, double x)
{
    int index = surrogate.index;
#define SPW_SURROGATE(Functor, id, title)                                                                         \
    if (index-- == 0)                                                                                              \
        return Functor::derivative(surrogate.numbers, x);
#include "kernels/surrogate/surrogate_list.h"
    return 0.0;
}

} // namespace spw::kernels
