// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace spw {

/// JSON knows no infinity and no NaN: null stands for them.
inline nlohmann::ordered_json jsonNumber(double value) { return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr); }
/// NaN for null. @throws nlohmann::json::type_error for anything else that is no number.
inline double numberFromJson(const nlohmann::ordered_json& value)
{
    return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

} // namespace spw
