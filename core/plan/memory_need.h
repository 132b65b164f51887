// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"

namespace spw {

inline constexpr double kRealBytes = 4;   // float32

/// Bytes of a port's values over all steps of a batch of `batch` samples; 0 for ports that carry no sequence.
double sequenceBytes(const PortInfo& port, std::int64_t batch);

/// Memory that a plan cannot do without, however it is computed: all weights, and the largest output of one node.
struct MemoryNeed {
    double bytes = 0;
    std::string node;   // with the largest share
};

/// @param copies  of each weight
/// @param batch   samples at a time; 0: weights alone
MemoryNeed leastMemory(const Plan& plan, double copies, std::int64_t batch);

/// @throws Error with the node that needs most if `available` bytes are less than that; 0: nobody knows, all is well.
void requireMemory(const MemoryNeed& need, std::int64_t available);

} // namespace spw
