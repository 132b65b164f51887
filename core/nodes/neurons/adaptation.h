// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/neurons/common.h"

namespace spw::neurons {

/// The parameters of the slow second variable (models.md N06), from a resting potential that neurons differ in.
std::vector<ParamSpec> adaptationParams(double rest);

/// The equations of the adaptation, for the documentation.
inline constexpr const char* kAdaptation =
    " Then the adaptation W <- W + (a (H[t] - v_rest) - W) / tau_w; after firing W <- W + b S[t]. With detach_reset the "
    "gradient still flows through b S[t] and v_reset S[t], as in the original.";

} // namespace spw::neurons
