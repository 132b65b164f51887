// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/neurons/kernel_params.h"

#include "core/nodes/neurons/common.h"

namespace spw::engine {

std::optional<double> asNumber(const ParamValue& value)
{
    if (const bool* flag = std::get_if<bool>(&value))
        return *flag ? 1.0 : 0.0;
    if (const std::int64_t* whole = std::get_if<std::int64_t>(&value))
        return double(*whole);
    if (const double* real = std::get_if<double>(&value))
        return *real;
    return std::nullopt;
}

std::map<std::string, double> kernelParams(const ParamValues& values)
{
    std::map<std::string, double> numbers;
    for (const auto& [name, value] : values.all())
        if (!neurons::surrogateNumber(values, name))
            if (const std::optional<double> number = asNumber(value))
                numbers[name] = *number;
    if (values.has("slope"))
        numbers["common_slope"] = takesCommonSlope(values) ? 1.0 : 0.0;
    return numbers;
}

bool takesCommonSlope(const ParamValues& values)
{
    return values.has("slope") && values.text("slope") == "common";
}

SurrogateSetting surrogateSetting(const ParamValues& values)
{
    SurrogateSetting setting;
    if (!values.has("surrogate"))
        return setting;
    if (values.has("slope") && !takesCommonSlope(values)) {
        setting.id = "deterministic_pass";
        return setting;
    }
    setting.id = values.text("surrogate");
    for (const auto& [name, value] : values.all())
        if (const std::optional<std::string> own = neurons::surrogateNumber(values, name))
            if (const std::optional<double> number = asNumber(value))
                setting.params[*own] = *number;
    return setting;
}

} // namespace spw::engine
