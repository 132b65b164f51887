// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/inference_net.h"

#include <map>
#include <string>

namespace spw::torchscript {

/// A TorchScript file as bytes: the arrays of the net as parameters and buffers, `source` as the methods of the module.
/// @param notes  small files beside the code, by name.
/// @throws Error with the compiler's words if the source is wrong.
std::string moduleBytes(const InferenceNet& net, const std::string& source, const std::map<std::string, std::string>& notes);

} // namespace spw::torchscript
