// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/loss_cases.h"

namespace spw::engine::golden {

CaseResult lavaLosses(const GoldenCase& golden) { throw Skip{"there is no loss or classifier " + golden.kind()}; }
CaseResult slayerLosses(const GoldenCase& golden) { throw Skip{"there is no loss " + golden.kind()}; }

} // namespace spw::engine::golden
