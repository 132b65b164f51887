// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/readouts/common.h"

namespace spw {

const NodeSpec& rateReadoutSpec()
{
    static const NodeSpec spec{
        .id = "readout.rate",
        .title = "Firing rate",
        .category = Category::Readout,
        .caption = "The answer is who fired most.",
        .doc = "y = (1/T) times the sum of x[t] over t. The prediction is the largest value; of equal ones the first.",
        .source = "SpikingJelly, mean of the output spikes over time",
        .inputs = {{"x", PortType::Sequence, "Spikes of the last layer: one neuron per class."}},
        .outputs = {{"y", PortType::Readout, "Spikes per step of each class, 0 to 1."}},
        .shape = shapes::onePerClass,
    };
    return spec;
}

} // namespace spw
