// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goldens/golden_case.h"

#include <map>

namespace spw::engine::golden {

/// "PiecewiseLeakyReLU" -> "piecewise_leaky_relu".
std::string snakeCase(const std::string& className);

/// A surrogate and the numbers that are given for it.
struct NamedSurrogate {
    std::string id;
    std::map<std::string, double> numbers;
    bool spiking = true;   // off: its primitive is sent
};
/// {"name": "ATan", "alpha": 2}.
NamedSurrogate surrogateFrom(const Value& surrogate);
/// "ATan(alpha=2)" or just "ATan". @throws Skip for anything in the brackets that is no number with a name.
NamedSurrogate surrogateFrom(const std::string& text);

/// Puts a surrogate into parameters of the node `id`.
/// @param choice, prefix  name of the choice; what stands before the names of its numbers if not alpha.
/// @throws Skip if the node has no such surrogate or number.
void addSurrogate(ParamMap& params, const std::string& id, const NamedSurrogate& surrogate,
                  const std::string& choice = "surrogate");
void addSurrogate(ParamMap& params, const std::string& id, const Value& surrogate);
void addSurrogateText(ParamMap& params, const std::string& id, const std::string& surrogate);

} // namespace spw::engine::golden
