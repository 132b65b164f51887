// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"

#include <string>
#include <utility>
#include <vector>

/// For neurons whose original starts the common parameters from other values, or lacks some of them.
namespace spw::neurons {

/// The list with other initial values. @throws std::logic_error for a name that is not in it.
std::vector<ParamSpec> retuned(std::vector<ParamSpec> params,
                               const std::vector<std::pair<std::string, ParamValue>>& initials);
/// The list without some parameters. @throws std::logic_error for a name that is not in it.
std::vector<ParamSpec> without(std::vector<ParamSpec> params, const std::vector<std::string>& names);

/// What QIF and EIF ask of their levels (models.md N04, N05): threshold above reset, reset not above rest.
void checkLevels(const ParamValues& values, NodeReport& report);

/// Number of steps that a neuron with weights over time is made for; 0 takes the input's.
ParamSpec stepCount(const char* doc);
/// Steps of the node: those of the parameter `T`, else of the input; nullopt if neither says.
Dim stepsOf(const ShapeQuery& query);
/// Reports an input whose steps differ from `T`. @return false if it did.
bool stepsAgree(const ShapeQuery& query, NodeReport& report);

} // namespace spw::neurons
