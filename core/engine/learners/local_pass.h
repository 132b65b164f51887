// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/learners/local_learners.h"

namespace spw::engine {

/// One pass over all steps in which local learners look at what happens, without gradients: step by step where weights
/// change at every step, else layer by layer.
/// @return what was kept; of a pass step by step the last step, and of `answer` all of them if it has steps.
PortValues passLocally(Network& network, LocalLearners& learners, const Plan& plan, const PortValues& feeds,
                       const std::set<EdgeEnd>& keep, const EdgeEnd& answer);

} // namespace spw::engine
