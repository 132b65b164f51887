// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/array_files.h"
#include "core/exchange/inference_net.h"

#include <string>
#include <vector>

namespace spw::lynxi {

/// model.py: the network as a torch.nn.Module that needs nothing but PyTorch.
std::string modelSource(const InferenceNet& net, std::int64_t batch);

/// Its state dict, float16, in the order of the network.
std::vector<NamedArray> stateDict(const InferenceNet& net);

/// A number as Python reads it back to the same float.
std::string pythonNumber(double value);

} // namespace spw::lynxi
