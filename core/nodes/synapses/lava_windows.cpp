// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/synapses/lava_common.h"

// The lava-dl synapses that slide a window: conv, pool, transposed conv and unpool.
namespace spw {
namespace {

enum class WindowKind { Conv, Pool, ConvTranspose, Unpool };

constexpr PortType kType = PortType::Sequence;

bool hasChannels(WindowKind kind) { return kind == WindowKind::Conv || kind == WindowKind::ConvTranspose; }
bool grows(WindowKind kind) { return kind == WindowKind::ConvTranspose || kind == WindowKind::Unpool; }

/// Size after the window of `kind` at axis `i`, 0 or less if it does not fit.
Dim sizeAfter(WindowKind kind, Dim size, const ParamValues& v, std::size_t i)
{
    if (!size)
        return size;
    const std::int64_t kernel = v.pair("kernel_size")[i], padding = v.pair("padding")[i],
                       dilation = v.pair("dilation")[i];
    const std::int64_t stride = v.pair("stride")[i] == 0 ? kernel : v.pair("stride")[i];
    if (grows(kind))
        return shapes::saturatingProduct({*size - 1, stride}) - 2 * padding + dilation * (kernel - 1) + 1;
    if (kind == WindowKind::Pool)   // filled up with zeros to a multiple of the window
        size = *size + (kernel - *size % kernel) % kernel;
    return shapes::slid(size, {.kernel = kernel, .stride = stride, .padding = padding, .dilation = dilation});
}

ShapeAnswer windowShape(WindowKind kind, const ShapeQuery& q, NodeReport& report)
{
    if (!shapes::hasAxes(q, 3, "channels x height x width", "Connect it before Flatten.", report, "SPW-S011"))
        return shapes::refused(kType);
    const ParamValues& v = q.values;
    const auto kernel = v.pair("kernel_size");
    Dim in, out;
    std::int64_t groups = 1;
    if (shapes::knowsAxes(q))
        in = out = q.inputs[0]->features[0];
    if (hasChannels(kind)) {
        const std::int64_t wanted = v.integer("in_features");
        groups = v.integer("groups");
        out = v.integer("out_features");
        if (wanted != 0 && in && *in != wanted) {
            report.error("in_features",
                         "It expects " + std::to_string(wanted) + " maps, its input has " + std::to_string(*in) + ".",
                         "Both must be equal.", "Set 'Input maps' to 0 to take them from the input.", "SPW-S012");
            return shapes::refused(kType);
        }
        if (wanted != 0)
            in = wanted;
        if (in && *in % groups != 0) {
            report.error("groups", "The " + std::to_string(*in) + " input maps cannot be split into " +
                                       std::to_string(groups) + " equal groups.",
                         "Every group reads the same number of maps.",
                         "Choose a divisor of " + std::to_string(*in) + ".", "SPW-S013");
            return shapes::refused(kType);
        }
    }
    PortInfo info{.type = kType, .features = {out, std::nullopt, std::nullopt},
                  .steps = q.inputs[0] ? q.inputs[0]->steps : Dim{}, .classes = {}};
    for (std::size_t i = 0; shapes::knowsAxes(q) && i < 2; ++i) {
        info.features[i + 1] = sizeAfter(kind, q.inputs[0]->features[i + 1], v, i);
        if (info.features[i + 1] && (*info.features[i + 1] < 1 || *info.features[i + 1] > 1'000'000)) {
            report.error("kernel_size",
                         "The window of " + std::to_string(kernel[i]) + " does not fit a picture of " +
                             shapeText(q.inputs[0]->features) + ".",
                         "Nothing, or far too much, would come out.",
                         "Change the window, its stride or the padding.", "SPW-S014");
            return shapes::refused(kType);
        }
    }
    ShapeAnswer answer{.outputs = {info}};
    const std::int64_t area = kernel[0] * kernel[1];
    if (hasChannels(kind) && in) {
        const std::int64_t weights = shapes::saturatingProduct({*in / groups, *out, area});
        const std::int64_t norms = kind == WindowKind::Conv ? *out : *in;
        answer.parameterCount = v.flag("weight_norm") ? shapes::saturatingProduct({weights, 1}) + norms : weights;
    }
    const std::vector<Dim>& places = grows(kind) && q.inputs[0] ? q.inputs[0]->features : info.features;
    const Dim positions = shapes::product(places);   // maps x height x width
    if (positions && in && out)
        answer.multiplications = double(*positions) * double(area) *
                                 (kind == WindowKind::Conv ? double(*in / groups)
                                  : kind == WindowKind::ConvTranspose ? double(*out / groups) : 1.0);
    return answer;
}

std::vector<ParamSpec> windowParams(WindowKind kind)
{
    const bool pools = !hasChannels(kind);
    std::vector<ParamSpec> params;
    if (!pools) {
        params.push_back({.name = "in_features", .caption = "Input maps", .type = ParamType::Int, .initial = 0,
                          .range = between(0, 65536),
                          .doc = "Maps of the input; 0 takes the number from what is connected.",
                          .applies = Applies::Rebuild, .common = false});
        params.push_back({.name = "out_features", .caption = "Output maps", .type = ParamType::Int, .initial = 16,
                          .range = between(1, 65536), .doc = "Maps of the output.", .applies = Applies::Rebuild});
    }
    const std::int64_t kernel = pools ? 2 : 3, stride = pools ? 0 : 1;
    params.push_back({.name = "kernel_size", .caption = "Window", .type = ParamType::IntPair,
                      .initial = std::vector<std::int64_t>{kernel, kernel}, .range = between(1, 1024),
                      .unit = Unit::Pixels, .doc = "Height and width of the window.", .applies = Applies::Rebuild});
    params.push_back({.name = "stride", .caption = "Stride", .type = ParamType::IntPair,
                      .initial = std::vector<std::int64_t>{stride, stride}, .range = between(pools ? 0 : 1, 1024),
                      .unit = Unit::Pixels,
                      .doc = pools ? "How far the window moves each time; 0 means by its own size."
                                   : "How far the window moves each time.",
                      .applies = Applies::Rebuild});
    params.push_back({.name = "padding", .caption = "Padding", .type = ParamType::IntPair,
                      .initial = std::vector<std::int64_t>{0, 0}, .range = between(0, 1024), .unit = Unit::Pixels,
                      .doc = grows(kind) ? "Border cut off on each side." : "Border of zeros on each side.",
                      .applies = Applies::Rebuild, .common = !pools});
    params.push_back({.name = "dilation", .caption = "Dilation", .type = ParamType::IntPair,
                      .initial = std::vector<std::int64_t>{1, 1}, .range = between(1, 1024), .unit = Unit::Pixels,
                      .doc = "Distance between the points of a window.", .applies = Applies::Rebuild,
                      .common = false});
    if (!pools)
        params.push_back({.name = "groups", .caption = "Groups", .type = ParamType::Int, .initial = 1,
                          .range = between(1, 65536),
                          .doc = "Split the maps into this many groups that do not see each other.",
                          .applies = Applies::Rebuild, .common = false});
    return lava::joined({std::move(params), lava::weightParams()});
}

void checkWindow(WindowKind kind, const ParamValues& v, NodeReport& report)
{
    if (hasChannels(kind) && v.integer("out_features") % v.integer("groups") != 0)
        report.error("groups", "The " + std::to_string(v.integer("out_features")) +
                                   " output maps cannot be split into " + std::to_string(v.integer("groups")) +
                                   " equal groups.",
                     "Every group makes the same number of maps.",
                     "Choose a divisor of " + std::to_string(v.integer("out_features")) + ".", "SPW-S013");
}

struct Words {
    const char *id, *complexId, *title, *complexTitle, *caption, *doc, *source, *complexSource;
};

Words wordsOf(WindowKind kind)
{
    switch (kind) {
    case WindowKind::Conv:
        return {"synapse.lava_conv", "synapse.lava_complex_conv", "Conv (lava)", "Complex conv (lava)",
                "Looks for a pattern everywhere at once, in whole numbers.",
                "A convolution at each step by itself, sizes as of Conv2d. Weights start uniform within weight_scale / "
                "sqrt(inputs of one output).",
                "lava-dl, slayer.synapse.Conv", "lava-dl, slayer.synapse.complex.Conv"};
    case WindowKind::Pool:
        return {"synapse.lava_pool", "synapse.lava_complex_pool", "Pool (lava)", "Complex pool (lava)",
                "Sums neighbours with one fixed weight.",
                "y = weight_scale times the sum over the window, map by map; the one kernel is not learned. A size that "
                "the window does not divide is filled up with zeros.",
                "lava-dl, slayer.synapse.Pool", "lava-dl, slayer.synapse.complex.Pool"};
    case WindowKind::ConvTranspose:
        return {"synapse.lava_conv_transpose", "synapse.lava_complex_conv_transpose", "Transposed conv (lava)",
                "Complex transposed conv (lava)", "Paints a small pattern into a larger picture, in whole numbers.",
                "The transposed convolution at each step by itself: a side L becomes (L - 1) stride - 2 padding + "
                "dilation (kernel - 1) + 1.",
                "lava-dl, slayer.synapse.ConvTranspose", "lava-dl, slayer.synapse.complex.ConvTranspose"};
    case WindowKind::Unpool: break;
    }
    return {"synapse.lava_unpool", "synapse.lava_complex_unpool", "Unpool (lava)", "Complex unpool (lava)",
            "Hands one value to a whole window.",
            "Each value goes to every point of its window, times weight_scale, map by map; the one kernel is not "
            "learned.",
            "lava-dl, slayer.synapse.Unpool", "lava-dl, slayer.synapse.complex.Unpool"};
}

NodeSpec windowOf(WindowKind kind, bool complex)
{
    const Words words = wordsOf(kind);
    return {
        .id = complex ? words.complexId : words.id,
        .title = complex ? words.complexTitle : words.title,
        .category = Category::Synapse,
        .caption = complex ? "Two wires: amplitude and phase." : words.caption,
        .doc = words.doc + lava::aboutWeights(complex),
        .source = complex ? words.complexSource : words.source,
        .inputs = {{"x", PortType::Sequence, "Maps of spikes over time."}},
        .outputs = lava::outputs(complex),
        .params = windowParams(kind),
        .shape = [kind, complex](const ShapeQuery& q, NodeReport& report) {
            return lava::answered(windowShape(kind, q, report), complex);
        },
        .check = [kind](const ParamValues& v, NodeReport& report) { checkWindow(kind, v, report); },
        .learns = hasChannels(kind),
    };
}

} // namespace

#define SPW_LAVA_WINDOW(function, kind, complex)               \
    const NodeSpec& function()                                 \
    {                                                          \
        static const NodeSpec spec = windowOf(kind, complex);  \
        return spec;                                           \
    }
SPW_LAVA_WINDOW(lavaConvSpec, WindowKind::Conv, false)
SPW_LAVA_WINDOW(lavaPoolSpec, WindowKind::Pool, false)
SPW_LAVA_WINDOW(lavaConvTransposeSpec, WindowKind::ConvTranspose, false)
SPW_LAVA_WINDOW(lavaUnpoolSpec, WindowKind::Unpool, false)
SPW_LAVA_WINDOW(lavaComplexConvSpec, WindowKind::Conv, true)
SPW_LAVA_WINDOW(lavaComplexPoolSpec, WindowKind::Pool, true)
SPW_LAVA_WINDOW(lavaComplexConvTransposeSpec, WindowKind::ConvTranspose, true)
SPW_LAVA_WINDOW(lavaComplexUnpoolSpec, WindowKind::Unpool, true)
#undef SPW_LAVA_WINDOW

} // namespace spw
