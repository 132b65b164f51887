// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& maxPool2dSpec()
{
    static const NodeSpec spec{
        .id = "layer.max_pool2d",
        .title = "Max pool",
        .category = Category::Layer,
        .caption = "Keeps the loudest neighbour.",
        .doc = "y[t, c] = the largest x[t, c] in each window, at each step by itself. Of spikes: 1 if any neighbour fired (OR). "
               "Padding counts as minus infinity. Each side becomes floor((L + 2 padding - kernel) / stride) + 1, or "
               "rounded up with ceil_mode.",
        .source = "SpikingJelly, layer.MaxPool2d; LibTorch, torch::nn::MaxPool2d",
        .inputs = {{"x", PortType::Sequence, "Maps over time: channels x height x width."}},
        .outputs = {{"y", PortType::Sequence, "Smaller maps; spikes stay spikes."}},
        .params = shapes::poolParams(),
        .shape = [](const ShapeQuery& q, NodeReport& report) { return shapes::pooled(q, report, true); },
        .check = shapes::checkPool,
    };
    return spec;
}

} // namespace spw
