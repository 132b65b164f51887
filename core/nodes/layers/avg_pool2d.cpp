// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {
namespace {

std::vector<ParamSpec> avgPoolParams()
{
    std::vector<ParamSpec> params = shapes::poolParams();
    params.push_back({.name = "count_include_pad", .caption = "Count padding", .type = ParamType::Bool, .initial = true,
                      .doc = "Padded zeros count when the mean is taken.", .applies = Applies::Rebuild,
                      .common = false});
    return params;
}

} // namespace

const NodeSpec& avgPool2dSpec()
{
    static const NodeSpec spec{
        .id = "layer.avg_pool2d",
        .title = "Average pool",
        .category = Category::Layer,
        .caption = "Average of the neighbourhood.",
        .doc = "y[t, c] = the mean of x[t, c] in each window, at each step by itself. Each side becomes "
               "floor((L + 2 padding - kernel) / stride) + 1, or rounded up with ceil_mode.",
        .source = "SpikingJelly, layer.AvgPool2d; LibTorch, torch::nn::AvgPool2d",
        .inputs = {{"x", PortType::Sequence, "Maps over time: channels x height x width."}},
        .outputs = {{"y", PortType::Sequence, "Smaller maps of means."}},
        .params = avgPoolParams(),
        .shape = [](const ShapeQuery& q, NodeReport& report) { return shapes::pooled(q, report, false); },
        .check = shapes::checkPool,
    };
    return spec;
}

} // namespace spw
