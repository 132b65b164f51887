// SPDX-License-Identifier: GPL-3.0-or-later
// Pools for lines, pictures and volumes, and their inverse.
#include "core/nodes/layers/common.h"

namespace spw {
namespace {

enum class PoolKind { Max, Average, Sum, MaxWithPlaces };

/// SpikingJelly names them kernel_size, stride (0: as the kernel), padding, dilation, ceil_mode.
std::vector<ParamSpec> poolParams(int dims, PoolKind kind)
{
    std::vector<ParamSpec> params{
        layers::sizes(dims, "kernel_size", "Window", 2, between(1, 1024), "Size of the window."),
        layers::sizes(dims, "stride", "Stride", 0, between(0, 1024),
                      "How far the window moves each time; 0 means by its own size."),
        layers::sizes(dims, "padding", "Padding", 0, between(0, 512), "Border added on each side, at most half of the window.",
                      false),
    };
    if (kind == PoolKind::Max || kind == PoolKind::MaxWithPlaces)
        params.push_back(layers::sizes(dims, "dilation", "Dilation", 1, between(1, 1024),
                                       "Distance between the points of a window.", false));
    params.push_back(layers::flag("ceil_mode", "Round up", false, "Also pool the incomplete window at the far border."));
    if (kind == PoolKind::Average) {
        params.push_back(layers::flag("count_include_pad", "Count padding", true, "Padded zeros count when the mean is taken."));
        if (dims > 1)
            params.push_back(layers::number("divisor_override", "Divisor", 0, between(0, 1'000'000'000),
                                            "Divide the sum by this number; 0 divides by the size of the window.", false));
    }
    return params;
}

ShapeAnswer pooled(int dims, PoolKind kind, const ShapeQuery& q, NodeReport& report)
{
    const bool max = kind == PoolKind::Max || kind == PoolKind::MaxWithPlaces;
    const PortType type = max && q.inputs[0] ? q.inputs[0]->type : PortType::Sequence;
    const auto withPlaces = [kind](ShapeAnswer answer) {
        if (kind == PoolKind::MaxWithPlaces) {
            answer.outputs.push_back(answer.outputs[0]);
            answer.outputs[1].type = PortType::Sequence;
        }
        return answer;
    };
    if (!layers::isMaps(q, dims, report))
        return withPlaces(shapes::refused(type));
    ShapeAnswer answer = shapes::like(q, type);
    if (!shapes::knowsAxes(q))
        return withPlaces(answer);
    const std::size_t n = std::size_t(dims);
    const auto kernel = q.values.list("kernel_size", n), stride = q.values.list("stride", n),
               padding = q.values.list("padding", n);
    const auto dilation = max ? q.values.list("dilation", n) : std::vector<std::int64_t>(n, 1);
    for (std::size_t i = 0; i < n; ++i) {
        Dim& dim = answer.outputs[0].features[i + 1];
        dim = shapes::slid(dim, {.kernel = kernel[i], .stride = stride[i] == 0 ? kernel[i] : stride[i],
                                 .padding = padding[i], .dilation = dilation[i], .ceilMode = q.values.flag("ceil_mode")});
        if (dim && *dim < 1) {
            layers::tooSmall(q, "kernel_size", kernel[i], report);
            return withPlaces(shapes::refused(type));
        }
    }
    return withPlaces(answer);
}

void checkPool(int dims, const ParamValues& values, NodeReport& report)
{
    const auto kernel = values.list("kernel_size", std::size_t(dims)), padding = values.list("padding", std::size_t(dims));
    for (std::size_t i = 0; i < std::size_t(dims); ++i)
        if (padding[i] * 2 > kernel[i])
            return report.error("padding", "The padding is more than half of the window.",
                                "Some windows would see nothing but padding.", "Lower the padding or enlarge the window.");
}

NodeSpec poolSpec(int dims, PoolKind kind)
{
    const std::string d = std::to_string(dims) + "d";
    const std::string size = " Each side becomes floor((L + 2 padding - dilation (kernel - 1) - 1) / stride) + 1, or rounded "
                             "up with ceil_mode.";
    NodeSpec spec{
        .id = "layer.max_pool" + d,
        .title = dims == 2 ? "Max pool" : "Max pool " + d,
        .category = Category::Layer,
        .caption = "Keeps the loudest neighbour.",
        .doc = "y[t, c] = the largest x[t, c] in each window, at each step by itself. Of spikes: 1 if any neighbour fired "
               "(OR). Padding counts as minus infinity." + size,
        .source = "SpikingJelly, layer.MaxPool" + d + "; LibTorch, torch::nn::MaxPool" + d,
        .inputs = layers::mapsIn(dims),
        .outputs = layers::mapsOut(dims, "Smaller maps; spikes stay spikes."),
        .params = poolParams(dims, kind),
        .shape = [dims, kind](const ShapeQuery& q, NodeReport& report) { return pooled(dims, kind, q, report); },
        .check = [dims](const ParamValues& values, NodeReport& report) { checkPool(dims, values, report); },
    };
    if (kind == PoolKind::MaxWithPlaces) {
        spec.id = "layer.max_pool_places" + d;
        spec.title = "Max pool " + d + " with places";
        spec.caption = "Keeps the loudest neighbour and remembers where it stood.";
        spec.outputs.push_back({"indices", PortType::Sequence, "For each value its place in its map, counted row by row."});
    } else if (kind == PoolKind::Average) {
        spec.id = "layer.avg_pool" + d;
        spec.title = dims == 2 ? "Average pool" : "Average pool " + d;
        spec.caption = "Average of the neighbourhood.";
        spec.doc = "y[t, c] = the mean of x[t, c] in each window, at each step by itself." + size;
        spec.source = "SpikingJelly, layer.AvgPool" + d + "; LibTorch, torch::nn::AvgPool" + d;
        spec.outputs = layers::mapsOut(dims, "Smaller maps of means.");
    } else if (kind == PoolKind::Sum) {
        spec.id = "layer.sum_pool" + d;
        spec.title = "Sum pool";
        spec.caption = "Adds instead of averages.";
        spec.doc = "y[t, c] = the sum of x[t, c] in each window, at each step by itself: the number of spikes if x are "
                   "spikes. Padding counts as 0." + size;
        spec.source = "sinabs, layers.SumPool2d (an L_p pool with p = 1)";
        spec.outputs = layers::mapsOut(dims, "Smaller maps of sums.");
    }
    return spec;
}

NodeSpec adaptiveSpec(int dims)
{
    const std::string d = std::to_string(dims) + "d";
    return {
        .id = "layer.adaptive_avg_pool" + d,
        .title = "Adaptive average pool " + d,
        .category = Category::Layer,
        .caption = "Pools until the picture is exactly this size.",
        .doc = "y[t, c, i] = the mean of x[t, c, j] for j from floor(i L / output_size) to ceil((i + 1) L / output_size) - 1 "
               "along each side, at each step by itself.",
        .source = "SpikingJelly, layer.AdaptiveAvgPool" + d + "; LibTorch, torch::nn::AdaptiveAvgPool" + d,
        .inputs = layers::mapsIn(dims),
        .outputs = layers::mapsOut(dims, "Maps of output_size."),
        .params = {layers::sizes(dims, "output_size", "Size", 1, between(1, 4096), "Sides of the maps that come out.")},
        .shape = [dims](const ShapeQuery& q, NodeReport& report) {
            if (!layers::isMaps(q, dims, report))
                return shapes::refused(PortType::Sequence);
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            const auto size = q.values.list("output_size", std::size_t(dims));
            for (std::size_t i = 0; shapes::knowsAxes(q) && i < size.size(); ++i)
                answer.outputs[0].features[i + 1] = size[i];
            return answer;
        },
    };
}

ShapeAnswer unpooled(int dims, const ShapeQuery& q, NodeReport& report)
{
    constexpr PortType kType = PortType::Sequence;
    if (!layers::isMaps(q, dims, report))
        return shapes::refused(kType);
    ShapeAnswer answer = shapes::like(q, kType);
    if (!shapes::knowsAxes(q))
        return answer;
    if (shapes::knowsAxes(q, 1) && q.inputs[1]->features != q.inputs[0]->features) {
        report.error("indices", "The places have a shape of " + shapeText(q.inputs[1]->features) + ", the values one of " +
                                    shapeText(q.inputs[0]->features) + ".",
                     "Each value needs its place.", "Wire both from the same 'Max pool with places', through layers that keep "
                                                    "the shape.", "SPW-S020");
        return shapes::refused(kType);
    }
    const std::size_t n = std::size_t(dims);
    const auto kernel = q.values.list("kernel_size", n), stride = q.values.list("stride", n),
               padding = q.values.list("padding", n), size = q.values.list("output_size", n);
    for (std::size_t i = 0; i < n; ++i) {
        Dim& dim = answer.outputs[0].features[i + 1];
        const std::int64_t jump = stride[i] == 0 ? kernel[i] : stride[i];
        if (dim)
            dim = (*dim - 1) * jump - 2 * padding[i] + kernel[i];
        if (dim && size[i] > 0 && (size[i] <= *dim - jump || size[i] >= *dim + jump)) {
            report.error("output_size", "A pool of a side of " + std::to_string(size[i]) + " would not have given this map.",
                         "It would be " + std::to_string(*dim) + ", give or take less than the stride.",
                         "Set it to the size before the pool, or to 0.", "SPW-S020");
            return shapes::refused(kType);
        }
        if (size[i] > 0)
            dim = size[i];
        if (dim && *dim < 1) {
            layers::tooSmall(q, "padding", padding[i], report);
            return shapes::refused(kType);
        }
    }
    return answer;
}

NodeSpec unpoolSpec(int dims)
{
    const std::string d = std::to_string(dims) + "d";
    return {
        .id = "layer.max_unpool" + d,
        .title = "Max unpool " + d,
        .category = Category::Layer,
        .caption = "Puts each value back where it came from.",
        .doc = "The values of x go to the places that 'Max pool with places' remembered, all else is 0. Each side becomes "
               "(L - 1) stride - 2 padding + kernel, or output_size. A place outside the map is refused.",
        .source = "SpikingJelly, layer.MaxUnpool" + d + "; LibTorch, torch::nn::MaxUnpool" + d,
        .inputs = {{"x", PortType::Sequence, "Pooled maps over time."},
                   {"indices", PortType::Sequence, "Places, from 'Max pool with places'."}},
        .outputs = layers::mapsOut(dims, "Larger maps with zeros between."),
        .params = {
            layers::sizes(dims, "kernel_size", "Window", 2, between(1, 1024), "Window of the pool."),
            layers::sizes(dims, "stride", "Stride", 0, between(0, 1024), "Stride of the pool; 0 means as its window."),
            layers::sizes(dims, "padding", "Padding", 0, between(0, 512), "Padding of the pool.", false),
            layers::sizes(dims, "output_size", "Size", 0, between(0, 65536),
                          "Sides of the maps that come out; 0 computes them from the window.", false),
        },
        .shape = [dims](const ShapeQuery& q, NodeReport& report) { return unpooled(dims, q, report); },
    };
}

} // namespace

#define SPW_POOL_SPECS(n)                                                                                               \
    const NodeSpec& maxPool##n##dSpec()                                                                                 \
    {                                                                                                                   \
        static const NodeSpec spec = poolSpec(n, PoolKind::Max);                                                            \
        return spec;                                                                                                    \
    }                                                                                                                   \
    const NodeSpec& maxPoolPlaces##n##dSpec()                                                                           \
    {                                                                                                                   \
        static const NodeSpec spec = poolSpec(n, PoolKind::MaxWithPlaces);                                                  \
        return spec;                                                                                                    \
    }                                                                                                                   \
    const NodeSpec& maxUnpool##n##dSpec()                                                                               \
    {                                                                                                                   \
        static const NodeSpec spec = unpoolSpec(n);                                                                     \
        return spec;                                                                                                    \
    }                                                                                                                   \
    const NodeSpec& avgPool##n##dSpec()                                                                                 \
    {                                                                                                                   \
        static const NodeSpec spec = poolSpec(n, PoolKind::Average);                                                        \
        return spec;                                                                                                    \
    }                                                                                                                   \
    const NodeSpec& adaptiveAvgPool##n##dSpec()                                                                         \
    {                                                                                                                   \
        static const NodeSpec spec = adaptiveSpec(n);                                                                   \
        return spec;                                                                                                    \
    }
SPW_POOL_SPECS(1)
SPW_POOL_SPECS(2)
SPW_POOL_SPECS(3)
#undef SPW_POOL_SPECS

const NodeSpec& sumPool2dSpec()
{
    static const NodeSpec spec = poolSpec(2, PoolKind::Sum);
    return spec;
}

} // namespace spw
