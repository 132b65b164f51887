// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"

/// Parameters that several nodes of SLAYER share (models.md N28).
namespace spw::slayer {

inline ParamSpec samplingTime()
{
    return {.name = "Ts", .caption = "Time of a step", .type = ParamType::Real, .initial = 1.0, .range = above(0),
            .unit = Unit::Milliseconds,
            .doc = "Milliseconds that one step stands for. All nodes of a SLAYER network need the same.",
            .applies = Applies::Rebuild};
}

inline ParamSpec responseTime()
{
    return {.name = "tauSr", .caption = "Response time", .type = ParamType::Real, .initial = 10.0, .range = above(0),
            .unit = Unit::Milliseconds, .doc = "When the response to a spike is highest.", .applies = Applies::Rebuild};
}

inline ParamSpec threshold()
{
    return {.name = "theta", .caption = "Threshold", .type = ParamType::Real, .initial = 10.0, .range = above(0),
            .doc = "The potential at which a spike is sent.", .applies = Applies::Rebuild};
}

/// A kernel of that time constant must stay short enough to be computed.
inline void checkKernel(const ParamValues& values, NodeReport& report, const char* tau)
{
    if (values.real(tau) / values.real("Ts") > 100'000)
        report.error(tau, "Its kernel would be longer than 700,000 steps.", "Each step of it counts.",
                     "Shorten this time or lengthen the step.");
}

} // namespace spw::slayer
