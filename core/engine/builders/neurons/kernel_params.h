// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"

#include <map>
#include <optional>
#include <string>

/// From the parameters of a node to the numbers that the kernels take.
namespace spw::engine {

/// A number; booleans as 0 or 1, nothing for "none", texts and lists.
std::optional<double> asNumber(const ParamValue& value);

/// Every number of the node by its name, without what belongs to the surrogate.
std::map<std::string, double> kernelParams(const ParamValues& values);

/// `slope` is there and says that the node takes a common surrogate instead of its own.
bool takesCommonSlope(const ParamValues& values);

/// The surrogate that core/nodes/neurons/common.h's surrogateParams() describe, with the numbers that are set. A node
/// that keeps its own slope gets the one that costs least, for kernels that compute one in any case.
struct SurrogateSetting {
    std::string id = "sigmoid";
    std::map<std::string, double> params;
};
SurrogateSetting surrogateSetting(const ParamValues& values);

} // namespace spw::engine
