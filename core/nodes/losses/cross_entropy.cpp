// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& crossEntropyLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.cross_entropy",
        .title = "Cross-entropy on rate",
        .category = Category::Loss,
        .caption = "Push the right class to spike most.",
        .doc = "loss = mean over samples of -sum over c of q[c] ln softmax(y)[c], with q = (1 - label_smoothing) "
               "onehot(label) + label_smoothing / C. Rates are at most 1, so with 10 classes it cannot fall below "
               "ln(1 + 9/e) = 1.461.",
        .source = "SpikingJelly, cross-entropy of the firing rate (lava_mnist example)",
        .inputs = losses::inputs(),
        .outputs = losses::outputs(),
        .params = {
            {.name = "label_smoothing", .caption = "Label smoothing", .type = ParamType::Real, .initial = 0.0,
             .range = betweenBelow(0, 1), .doc = "Share of the target that is spread over all classes.",
             .common = false},
        },
        .shape = losses::shape,
    };
    return spec;
}

} // namespace spw
