// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/shape_rules.h"

/// What the delays share.
namespace spw::delays {

/// Output like the input; spikes stay spikes.
ShapeAnswer shape(const ShapeQuery& query, NodeReport& report);
/// The same with one learnable number for each delay of parameter "per".
ShapeAnswer learnableShape(const ShapeQuery& query, NodeReport& report);

std::vector<PortSpec> inputs();
std::vector<PortSpec> outputs();
ParamSpec samplingTime();
/// Which values share a delay. @param all  offers one delay for everything.
ParamSpec per(bool all);

} // namespace spw::delays
