// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"

namespace spw::losses {

/// Ports of losses that look at one value per class, and of those that look at every step.
std::vector<PortSpec> inputs();
std::vector<PortSpec> sequenceInputs(const char* doc);
std::vector<PortSpec> outputs();

/// One number; reports where the readout has another number of values than the label has classes (models.md K25).
ShapeAnswer shape(const ShapeQuery& query, NodeReport& report);
/// The same for sequences [T, N, C].
ShapeAnswer sequenceShape(const ShapeQuery& query, NodeReport& report);
/// One number from a sequence and a target sequence of the same shape.
ShapeAnswer pairShape(const ShapeQuery& query, NodeReport& report);

/// "reduction": sum or mean.
ParamSpec reduction(const char* initial);
/// "moving_window" of the losses of lava-dl.
ParamSpec movingWindow();

} // namespace spw::losses
