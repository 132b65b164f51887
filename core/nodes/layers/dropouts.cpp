// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/layers/common.h"

namespace spw {
namespace {

NodeSpec dropoutSpecOf(int dims)
{
    NodeSpec spec{
        .id = "layer.dropout",
        .title = "Dropout",
        .category = Category::Layer,
        .caption = "The same neurons stay silent for the whole clip: temporal structure survives.",
        .doc = "In training y[t] = x[t] m / (1 - p); each value of the mask m is 0 with probability p, else 1, drawn "
               "once per sample and kept for all steps. Otherwise y = x.",
        .source = "SpikingJelly, layer.Dropout; Srivastava and others 2014",
        .inputs = {{"x", PortType::Sequence, "Any sequence."}},
        .outputs = {{"y", PortType::Sequence, "The same sequence with some values silenced, the others enlarged."}},
        .params = {
            {.name = "p", .caption = "Dropped share", .type = ParamType::Real, .initial = dims == 0 ? 0.5 : 0.2,
             .range = betweenBelow(0, 1), .doc = "Probability that a value is silenced."},
        },
        .shape = [dims](const ShapeQuery& q, NodeReport& report) {
            if (dims > 0 && !layers::isMaps(q, dims, report))
                return shapes::refused(PortType::Sequence);
            return shapes::like(q, PortType::Sequence);
        },
    };
    if (dims > 0) {
        const std::string d = std::to_string(dims) + "d";
        spec.id += d;
        spec.title += d;
        spec.caption = dims == 2 ? "Whole maps stay silent for the whole clip." : "The same silence for the whole clip.";
        spec.doc = "In training y[t] = x[t] m / (1 - p); m is one number for each sample and channel, 0 with probability p, "
                   "else 1, and kept for all steps: whole maps are silenced. Otherwise y = x.";
        spec.source = dims == 2 ? "SpikingJelly, layer.Dropout2d" : "lava-dl, slayer.neuron.Dropout";
        spec.inputs = layers::mapsIn(dims);
    }
    return spec;
}

} // namespace

const NodeSpec& dropoutSpec()
{
    static const NodeSpec spec = dropoutSpecOf(0);
    return spec;
}

const NodeSpec& dropout2dSpec()
{
    static const NodeSpec spec = dropoutSpecOf(2);
    return spec;
}

const NodeSpec& dropout3dSpec()
{
    static const NodeSpec spec = dropoutSpecOf(3);
    return spec;
}

} // namespace spw
