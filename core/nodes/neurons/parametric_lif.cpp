// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"

namespace spw {

const NodeSpec& parametricLifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.parametric_lif",
        .title = "PLIF",
        .category = Category::Neuron,
        .caption = "The network learns how fast its membranes forget.",
        .doc = std::string("The LIF whose 1/tau = sigmoid(w) is learned, one w for the layer, starting at "
                           "w = -ln(init_tau - 1). Charge H[t] = V[t-1] + (X[t] - (V[t-1] - r)) sigmoid(w) with "
                           "decay_input, else H[t] = V[t-1] - (V[t-1] - r) sigmoid(w) + X[t]; r is v_reset, or 0 if "
                           "that is none.") +
               neurons::kFireAndReset,
        .source = "SpikingJelly, neuron.ParametricLIFNode; Fang and others 2021",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::withCommonParams({
            neurons::timeConstant("init_tau", "First time constant", "Where learning of the time constant starts."),
            neurons::decayInput(),
        }, {.smooth = true}),
        .shape = neurons::shapeRule("neuron.parametric_lif"),
        .check = neurons::check,
        .states = {"v"},
        .learns = true,
    };
    return spec;
}

} // namespace spw
