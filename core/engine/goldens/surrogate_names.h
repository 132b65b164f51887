// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goldens/golden_case.h"

namespace spw::engine::golden {

/// "PiecewiseQuadratic" is piecewise_quadratic in the catalogue.
std::string snakeCase(const std::string& className);

/// Adds what {name, alpha, ...} of a case says to the parameters of the neuron `id`.
/// @throws Skip if that neuron has no such surrogate or it lacks a parameter.
void addSurrogate(ParamMap& params, const std::string& id, const Value& surrogate);

} // namespace spw::engine::golden
