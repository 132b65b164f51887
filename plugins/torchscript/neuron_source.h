// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/torchscript/script_source.h"

#include <vector>

namespace spw::torchscript {

/// A call that gives the spikes of a neuron for `x`, [T * N, ...] with the steps T and samples N in scope.
std::string neuronCall(const InferenceOp& op, const std::string& x, Operators operators);

/// The methods that such calls of these ops need.
std::string neuronMethods(const std::vector<const InferenceOp*>& neurons, Operators operators);

} // namespace spw::torchscript
