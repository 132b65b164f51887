// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

#include <limits>

namespace spw::shapes {

std::int64_t saturatingProduct(std::initializer_list<std::int64_t> factors)
{
    std::int64_t product = 1;
    for (const std::int64_t factor : factors)
        if (__builtin_mul_overflow(product, factor, &product))
            return std::numeric_limits<std::int64_t>::max();
    return product;
}

Dim product(const std::vector<Dim>& dims)
{
    std::int64_t product = 1;
    for (const Dim& dim : dims) {
        if (!dim)
            return std::nullopt;
        product = saturatingProduct({product, *dim});
    }
    return product;
}

bool knowsAxes(const ShapeQuery& query, std::size_t input)
{
    return query.inputs[input] && !query.inputs[input]->features.empty();
}

bool hasAxes(const ShapeQuery& query, std::size_t count, const char* needs, const char* fix, NodeReport& report,
             const char* code)
{
    if (!knowsAxes(query) || query.inputs[0]->features.size() == count)
        return true;
    report.error("x", "It cannot read a shape of " + shapeText(query.inputs[0]->features) + ".",
                 std::string("It needs ") + needs + ".", fix, code);
    return false;
}

ShapeAnswer like(const ShapeQuery& query, PortType type)
{
    PortInfo info;
    if (query.inputs[0])
        info = *query.inputs[0];
    info.type = type;
    return {.outputs = {info}};
}

ShapeAnswer refused(PortType type)
{
    return {.outputs = {PortInfo{.type = type, .features = {}, .steps = {}, .classes = {}}}, .valid = false};
}

Dim slid(Dim size, const Window& w)
{
    if (!size)
        return std::nullopt;
    const std::int64_t reach = *size + 2 * w.padding - w.dilation * (w.kernel - 1) - 1;
    if (reach < 0)
        return 0;
    std::int64_t result = (reach + (w.ceilMode ? w.stride - 1 : 0)) / w.stride + 1;
    if (w.ceilMode && (result - 1) * w.stride >= *size + w.padding)
        --result;   // the last window must start inside the input or its left padding
    return result;
}

ShapeAnswer pooled(const ShapeQuery& query, NodeReport& report, bool followsType)
{
    PortType type = PortType::Sequence;
    if (followsType && query.inputs[0])
        type = query.inputs[0]->type;
    if (!hasAxes(query, 3, "channels x height x width", "Connect it before Flatten.", report, "SPW-S011"))
        return refused(type);
    ShapeAnswer answer = like(query, type);
    if (!knowsAxes(query))
        return answer;
    const auto kernel = query.values.pair("kernel_size"), stride = query.values.pair("stride"),
               padding = query.values.pair("padding");
    for (std::size_t i = 0; i < 2; ++i) {
        Dim& dim = answer.outputs[0].features[i + 1];
        const Dim before = dim;
        dim = slid(before, {.kernel = kernel[i], .stride = stride[i] == 0 ? kernel[i] : stride[i],
                            .padding = padding[i], .ceilMode = query.values.flag("ceil_mode")});
        if (dim && *dim < 1) {
            report.error("kernel_size",
                         "The window of " + std::to_string(kernel[i]) + " does not fit into a picture of " +
                             shapeText(query.inputs[0]->features) + ".",
                         "Nothing would be left after pooling.", "Make the window smaller or remove a pool before it.",
                         "SPW-S014");
            return refused(type);
        }
    }
    return answer;
}

std::vector<ParamSpec> poolParams()
{
    return {
        {.name = "kernel_size", .caption = "Window", .type = ParamType::IntPair,
         .initial = std::vector<std::int64_t>{2, 2}, .range = between(1, 1024), .unit = Unit::Pixels,
         .doc = "Height and width of the window.", .applies = Applies::Rebuild},
        {.name = "stride", .caption = "Stride", .type = ParamType::IntPair,
         .initial = std::vector<std::int64_t>{0, 0}, .range = between(0, 1024), .unit = Unit::Pixels,
         .doc = "How far the window moves each time; 0 means by its own size.", .applies = Applies::Rebuild},
        {.name = "padding", .caption = "Padding", .type = ParamType::IntPair,
         .initial = std::vector<std::int64_t>{0, 0}, .range = between(0, 512), .unit = Unit::Pixels,
         .doc = "Border added on each side, at most half of the window.", .applies = Applies::Rebuild, .common = false},
        {.name = "ceil_mode", .caption = "Round up", .type = ParamType::Bool, .initial = false,
         .doc = "Also pool the incomplete window at the right and lower border.", .applies = Applies::Rebuild,
         .common = false},
    };
}

void checkPool(const ParamValues& values, NodeReport& report)
{
    const auto kernel = values.pair("kernel_size"), padding = values.pair("padding");
    if (padding[0] * 2 > kernel[0] || padding[1] * 2 > kernel[1])
        report.error("padding", "The padding is more than half of the window.",
                     "Some windows would see nothing but padding.", "Lower the padding or enlarge the window.");
}

} // namespace spw::shapes
