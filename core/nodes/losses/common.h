// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"

namespace spw::losses {

std::vector<PortSpec> inputs();
std::vector<PortSpec> outputs();
/// One number; reports where the readout has another number of values than the label has classes (models.md K25).
ShapeAnswer shape(const ShapeQuery& query, NodeReport& report);

} // namespace spw::losses
