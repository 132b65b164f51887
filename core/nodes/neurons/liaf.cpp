// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"

namespace spw {

const NodeSpec& liafSpec()
{
    static const NodeSpec spec{
        .id = "neuron.liaf",
        .title = "LIAF",
        .category = Category::Neuron,
        .caption = "Resets like a spiking neuron, talks like an analog one.",
        .doc = std::string("Leaky integrate and analog fire: charges, fires and resets as the LIF does, but sends "
                           "Y[t] = act(H[t] - v_threshold), or act(H[t]) without threshold_related. What it sends is "
                           "analog: a layer after it multiplies, it does not only add.") +
               neurons::kFireAndReset,
        .source = "SpikingJelly, neuron.LIAFNode; Wu and others 2021",
        .inputs = neurons::inputs(),
        .outputs = {{"y", PortType::Sequence, "Analog activation in the shape of the input."}},
        .params = neurons::withCommonParams({
            // In the order of kernels::Liaf::Act.
            {.name = "act", .caption = "Activation", .type = ParamType::Choice, .initial = "relu",
             .doc = "The function that turns the membrane into the output.",
             .choices = {{"relu", "ReLU"}, {"leaky_relu", "Leaky ReLU (0.01)"}, {"sigmoid", "Sigmoid"},
                         {"tanh", "Tanh"}, {"identity", "Identity"}}},
            {.name = "threshold_related", .caption = "Relative to the threshold", .type = ParamType::Bool,
             .initial = true, .doc = "On: the activation sees the membrane minus the threshold. Off: the membrane."},
            neurons::timeConstant("tau", "Time constant", "Larger values forget input more slowly."),
            neurons::decayInput(),
        }),
        .shape = neurons::shapeRule("neuron.liaf", PortType::Sequence),
        .check = neurons::check,
        .states = {"v"},
    };
    return spec;
}

} // namespace spw
