// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"

/// What the neurons of sinabs 2 and later share (models.md N38-N41).
namespace spw::sinabs {

/// Which of the parameters a neuron has.
struct Kind {
    bool leaks = false, adapts = false, spikes = true, recurrent = false;
};

std::vector<ParamSpec> params(const Kind& kind);
std::vector<PortSpec> inputs();
std::vector<PortSpec> outputs(const Kind& kind);
ShapeRule shapeRule(const Kind& kind);

} // namespace spw::sinabs
