// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goldens/golden_case.h"

namespace spw::engine::golden {

/// Runs one case through the handlers of its family. Never throws: what goes wrong is a failed case, what we do not
/// have a skipped one.
CaseResult runCase(const GoldenCase& golden);

/// Everything that `request` asks for. @throws Error if the path holds no file of goldens.
GoldenReport runGoldens(const GoldenRequest& request);

} // namespace spw::engine::golden
