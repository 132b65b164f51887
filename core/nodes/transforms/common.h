// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/shape_rules.h"

/// What the nodes between dataset and network have in common.
namespace spw::transforms {

/// method, T, duration_us: how a recording is cut into frames.
std::vector<ParamSpec> cutParams();
/// draw and when, for transforms by chance.
std::vector<ParamSpec> chanceParams();
std::vector<ParamSpec> joined(std::vector<ParamSpec> first, const std::vector<ParamSpec>& more);

PortSpec eventsIn();
std::vector<PortSpec> eventsOut(const char* doc);

/// Events like those that came in.
ShapeAnswer same(const ShapeQuery& query, NodeReport& report);
/// T steps of the sensor's polarities, rows and columns.
ShapeAnswer sequence(const ShapeQuery& query, std::int64_t steps);

} // namespace spw::transforms
