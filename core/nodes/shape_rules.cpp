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

} // namespace spw::shapes
