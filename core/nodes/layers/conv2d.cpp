// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {
namespace {

ShapeAnswer conv2dShape(const ShapeQuery& q, NodeReport& report)
{
    constexpr PortType kType = PortType::Sequence;
    const ParamValues& v = q.values;
    if (!shapes::hasAxes(q, 3, "channels x height x width", "Connect it before Flatten.", report, "SPW-S011"))
        return shapes::refused(kType);
    const std::int64_t wanted = v.integer("in_channels"), out = v.integer("out_channels"), groups = v.integer("groups");
    const auto kernel = v.pair("kernel_size"), stride = v.pair("stride"), padding = v.pair("padding"),
               dilation = v.pair("dilation");

    Dim in;
    if (shapes::knowsAxes(q))
        in = q.inputs[0]->features[0];
    if (wanted != 0 && in && *in != wanted) {
        report.error("in_channels",
                     "It expects " + std::to_string(wanted) + " channels, its input has " + std::to_string(*in) + ".",
                     "Both must be equal.", "Set 'Input channels' to 0 to take them from the input.", "SPW-S012");
        return shapes::refused(kType);
    }
    if (wanted != 0)
        in = wanted;
    if (in && *in % groups != 0) {
        report.error("groups", "The " + std::to_string(*in) + " input channels cannot be split into " +
                                   std::to_string(groups) + " equal groups.",
                     "Every group reads the same number of channels.", "Choose a divisor of " + std::to_string(*in) + ".",
                     "SPW-S013");
        return shapes::refused(kType);
    }

    ShapeAnswer answer;
    PortInfo info{.type = kType, .features = {out, std::nullopt, std::nullopt},
                  .steps = q.inputs[0] ? q.inputs[0]->steps : Dim{}, .classes = {}};
    for (std::size_t i = 0; shapes::knowsAxes(q) && i < 2; ++i) {
        info.features[i + 1] = shapes::slid(
            q.inputs[0]->features[i + 1],
            {.kernel = kernel[i], .stride = stride[i], .padding = padding[i], .dilation = dilation[i]});
        if (info.features[i + 1] && *info.features[i + 1] < 1) {
            report.error("kernel_size",
                         "The kernel of " + std::to_string(kernel[i]) + " does not fit into a picture of " +
                             shapeText(q.inputs[0]->features) + ".",
                         "Nothing would be left after the convolution.",
                         "Make the kernel or dilation smaller, add padding, or remove a pool before it.", "SPW-S014");
            return shapes::refused(kType);
        }
    }
    if (in) {
        const std::int64_t weights = shapes::saturatingProduct({out, *in / groups, kernel[0], kernel[1]});
        answer.parameterCount = weights + (v.flag("bias") ? out : 0);
        if (info.features[1] && info.features[2])
            answer.multiplications = double(weights) * double(*info.features[1]) * double(*info.features[2]);
    }
    answer.outputs = {info};
    return answer;
}

} // namespace

const NodeSpec& conv2dSpec()
{
    static const NodeSpec spec{
        .id = "layer.conv2d",
        .title = "Conv2d",
        .category = Category::Layer,
        .caption = "Looks for a pattern everywhere at once.",
        .doc = "y[t, c'] = bias[c'] + sum over c, i, j of weight[c', c, i, j] x[t, c, y*stride + i*dilation - padding, "
               "...], at each step by itself. Each side of the picture becomes floor((L + 2 padding - dilation "
               "(kernel - 1) - 1) / stride) + 1. Weights start uniform within 1/sqrt(inputs of one output).",
        .source = "SpikingJelly, layer.Conv2d; LibTorch, torch::nn::Conv2d",
        .inputs = {{"x", PortType::Sequence, "Pictures over time: channels x height x width."}},
        .outputs = {{"y", PortType::Sequence, "One map for each pattern."}},
        .params = {
            {.name = "in_channels", .caption = "Input channels", .type = ParamType::Int, .initial = 0,
             .range = between(0, 65536), .doc = "Maps of the input; 0 takes the number from what is connected.",
             .applies = Applies::Rebuild, .common = false},
            {.name = "out_channels", .caption = "Output channels", .type = ParamType::Int, .initial = 16,
             .range = between(1, 65536), .doc = "How many patterns are looked for.", .applies = Applies::Rebuild},
            {.name = "kernel_size", .caption = "Kernel", .type = ParamType::IntPair,
             .initial = std::vector<std::int64_t>{3, 3}, .range = between(1, 1024), .unit = Unit::Pixels,
             .doc = "Height and width of a pattern.", .applies = Applies::Rebuild},
            {.name = "stride", .caption = "Stride", .type = ParamType::IntPair,
             .initial = std::vector<std::int64_t>{1, 1}, .range = between(1, 1024), .unit = Unit::Pixels,
             .doc = "How far the pattern moves each time; 2 halves the picture.", .applies = Applies::Rebuild},
            {.name = "padding", .caption = "Padding", .type = ParamType::IntPair,
             .initial = std::vector<std::int64_t>{0, 0}, .range = between(0, 1024), .unit = Unit::Pixels,
             .doc = "Border of zeros on each side; 1 keeps the size with a kernel of 3.",
             .applies = Applies::Rebuild},
            {.name = "dilation", .caption = "Dilation", .type = ParamType::IntPair,
             .initial = std::vector<std::int64_t>{1, 1}, .range = between(1, 1024), .unit = Unit::Pixels,
             .doc = "Distance between the points of a pattern.", .applies = Applies::Rebuild, .common = false},
            {.name = "groups", .caption = "Groups", .type = ParamType::Int, .initial = 1, .range = between(1, 65536),
             .doc = "Split the channels into this many convolutions that do not see each other.",
             .applies = Applies::Rebuild, .common = false},
            {.name = "bias", .caption = "Bias", .type = ParamType::Bool, .initial = true,
             .doc = "Add a learned constant to each map. A following BatchNorm makes it superfluous.",
             .applies = Applies::Rebuild, .common = false},
        },
        .shape = conv2dShape,
        .check = [](const ParamValues& v, NodeReport& report) {
            const std::int64_t out = v.integer("out_channels"), groups = v.integer("groups");
            if (out % groups != 0)
                report.error("groups", "The " + std::to_string(out) + " output channels cannot be split into " +
                                           std::to_string(groups) + " equal groups.",
                             "Every group makes the same number of maps.",
                             "Choose a divisor of " + std::to_string(out) + ".", "SPW-S013");
        },
        .learns = true,
    };
    return spec;
}

} // namespace spw
