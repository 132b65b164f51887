// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& maskedMeanSpec()
{
    static const NodeSpec spec{
        .id = "readout.masked_mean",
        .title = "Masked mean",
        .category = Category::Readout,
        .caption = "Only the frames that exist have a say.",
        .doc = "y = sum over t of mask[t] x[t] / sum over t of mask[t], for recordings of different length that were padded; 0 where no "
               "step is valid.",
        .source = "SpikingJelly, datasets.padded_sequence_mask",
        .inputs = {{"x", PortType::Sequence, "Spikes of the last layer: one neuron per class."},
                   {"mask", PortType::Sequence, "1 for steps that belong to the recording, else 0: one value."}},
        .outputs = {{"y", PortType::Readout, "Mean over the valid steps."}},
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            if (!shapes::hasAxes(q, 1, "a flat list, one neuron per class", "Insert Flatten and Linear before it.",
                                 report, "SPW-S015"))
                return shapes::refused(PortType::Readout);
            const Dim perStep = shapes::knowsAxes(q, 1) ? shapes::product(q.inputs[1]->features) : Dim(1);
            if (perStep && *perStep != 1) {
                report.error("mask", "The mask has " + std::to_string(*perStep) + " values for each step.",
                             "A step is valid or not for all neurons together.", "Give a mask of one value.");
                return shapes::refused(PortType::Readout);
            }
            ShapeAnswer answer = shapes::like(q, PortType::Readout);
            answer.outputs[0].steps = std::nullopt;
            return answer;
        },
    };
    return spec;
}

} // namespace spw
