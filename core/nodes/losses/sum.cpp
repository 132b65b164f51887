// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& lossSumSpec()
{
    static const NodeSpec spec{
        .id = "loss.sum",
        .title = "Sum of losses",
        .category = Category::Loss,
        .caption = "Several wishes, one number.",
        .doc = "loss = sum of all losses wired to it. Weigh one by its own parameters.",
        .source = "Spikewright",
        .inputs = {{"losses", PortType::Scalar, "Losses to add up.", false, true}},
        .outputs = losses::outputs(),
        .shape = [](const ShapeQuery&, NodeReport&) {
            return ShapeAnswer{.outputs = {{.type = PortType::Scalar, .features = {1}, .steps = {}, .classes = {}}}};
        },
    };
    return spec;
}

} // namespace spw
