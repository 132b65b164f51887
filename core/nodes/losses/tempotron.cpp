// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& tempotronLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.tempotron",
        .title = "Tempotron loss",
        .category = Category::Loss,
        .caption = "Nudge only when wrong.",
        .doc = "loss = sum over classes of (v_max - v_threshold)^2 where the answer is wrong, divided by the number of samples. A class "
               "answers yes if v_max >= v_threshold; right is yes for the labelled class and no for the others.",
        .source = "SpikingJelly, neuron.tempotron mse_loss",
        .inputs = losses::inputs(),
        .outputs = losses::outputs(),
        .params = {
            {.name = "v_threshold", .caption = "Threshold", .type = ParamType::Real, .initial = 1.0,
             .range = anyReal(), .doc = "The largest membrane value that counts as a spike."},
        },
        .shape = losses::shape,
    };
    return spec;
}

} // namespace spw
