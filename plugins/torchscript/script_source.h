// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/inference_net.h"

#include <string>

namespace spw::torchscript {

/// How neurons are computed.
enum class Operators {
    Plain,   // with PyTorch's own operators: loads anywhere
    Spw,     // with ours, fused over all steps: needs libspw_ops
};

/// Methods of the module in TorchScript, forward() among them: `self.<op>.<array>` are the arrays of the network's ops.
/// Sequences enter and leave as [T, N, ...] with any T and N.
std::string scriptSource(const InferenceNet& net, Operators operators);

/// Whether a neuron beyond SpikingRule can be written so, by its id.
bool knowsNeuron(const std::string& id, Operators operators);

/// A number as TorchScript reads it back to the same double; always with a point or exponent.
std::string scriptNumber(double value);

} // namespace spw::torchscript
