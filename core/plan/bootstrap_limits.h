// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"

namespace spw {

/// What bootstrapped training cannot do in this graph (models.md LR7): neurons that no curve of rate against input can
/// stand for. Empty where another method was chosen.
Diagnostics checkBootstrap(const Plan& plan);

} // namespace spw
