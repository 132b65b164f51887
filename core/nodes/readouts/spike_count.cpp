// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/readouts/common.h"

namespace spw {

const NodeSpec& spikeCountSpec()
{
    static const NodeSpec spec{
        .id = "readout.spike_count",
        .title = "Spike count",
        .category = Category::Readout,
        .caption = "Count the votes.",
        .doc = "y = sum of x[t] over t. The prediction (getClass) is the largest value; of equal ones the first.",
        .source = "lava-dl; SLAYER PyTorch, spikeClassifier.getClass",
        .inputs = {{"x", PortType::Sequence, "Spikes of the last layer: one neuron per class."}},
        .outputs = {{"y", PortType::Readout, "Spikes of each class."}},
        .shape = shapes::onePerClass,
    };
    return spec;
}

} // namespace spw
