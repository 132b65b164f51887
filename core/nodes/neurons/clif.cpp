// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"

namespace spw {

const NodeSpec& clifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.clif",
        .title = "CUBA-LIF (CLIF)",
        .category = Category::Neuron,
        .caption = "Current-based LIF in two multiplications.",
        .doc = std::string("C[t] = c_decay C[t-1] + X[t], charge H[t] = v_decay V[t-1] + C[t].") +
               neurons::kFireAndReset,
        .source = "SpikingJelly, neuron.CLIFNode",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::withCommonParams({
            {.name = "c_decay", .caption = "Current decay", .type = ParamType::Real, .initial = 0.5,
             .range = anyReal(), .doc = "Share of the current that is left after one step."},
            {.name = "v_decay", .caption = "Voltage decay", .type = ParamType::Real, .initial = 0.75,
             .range = anyReal(), .doc = "Share of the membrane that is left after one step."},
        }, {.vThreshold = 0.5, .surrogate = "rect", .smooth = true}),
        .shape = neurons::shapeRule("neuron.clif"),
        .check = neurons::check,
        .states = {"v", "c"},
    };
    return spec;
}

} // namespace spw
