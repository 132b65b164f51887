// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/shape_rules.h"

/// What the lava-dl synapses share.
namespace spw::lava {

/// weight_scale, weight_norm, pre_hook_fx, num_bits, scale.
std::vector<ParamSpec> weightParams();
/// pre_hook_fx, num_bits, scale: how numbers are rounded before use.
std::vector<ParamSpec> hookParams();
ParamSpec scaleParam();

/// Appends lists of parameters.
std::vector<ParamSpec> joined(std::vector<std::vector<ParamSpec>> lists);

/// A synapse and its complex form, which has two outputs and every weight twice.
std::vector<PortSpec> outputs(bool complex);
/// One answer for both forms, from the one of the simple form.
ShapeAnswer answered(ShapeAnswer simple, bool complex);

/// Ends the documentation of every such synapse.
std::string aboutWeights(bool complex);

} // namespace spw::lava
