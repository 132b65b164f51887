// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"

namespace spw {

const NodeSpec& lifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.lif",
        .title = "LIF",
        .category = Category::Neuron,
        .caption = "The bucket leaks: old input fades with time constant tau.",
        .doc = std::string("Charge H[t] = V[t-1] + (X[t] - (V[t-1] - r)) / tau with decay_input, else "
                           "H[t] = V[t-1] - (V[t-1] - r) / tau + X[t]; r is v_reset, or 0 if that is none.") +
               neurons::kFireAndReset,
        .source = "SpikingJelly, neuron.LIFNode",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::withCommonParams({
            neurons::timeConstant("tau", "Time constant", "Larger values forget input more slowly."),
            neurons::decayInput(),
        }, {.smooth = true}),
        .shape = neurons::shapeRule("neuron.lif"),
        .check = neurons::check,
        .states = {"v"},
    };
    return spec;
}

} // namespace spw
