// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goldens/golden_case.h"

namespace spw::engine::golden {

/// Losses and classifiers of lava_misc ("SpikeRate/...", "SpikeMax/...", "SpikeTime/...", "SpikeMoid/...",
/// "classifier/...") and of slayer_pytorch ("loss.spikeTime/...", "loss.numSpikes/...").
/// Called by the handlers of those families. @throws Skip for any other case.
CaseResult lavaLosses(const GoldenCase& golden);
CaseResult slayerLosses(const GoldenCase& golden);

} // namespace spw::engine::golden
