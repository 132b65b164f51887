// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"
#include "core/run/snapshot.h"

#include <cstdint>
#include <vector>

/// What the learner node says about the course of a training run. Closed forms of the epochs done so far, so that a
/// resumed run needs no memory of its own.
namespace spw::engine {

/// Learning rate of an epoch (1 is the first): the schedule, times the warm-up's factor.
/// @param done  the epochs before it; the plateau schedule looks at their losses.
double scheduledRate(double base, const ParamValues& learner, std::int64_t epoch, std::int64_t epochs,
                     const std::vector<EpochMetrics>& done);

/// True once the best epoch lies `patience` epochs back (0: never).
bool stopsEarly(const ParamValues& learner, const std::vector<EpochMetrics>& done);

} // namespace spw::engine
