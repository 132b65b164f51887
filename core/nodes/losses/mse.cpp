// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& mseLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.mse",
        .title = "MSE on rate",
        .category = Category::Loss,
        .caption = "Right class fires always, the rest never.",
        .doc = "loss = mean over samples and classes of (y - onehot(label))^2.",
        .source = "SpikingJelly, mean squared error of the firing rate to the one-hot label",
        .inputs = losses::inputs(),
        .outputs = losses::outputs(),
        .shape = losses::shape,
    };
    return spec;
}

} // namespace spw
