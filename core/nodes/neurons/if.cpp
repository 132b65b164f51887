// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"

namespace spw {

const NodeSpec& ifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.if",
        .title = "IF",
        .category = Category::Neuron,
        .caption = "A bucket that fills with input and empties when it overflows; its rate is a ReLU clipped at one "
                   "spike per step.",
        .doc = std::string("Charge H[t] = V[t-1] + X[t].") + neurons::kFireAndReset,
        .source = "SpikingJelly, neuron.IFNode",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::withCommonParams({}, {.smooth = true}),
        .shape = neurons::shapeRule("neuron.if"),
        .check = neurons::check,
        .states = {"v"},
    };
    return spec;
}

} // namespace spw
