// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/readouts/common.h"

namespace spw {

const NodeSpec& membraneReadoutSpec()
{
    static const NodeSpec spec{
        .id = "readout.membrane",
        .title = "Membrane",
        .category = Category::Readout,
        .caption = "Ask the neurons for their voltage instead of their spikes.",
        .doc = "y = the mean, the largest or the last value of x[t] over t. Meant for the membrane of neurons that never fire.",
        .source = "SpikingJelly; tempotron with max",
        .inputs = {{"x", PortType::Sequence, "Membrane of the last layer: one neuron per class."}},
        .outputs = {{"y", PortType::Readout, "One value per class."}},
        .params = {
            {.name = "reduce", .caption = "Over time", .type = ParamType::Choice, .initial = "mean",
             .doc = "Which value of the membrane counts.",
             .choices = {{"mean", "Mean"}, {"max", "Largest"}, {"last", "Last"}}},
        },
        .shape = shapes::onePerClass,
    };
    return spec;
}

} // namespace spw
