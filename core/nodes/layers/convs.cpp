// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions for lines, pictures and volumes, plain, for spikes alone, and with standardised weights.
#include "core/nodes/layers/common.h"

namespace spw {
namespace {

enum class ConvKind { Plain, Spikes, Standardised };

ShapeAnswer convShape(int dims, ConvKind kind, const ShapeQuery& q, NodeReport& report)
{
    constexpr PortType kType = PortType::Sequence;
    const ParamValues& v = q.values;
    Dim in;
    if (!layers::isMaps(q, dims, report) || !layers::channelsOf(q, "in_channels", in, report))
        return shapes::refused(kType);
    const std::int64_t out = v.integer("out_channels"), groups = v.integer("groups");
    if (in && *in % groups != 0) {
        report.error("groups", "The " + std::to_string(*in) + " input channels cannot be split into " +
                                   std::to_string(groups) + " equal groups.",
                     "Every group reads the same number of channels.", "Choose a divisor of " + std::to_string(*in) + ".",
                     "SPW-S013");
        return shapes::refused(kType);
    }
    const std::size_t n = std::size_t(dims);
    const auto kernel = v.list("kernel_size", n), stride = v.list("stride", n), padding = v.list("padding", n),
               dilation = v.list("dilation", n);
    PortInfo info{.type = kType, .features = std::vector<Dim>(n + 1), .steps = q.inputs[0] ? q.inputs[0]->steps : Dim{},
                  .classes = {}};
    info.features[0] = out;
    std::int64_t weights = in ? shapes::saturatingProduct({out, *in / groups}) : 0;
    double positions = 1;
    for (std::size_t i = 0; i < n; ++i) {
        weights = shapes::saturatingProduct({weights, kernel[i]});
        const Dim before = shapes::knowsAxes(q) ? q.inputs[0]->features[i + 1] : Dim{};
        Dim& after = info.features[i + 1];
        after = shapes::slid(before, {.kernel = kernel[i], .stride = stride[i], .padding = padding[i], .dilation = dilation[i]});
        if (after && *after < 1) {
            layers::tooSmall(q, "kernel_size", kernel[i], report);
            return shapes::refused(kType);
        }
        const std::string mode = kind == ConvKind::Plain ? v.text("padding_mode") : "zeros";
        if (before && ((mode == "reflect" && padding[i] >= *before) || (mode == "circular" && padding[i] > *before))) {
            report.error("padding", "A border of " + std::to_string(padding[i]) + " cannot be taken from a map of " +
                                        shapeText(q.inputs[0]->features) + ".",
                         "This way of padding repeats what is inside.", "Lower the padding, or pad with zeros.", "SPW-S014");
            return shapes::refused(kType);
        }
        positions *= after ? double(*after) : 0;
    }
    const std::int64_t perOutput = in && out > 0 ? weights / out : 0;
    if (kind != ConvKind::Standardised && !layers::checkMask(v, out, in ? Dim(perOutput) : Dim(), report))
        return shapes::refused(kType);
    ShapeAnswer answer{.outputs = {info}};
    if (in) {
        answer.parameterCount = weights + (v.flag("bias") ? out : 0);
        answer.parameterCount += kind == ConvKind::Standardised ? (v.flag("gain") ? out : 0) : layers::weightExtras(v, out);
        answer.multiplications = double(weights) * positions;
    }
    return answer;
}

NodeSpec convSpec(int dims, ConvKind kind)
{
    const std::string d = std::to_string(dims) + "d";
    const std::string id = kind == ConvKind::Plain ? "conv" + d : kind == ConvKind::Spikes ? "spike_conv" + d : "ws_conv" + d;
    NodeSpec spec{
        .id = "layer." + id,
        .title = kind == ConvKind::Plain ? "Conv" + d : kind == ConvKind::Spikes ? "SpikeConv" + d : "WSConv" + d,
        .category = Category::Layer,
        .caption = kind == ConvKind::Plain    ? "Looks for a pattern everywhere at once."
                   : kind == ConvKind::Spikes ? "Same answer, less memory."
                                          : "Standardise weights, not activations.",
        .doc = "y[t, c'] = bias[c'] + sum over channels c and offsets i of weight[c', c, i] x[t, c, position*stride + "
               "i*dilation - padding], at each step by itself. Each side becomes floor((L + 2 padding - dilation "
               "(kernel - 1) - 1) / stride) + 1. Weights start uniform within 1/sqrt(inputs of one output).",
        .source = "SpikingJelly, layer.Conv" + d + "; LibTorch, torch::nn::Conv" + d,
        .inputs = layers::mapsIn(dims),
        .outputs = layers::mapsOut(dims, "One map for each pattern."),
        .params = {
            layers::number("in_channels", "Input channels", 0, between(0, 65536),
                           "Maps of the input; 0 takes the number from what is connected.", false),
            layers::number("out_channels", "Output channels", 16, between(1, 65536), "How many patterns are looked for."),
            layers::sizes(dims, "kernel_size", "Kernel", 3, between(1, 1024), "Size of a pattern."),
            layers::sizes(dims, "stride", "Stride", 1, between(1, 1024),
                          "How far the pattern moves each time; 2 halves the map."),
            layers::sizes(dims, "padding", "Padding", 0, between(0, 1024),
                          "Border on each side; 1 keeps the size with a kernel of 3."),
            layers::sizes(dims, "dilation", "Dilation", 1, between(1, 1024), "Distance between the points of a pattern.", false),
            layers::number("groups", "Groups", 1, between(1, 65536),
                           "Split the channels into this many convolutions that do not see each other.", false),
            layers::flag("bias", "Bias", true,
                         "Add a learned constant to each map. A following BatchNorm makes it superfluous."),
        },
        .shape = [dims, kind](const ShapeQuery& q, NodeReport& report) { return convShape(dims, kind, q, report); },
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
    if (kind == ConvKind::Plain)
        spec.params.push_back({.name = "padding_mode", .caption = "Border", .type = ParamType::Choice, .initial = "zeros",
                               .doc = "What the border holds: nothing, the picture mirrored, its edge, or its other side.",
                               .choices = {{"zeros", "Zeros"}, {"reflect", "Mirrored"}, {"replicate", "Edge repeated"},
                                           {"circular", "Other side"}},
                               .applies = Applies::Rebuild, .common = false});
    if (kind == ConvKind::Spikes) {
        spec.doc += " Of the input, spikes that must be 0 or 1, only one bit each is kept for the backward pass.";
        spec.source = "SpikingJelly, layer.SpikeConv" + d;
        spec.inputs[0].type = PortType::Spikes;
    }
    if (kind == ConvKind::Standardised) {
        spec.doc += " Before use each output's weights become gain (w - mean) / sqrt(var n + eps) with their mean and "
                    "(unbiased) variance and n weights an output.";
        spec.source = "SpikingJelly, layer.WSConv" + d + "; Brock and others 2021";
        spec.params.push_back(layers::flag("gain", "Gain", true, "Learn a factor for each output."));
        spec.params.push_back({.name = "eps", .caption = "Epsilon", .type = ParamType::Real, .initial = 1e-4,
                               .range = above(0), .doc = "Keeps the division finite.", .common = false});
    } else {
        for (ParamSpec& param : layers::weightParams())
            spec.params.push_back(std::move(param));
    }
    return spec;
}

ShapeAnswer transposeShape(int dims, const ShapeQuery& q, NodeReport& report)
{
    constexpr PortType kType = PortType::Sequence;
    const ParamValues& v = q.values;
    Dim in;
    if (!layers::isMaps(q, dims, report) || !layers::channelsOf(q, "in_channels", in, report))
        return shapes::refused(kType);
    const std::int64_t out = v.integer("out_channels"), groups = v.integer("groups");
    if (in && *in % groups != 0) {
        report.error("groups", "The " + std::to_string(*in) + " input channels cannot be split into " +
                                   std::to_string(groups) + " equal groups.",
                     "Every group reads the same number of channels.", "Choose a divisor of " + std::to_string(*in) + ".",
                     "SPW-S013");
        return shapes::refused(kType);
    }
    const std::size_t n = std::size_t(dims);
    const auto kernel = v.list("kernel_size", n), stride = v.list("stride", n), padding = v.list("padding", n),
               dilation = v.list("dilation", n), extra = v.list("output_padding", n);
    PortInfo info{.type = kType, .features = std::vector<Dim>(n + 1), .steps = q.inputs[0] ? q.inputs[0]->steps : Dim{},
                  .classes = {}};
    info.features[0] = out;
    std::int64_t weights = in ? shapes::saturatingProduct({*in, out / groups}) : 0;
    double positions = 1;
    for (std::size_t i = 0; i < n; ++i) {
        weights = shapes::saturatingProduct({weights, kernel[i]});
        const Dim before = shapes::knowsAxes(q) ? q.inputs[0]->features[i + 1] : Dim{};
        if (!before)
            continue;
        const std::int64_t after = (*before - 1) * stride[i] - 2 * padding[i] + dilation[i] * (kernel[i] - 1) + extra[i] + 1;
        if (after < 1) {
            report.error("padding", "Nothing of a map of " + shapeText(q.inputs[0]->features) + " would be left.",
                         "The padding cuts off that much on each side.", "Lower the padding.", "SPW-S014");
            return shapes::refused(kType);
        }
        info.features[i + 1] = after;
        positions *= double(*before);
    }
    ShapeAnswer answer{.outputs = {info}};
    if (in) {
        answer.parameterCount = weights + (v.flag("bias") ? out : 0);
        answer.multiplications = double(weights) * positions;
    }
    return answer;
}

NodeSpec transposeSpec(int dims)
{
    const std::string d = std::to_string(dims) + "d";
    return {
        .id = "layer.conv_transpose" + d,
        .title = "ConvTranspose" + d,
        .category = Category::Layer,
        .caption = "Paints a small pattern into a larger picture.",
        .doc = "The inverse shape of a convolution: each value of x paints weight[c, c'] times itself into y, at each step "
               "by itself. Each side becomes (L - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1. "
               "Weights start uniform within 1/sqrt(out_channels/groups x kernel).",
        .source = "SpikingJelly, layer.ConvTranspose" + d + "; LibTorch, torch::nn::ConvTranspose" + d,
        .inputs = layers::mapsIn(dims),
        .outputs = layers::mapsOut(dims, "Larger maps."),
        .params = {
            layers::number("in_channels", "Input channels", 0, between(0, 65536),
                           "Maps of the input; 0 takes the number from what is connected.", false),
            layers::number("out_channels", "Output channels", 16, between(1, 65536), "How many maps are painted."),
            layers::sizes(dims, "kernel_size", "Kernel", 3, between(1, 1024), "Size of a pattern."),
            layers::sizes(dims, "stride", "Stride", 1, between(1, 1024), "Distance of the places painted; 2 doubles the map."),
            layers::sizes(dims, "padding", "Padding", 0, between(0, 1024), "How much is cut off on each side."),
            layers::sizes(dims, "output_padding", "Extra side", 0, between(0, 1023),
                          "Added to one side, where several sizes would fit. Below the stride or the dilation.", false),
            layers::number("groups", "Groups", 1, between(1, 65536),
                           "Split the channels into this many convolutions that do not see each other.", false),
            layers::flag("bias", "Bias", true, "Add a learned constant to each map."),
            layers::sizes(dims, "dilation", "Dilation", 1, between(1, 1024), "Distance between the points of a pattern.", false),
        },
        .shape = [dims](const ShapeQuery& q, NodeReport& report) { return transposeShape(dims, q, report); },
        .check = [dims](const ParamValues& v, NodeReport& report) {
            const std::int64_t out = v.integer("out_channels"), groups = v.integer("groups");
            if (out % groups != 0)
                report.error("groups", "The " + std::to_string(out) + " output channels cannot be split into " +
                                           std::to_string(groups) + " equal groups.",
                             "Every group makes the same number of maps.",
                             "Choose a divisor of " + std::to_string(out) + ".", "SPW-S013");
            const std::size_t n = std::size_t(dims);
            const auto extra = v.list("output_padding", n), stride = v.list("stride", n), dilation = v.list("dilation", n);
            for (std::size_t i = 0; i < n; ++i)
                if (extra[i] >= std::max(stride[i], dilation[i]))
                    report.error("output_padding", "The extra side must be below the stride or the dilation.",
                                 "Otherwise a further position would fit.", "Lower it, or raise the stride.");
        },
        .learns = true,
    };
}

} // namespace

#define SPW_CONV_SPECS(n)                                                                                               \
    const NodeSpec& conv##n##dSpec()                                                                                    \
    {                                                                                                                   \
        static const NodeSpec spec = convSpec(n, ConvKind::Plain);                                                          \
        return spec;                                                                                                    \
    }                                                                                                                   \
    const NodeSpec& spikeConv##n##dSpec()                                                                               \
    {                                                                                                                   \
        static const NodeSpec spec = convSpec(n, ConvKind::Spikes);                                                         \
        return spec;                                                                                                    \
    }                                                                                                                   \
    const NodeSpec& convTranspose##n##dSpec()                                                                           \
    {                                                                                                                   \
        static const NodeSpec spec = transposeSpec(n);                                                                  \
        return spec;                                                                                                    \
    }
SPW_CONV_SPECS(1)
SPW_CONV_SPECS(2)
SPW_CONV_SPECS(3)
#undef SPW_CONV_SPECS

const NodeSpec& wsConv2dSpec()
{
    static const NodeSpec spec = convSpec(2, ConvKind::Standardised);
    return spec;
}

} // namespace spw
