// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/planned_sizes.h"

#include "core/base/error.h"

namespace spw::engine {

std::int64_t plannedSteps(const PlannedNode& node)
{
    if (const std::int64_t steps = node.values.integer("T"); steps != 0)
        return steps;
    const Dim planned = node.inputs.at(0).info->steps;
    if (!planned)
        throw Error("It needs to know how many steps a sequence has.", node.name, "Set its parameter 'Steps'.");
    return *planned;
}

} // namespace spw::engine
