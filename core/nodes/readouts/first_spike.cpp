// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& firstSpikeSpec()
{
    static const NodeSpec spec{
        .id = "readout.first_spike",
        .title = "First spike",
        .category = Category::Readout,
        .caption = "Who speaks first is right.",
        .doc = "t* = the first step with a spike; y = 1 - t*/T, or 0 for a neuron that never fires: the earlier, the stronger. T counts "
               "the steps seen so far. first[t] is 1 at t = t*, else 0.",
        .source = "SpikingJelly, functional.first_spike_index",
        .inputs = {{"x", PortType::Sequence, "Spikes of the last layer: one neuron per class."}},
        .outputs = {{"y", PortType::Readout, "1 for a spike at once, falling to 0."},
                    {"first", PortType::Spikes, "The first spike of each neuron alone."}},
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            ShapeAnswer answer = shapes::like(q, PortType::Readout);
            answer.outputs.push_back(shapes::like(q, PortType::Spikes).outputs[0]);
            answer.outputs[0].steps = std::nullopt;
            if (!shapes::hasAxes(q, 1, "a flat list, one neuron per class", "Insert Flatten and Linear before it.",
                                 report, "SPW-S015"))
                answer.valid = false;
            return answer;
        },
    };
    return spec;
}

} // namespace spw
