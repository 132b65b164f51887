// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"
#include "core/nodes/slayer_common.h"

namespace spw {
namespace {

std::vector<ParamSpec> weightParams(double scale)
{
    return {
        {.name = "weightScale", .caption = "Weight scale", .type = ParamType::Real, .initial = scale,
         .range = anyReal(), .doc = "Factor on the first weights: spikes give small potentials beside the threshold.",
         .applies = Applies::Rebuild},
        {.name = "preHookFx", .caption = "Round weights", .type = ParamType::Choice, .initial = std::string("none"),
         .doc = "What each use makes of the weights first; learning passes straight through it.",
         .choices = {{"none", "As they are"}, {"quantize", "To multiples of a step"}}, .applies = Applies::Rebuild},
        {.name = "quantize_step", .caption = "Step", .type = ParamType::Real, .initial = 2.0, .range = above(0),
         .doc = "Weights are rounded to multiples of it.", .applies = Applies::Rebuild,
         .visibleWhen = "preHookFx=quantize"},
    };
}

ParamSpec pairParam(const char* name, const char* caption, std::int64_t initial, double low, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::IntPair,
            .initial = std::vector<std::int64_t>{initial, initial}, .range = between(low, 1024),
            .unit = Unit::Pixels, .doc = doc, .applies = Applies::Rebuild};
}

std::vector<ParamSpec> convParams(bool transposed)
{
    std::vector<ParamSpec> list{
        {.name = "inChannels", .caption = "Input channels", .type = ParamType::Int, .initial = 0,
         .range = between(0, 1'000'000), .doc = "Channels of the input; 0 takes them from what is connected.",
         .applies = Applies::Rebuild, .common = false},
        {.name = "outChannels", .caption = "Output channels", .type = ParamType::Int, .initial = 16,
         .range = between(1, 65'536), .doc = "How many maps come out.", .applies = Applies::Rebuild},
        pairParam("kernelSize", "Window", 3, 1, "Height and width of the window."),
        pairParam("stride", "Stride", 1, 1, "How far the window moves each time."),
        pairParam("padding", "Padding", 0, 0, transposed ? "Border taken off on each side."
                                                         : "Border of zeros added on each side."),
        pairParam("dilation", "Dilation", 1, 1, "Distance of the points of the window."),
        {.name = "groups", .caption = "Groups", .type = ParamType::Int, .initial = 1, .range = between(1, 65'536),
         .doc = "Parts of the channels that do not see each other.", .applies = Applies::Rebuild, .common = false},
    };
    for (ParamSpec& param : weightParams(100.0))
        list.push_back(std::move(param));
    return list;
}

std::vector<ParamSpec> poolParams()
{
    return {
        slayer::threshold(),
        pairParam("kernelSize", "Window", 2, 1, "Height and width of the window."),
        pairParam("stride", "Stride", 0, 0, "How far the window moves each time; 0 means by its own size."),
        pairParam("padding", "Padding", 0, 0, "Border of zeros on each side."),
        pairParam("dilation", "Dilation", 1, 1, "Distance of the points of the window."),
    };
}

ShapeAnswer denseShape(const ShapeQuery& q, NodeReport& report)
{
    const std::int64_t wanted = q.values.integer("inFeatures"), out = q.values.integer("outFeatures");
    Dim in;
    if (shapes::knowsAxes(q))
        in = shapes::product(q.inputs[0]->features);
    if (wanted != 0 && in && *in != wanted) {
        report.error("inFeatures",
                     "It expects " + std::to_string(wanted) + " features, its input has " + std::to_string(*in) + ".",
                     "Both must be equal.", "Set 'Input features' to 0 to take them from the input.", "SPW-S016");
        return shapes::refused(PortType::Sequence);
    }
    if (wanted != 0)
        in = wanted;
    ShapeAnswer answer{.outputs = {{.type = PortType::Sequence, .features = {out},
                                    .steps = q.inputs[0] ? q.inputs[0]->steps : Dim{}, .classes = {}}}};
    if (in) {
        answer.parameterCount = shapes::saturatingProduct({*in, out});
        answer.multiplications = double(*in) * double(out);
    }
    return answer;
}

/// Size after a transposed window.
Dim spread(Dim size, std::int64_t kernel, std::int64_t stride, std::int64_t padding, std::int64_t dilation)
{
    if (!size)
        return std::nullopt;
    return (*size - 1) * stride - 2 * padding + dilation * (kernel - 1) + 1;
}

/// Sides after a window of the node; false if one of them vanishes.
bool slideSides(const ShapeQuery& q, PortInfo& info, bool transposed, bool pads, NodeReport& report)
{
    const auto kernel = q.values.pair("kernelSize"), stride = q.values.pair("stride"),
               padding = q.values.pair("padding"), dilation = q.values.pair("dilation");
    for (std::size_t i = 0; i < 2; ++i) {
        Dim& side = info.features[i + 1];
        const std::int64_t step = stride[i] == 0 ? kernel[i] : stride[i];
        if (pads && side && *side % kernel[i] != 0)   // the last window is filled up with zeros
            *side += kernel[i] - *side % kernel[i];
        const Dim before = side;
        side = transposed ? spread(side, kernel[i], step, padding[i], dilation[i])
                          : shapes::slid(side, {.kernel = kernel[i], .stride = step, .padding = padding[i],
                                                .dilation = dilation[i]});
        if (side && *side <= 0) {
            report.error("kernelSize", "The window does not fit a side of " + std::to_string(*before) + ".",
                         "Nothing would be left.", "Choose a smaller window or more padding.");
            return false;
        }
    }
    return true;
}

ShapeAnswer convShape(const ShapeQuery& q, NodeReport& report, bool transposed)
{
    if (!shapes::hasAxes(q, 3, "channels x height x width", "Connect it before Flatten.", report, "SPW-S011"))
        return shapes::refused(PortType::Sequence);
    ShapeAnswer answer = shapes::like(q, PortType::Sequence);
    PortInfo& info = answer.outputs[0];
    if (!shapes::knowsAxes(q))
        return answer;
    const std::int64_t wanted = q.values.integer("inChannels"), out = q.values.integer("outChannels"),
                       groups = q.values.integer("groups");
    Dim in = info.features[0];
    if (wanted != 0 && in && *in != wanted) {
        report.error("inChannels",
                     "It expects " + std::to_string(wanted) + " channels, its input has " + std::to_string(*in) + ".",
                     "Both must be equal.", "Set 'Input channels' to 0 to take them from the input.", "SPW-S016");
        return shapes::refused(PortType::Sequence);
    }
    if ((in && *in % groups != 0) || out % groups != 0) {
        report.error("groups", "The channels cannot be shared by " + std::to_string(groups) + " groups.",
                     "Input and output channels must both be multiples of the groups.", "Choose other groups.");
        return shapes::refused(PortType::Sequence);
    }
    if (!slideSides(q, info, transposed, false, report))
        return shapes::refused(PortType::Sequence);
    info.features[0] = out;
    const auto kernel = q.values.pair("kernelSize");
    if (in) {
        answer.parameterCount = shapes::saturatingProduct({out, *in / groups, kernel[0], kernel[1]});
        const std::vector<Dim>& where = transposed ? q.inputs[0]->features : info.features;
        if (where[1] && where[2])
            answer.multiplications = double(answer.parameterCount) * double(*where[1]) * double(*where[2]);
    }
    return answer;
}

ShapeAnswer poolShape(const ShapeQuery& q, NodeReport& report, bool transposed)
{
    if (!shapes::hasAxes(q, 3, "channels x height x width", "Connect it before Flatten.", report, "SPW-S011"))
        return shapes::refused(PortType::Sequence);
    ShapeAnswer answer = shapes::like(q, PortType::Sequence);
    if (shapes::knowsAxes(q) && !slideSides(q, answer.outputs[0], transposed, !transposed, report))
        return shapes::refused(PortType::Sequence);
    return answer;
}

std::vector<PortSpec> maps(const char* doc) { return {{"x", PortType::Sequence, doc}}; }

} // namespace

const NodeSpec& slayerDenseSpec()
{
    static const NodeSpec spec{
        .id = "layer.slayer_dense",
        .title = "Dense (SLAYER)",
        .category = Category::Layer,
        .caption = "Every input talks to every output.",
        .doc = "y[t] = W x[t] at each step by itself, without bias; maps are read as one list of channels x height x "
               "width. Weights start uniform within weightScale / sqrt(inputs).",
        .source = "SLAYER PyTorch, spikeLayer.dense",
        .inputs = maps("A list of features, or maps, over time."),
        .outputs = {{"y", PortType::Sequence, "A list of outFeatures values over time."}},
        .params = [] {
            std::vector<ParamSpec> list{
                {.name = "inFeatures", .caption = "Input features", .type = ParamType::Int, .initial = 0,
                 .range = between(0, 1'000'000'000), .doc = "Length of the input; 0 takes it from what is connected.",
                 .applies = Applies::Rebuild, .common = false},
                {.name = "outFeatures", .caption = "Output features", .type = ParamType::Int, .initial = 10,
                 .range = between(1, 16'777'216), .doc = "Length of the output.", .applies = Applies::Rebuild},
            };
            for (ParamSpec& param : weightParams(10.0))
                list.push_back(std::move(param));
            return list;
        }(),
        .shape = denseShape,
        .learns = true,
    };
    return spec;
}

const NodeSpec& slayerConvSpec()
{
    static const NodeSpec spec{
        .id = "layer.slayer_conv",
        .title = "Conv (SLAYER)",
        .category = Category::Layer,
        .caption = "Looks for a pattern everywhere at once.",
        .doc = "A two-dimensional convolution at each step by itself, without bias. Weights start uniform within "
               "weightScale / sqrt(inputs of an output).",
        .source = "SLAYER PyTorch, spikeLayer.conv",
        .inputs = maps("Maps over time: channels x height x width."),
        .outputs = {{"y", PortType::Sequence, "outChannels maps over time."}},
        .params = convParams(false),
        .shape = [](const ShapeQuery& q, NodeReport& report) { return convShape(q, report, false); },
        .learns = true,
    };
    return spec;
}

const NodeSpec& slayerConvTransposeSpec()
{
    static const NodeSpec spec{
        .id = "layer.slayer_conv_transpose",
        .title = "Transposed conv (SLAYER)",
        .category = Category::Layer,
        .caption = "Paints a small pattern into a larger picture.",
        .doc = "The transposed convolution at each step by itself, without bias: a side L becomes (L - 1) stride - 2 "
               "padding + dilation (kernel - 1) + 1. Weights start uniform within weightScale / sqrt(outputs of an "
               "input).",
        .source = "SLAYER PyTorch, spikeLayer.convTranspose",
        .inputs = maps("Maps over time: channels x height x width."),
        .outputs = {{"y", PortType::Sequence, "outChannels larger maps over time."}},
        .params = convParams(true),
        .shape = [](const ShapeQuery& q, NodeReport& report) { return convShape(q, report, true); },
        .learns = true,
    };
    return spec;
}

const NodeSpec& slayerPoolSpec()
{
    static const NodeSpec spec{
        .id = "layer.slayer_pool",
        .title = "Pool (SLAYER)",
        .category = Category::Layer,
        .caption = "One spike in the window is enough for one spike out.",
        .doc = "y = 1.1 theta times the sum over each window: the response to a single spike just passes the threshold. "
               "A side that is no multiple of the window is filled up with zeros.",
        .source = "SLAYER PyTorch, spikeLayer.pool",
        .inputs = maps("Maps over time: channels x height x width."),
        .outputs = {{"y", PortType::Sequence, "Smaller maps over time."}},
        .params = poolParams(),
        .shape = [](const ShapeQuery& q, NodeReport& report) { return poolShape(q, report, false); },
    };
    return spec;
}

const NodeSpec& slayerUnpoolSpec()
{
    static const NodeSpec spec{
        .id = "layer.slayer_unpool",
        .title = "Unpool (SLAYER)",
        .category = Category::Layer,
        .caption = "Spreads each spike over a whole window.",
        .doc = "The transpose of Pool: each value times 1.1 theta is added to every place of its window.",
        .source = "SLAYER PyTorch, spikeLayer.unpool",
        .inputs = maps("Maps over time: channels x height x width."),
        .outputs = {{"y", PortType::Sequence, "Larger maps over time."}},
        .params = poolParams(),
        .shape = [](const ShapeQuery& q, NodeReport& report) { return poolShape(q, report, true); },
    };
    return spec;
}

} // namespace spw
