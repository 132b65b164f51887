// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"

namespace spw {

const NodeSpec& klifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.klif",
        .title = "KLIF",
        .category = Category::Neuron,
        .caption = "Learns the gain of its own membrane so that the surrogate gradient is used where it matters.",
        .doc = "Charges like the LIF to H[t]; then F[t] = relu(k H[t]) with a learned gain k, one for the layer, starting "
               "at 1. Fires S[t] = 1 where F[t] >= v_threshold. Without scale_reset V[t] = F (1 - S) + v_reset S (hard), "
               "or F - v_threshold S with v_reset none (soft); with scale_reset F / k (1 - S) + v_reset S, or "
               "(F - v_threshold S) / k. V[-1] is v_reset, or 0. Backward the surrogate's slope takes the place of the "
               "step's.",
        .source = "SpikingJelly, neuron.KLIFNode; Jiang and Zhang 2023",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::withCommonParams({
            neurons::timeConstant("tau", "Time constant", "Larger values forget input more slowly."),
            neurons::decayInput(),
            {.name = "scale_reset", .caption = "Undo gain at reset", .type = ParamType::Bool, .initial = false,
             .doc = "On: the membrane is divided by k again when it is reset."},
        }, {.smooth = true}),
        .shape = neurons::shapeRule("neuron.klif"),
        .check = neurons::check,
        .states = {"v"},
        .learns = true,
    };
    return spec;
}

} // namespace spw
