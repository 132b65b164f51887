// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/memory_need.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstdio>

namespace spw {

namespace {

double outputBytes(const PlannedNode& node, std::int64_t batch)
{
    double largest = 0;
    for (const PortInfo& out : node.outputs)
        largest = std::max(largest, sequenceBytes(out, batch));
    return largest;
}

std::string gigabytes(double bytes)
{
    char text[32];
    std::snprintf(text, sizeof text, bytes < 1e13 ? "%.1f GB" : "%.3g GB", bytes / 1e9);
    return text;
}

} // namespace

double sequenceBytes(const PortInfo& port, std::int64_t batch)
{
    if (!hasSteps(port.type) || port.features.empty())
        return 0;
    double numbers = double(batch) * double(port.steps.value_or(1));
    for (const Dim& dim : port.features)
        numbers *= double(dim.value_or(1));
    return numbers * kRealBytes;
}

MemoryNeed leastMemory(const Plan& plan, double copies, std::int64_t batch)
{
    MemoryNeed need;
    double largestOutput = 0, largestShare = 0;
    for (const PlannedNode& node : plan.nodes) {
        if (!node.spec)
            continue;
        const double weights = double(node.parameterCount) * kRealBytes * copies, output = outputBytes(node, batch);
        need.bytes += weights;
        largestOutput = std::max(largestOutput, output);
        if (weights + output > largestShare) {
            largestShare = weights + output;
            need.node = node.name;
        }
    }
    need.bytes += largestOutput;
    return need;
}

void requireMemory(const MemoryNeed& need, std::int64_t available)
{
    if (available > 0 && need.bytes > double(available))
        throw Error("There is not enough memory: the network needs at least " + gigabytes(need.bytes) + ", "
                        + gigabytes(double(available)) + " are free.",
                    need.node, "This node needs most: make it smaller, or use a smaller batch or fewer time steps.");
}

} // namespace spw
