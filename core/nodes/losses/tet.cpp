// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& tetLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.tet",
        .title = "Temporal efficient training",
        .category = Category::Loss,
        .caption = "Every moment must be right, not just the average.",
        .doc = "loss = (1/T) sum over t of cross-entropy(x[t], label) + lamb * mean of (x - means)^2. With lamb = 0 the plain mean of "
               "the cross-entropies of all steps.",
        .source = "SpikingJelly, functional.temporal_efficient_training_cross_entropy; the second term from the paper (TET)",
        .inputs = losses::sequenceInputs("Output of every step, one value per class."),
        .outputs = losses::outputs(),
        .params = {
            {.name = "lamb", .caption = "Regulariser", .type = ParamType::Real, .initial = 0.0,
             .range = atLeast(0), .doc = "How much outputs are drawn towards the constant."},
            {.name = "means", .caption = "Constant", .type = ParamType::Real, .initial = 1.0,
             .range = anyReal(), .doc = "The value towards which all outputs are drawn.", .common = false},
        },
        .shape = losses::sequenceShape,
    };
    return spec;
}

} // namespace spw
