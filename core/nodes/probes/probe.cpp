// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/node_spec.h"

namespace spw {

const NodeSpec& probeSpec()
{
    static const NodeSpec spec{
        .id = "probe.probe",
        .title = "Probe",
        .category = Category::Probe,
        .caption = "Look inside without stopping the machine.",
        .doc = "Records what flows through the wire it is connected to, or the membrane potential v[t] of the neuron "
               "that feeds it, for the sample that the views show. It changes nothing in the network.",
        .source = "SpikingJelly, monitor.OutputMonitor and monitor.AttributeMonitor",
        .inputs = {{"x", PortType::Sequence, "What to look at."}},
        .params = {
            {.name = "record", .caption = "Record", .type = ParamType::Choice, .initial = "value",
             .doc = "What is recorded.",
             .choices = {{"value", "The values on the wire"}, {"membrane", "The membrane potential behind them"}}},
            {.name = "units", .caption = "Most units", .type = ParamType::Int, .initial = 64,
             .range = between(1, 1'000'000), .doc = "Of larger layers this many units are kept, evenly spread."},
        },
    };
    return spec;
}

} // namespace spw
