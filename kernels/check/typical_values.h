// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/named_values.h"

#include <string_view>

namespace spw::kernels {

/// Values of the parameters of every neuron, for checks and benchmarks: a neuron reads those that it knows. A neuron
/// with a parameter of a new name needs that name here.
/// @param bits  the variant: 1 all switches of the dynamics on, 2 hard reset, 4 detach_reset.
NamedValues typicalValues(std::string_view neuron, int bits);

/// Why the gradient of a neuron is meant to differ from the derivative of its step (surrogate apart); empty for most.
std::string_view standInGradient(std::string_view neuron);

/// " hard detach_reset switches on" and so on, for names of cases.
std::string variantName(int bits);

} // namespace spw::kernels
