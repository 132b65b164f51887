// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& sumPool2dSpec()
{
    static const NodeSpec spec{
        .id = "layer.sum_pool2d",
        .title = "Sum pool",
        .category = Category::Layer,
        .caption = "Adds instead of averages.",
        .doc = "y[t, c] = the sum of x[t, c] in each window, at each step by itself: the number of spikes if x are spikes. "
               "Padding counts as 0. Each side becomes floor((L + 2 padding - kernel) / stride) + 1, or rounded up with "
               "ceil_mode.",
        .source = "sinabs, layers.SumPool2d (an L_p pool with p = 1)",
        .inputs = {{"x", PortType::Sequence, "Maps over time: channels x height x width."}},
        .outputs = {{"y", PortType::Sequence, "Smaller maps of sums."}},
        .params = shapes::poolParams(),
        .shape = [](const ShapeQuery& q, NodeReport& report) { return shapes::pooled(q, report, false); },
        .check = shapes::checkPool,
    };
    return spec;
}

} // namespace spw
