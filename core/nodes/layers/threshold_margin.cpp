// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& thresholdMarginSpec()
{
    static const NodeSpec spec{
        .id = "layer.threshold_margin",
        .title = "Threshold margin",
        .category = Category::Layer,
        .caption = "Win by a margin.",
        .doc = "Put before the output neurons. While training y = x eval_threshold / threshold1 for the neuron of the right class and "
               "y = x eval_threshold / threshold0 for all others, else y = x. For neurons whose potential grows in proportion to "
               "the input (IF, LIF; reset to 0 or by subtraction) and whose threshold is eval_threshold that is the same as giving "
               "the right one the threshold threshold1 and the others threshold0: it has to be better than needed, they have to be "
               "quieter.",
        .source = "SpikingJelly, functional.set_threshold_margin",
        .inputs = {{"x", PortType::Sequence, "Current of the output neurons, one per class."},
                   {"label", PortType::Label, "The right class."}},
        .outputs = {{"y", PortType::Sequence, "The current, scaled while training."}},
        .params = {
            {.name = "eval_threshold", .caption = "Threshold", .type = ParamType::Real, .initial = 1.0, .range = above(0),
             .doc = "The threshold that the neurons after it have."},
            {.name = "threshold0", .caption = "Threshold of the others", .type = ParamType::Real, .initial = 0.9,
             .range = above(0), .doc = "While training, of the neurons of other classes."},
            {.name = "threshold1", .caption = "Threshold of the right one", .type = ParamType::Real, .initial = 1.1,
             .range = above(0), .doc = "While training, of the neuron of the right class."},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            if (!shapes::hasAxes(q, 1, "a flat list, one neuron per class", "Insert Flatten and Linear before it.", report,
                                 "SPW-S015"))
                return shapes::refused(PortType::Sequence);
            return shapes::like(q, PortType::Sequence);
        },
    };
    return spec;
}

} // namespace spw
