// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/neurons/common.h"

namespace spw::neurons {

/// Parameters of the exchange neuron, which the exchange block has too.
std::vector<ParamSpec> cubaLifParams();
/// v_reset must be 0, as on the chip.
void checkCubaLif(const ParamValues& values, NodeReport& report);

} // namespace spw::neurons
