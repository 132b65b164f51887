// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/synapse_view.h"

namespace spw::ui {

/// From this share of weights at a bound on, a learner is called stuck: nothing moves them any more.
inline constexpr double kStuckShare = 0.9;

/// Share of the weights that lie at a bound of the learner; 0 without bounds. Looks at about 100,000 of them.
double stuckShare(const SynapseView& view);

} // namespace spw::ui
