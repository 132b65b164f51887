// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"

namespace spw::shapes {

/// A flat sequence, one neuron a class, to one value a class without time.
ShapeAnswer onePerClass(const ShapeQuery& query, NodeReport& report);

} // namespace spw::shapes
