// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expression.h"
#include "core/catalog/param.h"

#include <string>
#include <vector>

namespace spw::neurons {

/// Names that the formulas of the custom neuron may use, in the order in which its module gives their values.
const std::vector<std::string>& formulaNames();

struct NeuronFormulas {
    Expression charge, fire, reset;
};
/// @throws Error for one that cannot be read, or that uses what is not there yet: the charge knows no h and no s, the
///         fire no s.
NeuronFormulas formulasOf(const ParamValues& values);

} // namespace spw::neurons
