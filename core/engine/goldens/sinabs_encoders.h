// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goldens/golden_case.h"

namespace spw::engine::golden {

/// Pictures and signals as spikes that are drawn: our draws are compared with the probabilities.
CaseResult runImageToSpikes(const GoldenCase& golden);
CaseResult runSignalToSpikes(const GoldenCase& golden);

} // namespace spw::engine::golden
