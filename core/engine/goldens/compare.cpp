// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/compare.h"

#include "kernels/torch/aten.h"

#include <cmath>
#include <cstdio>
#include <functional>

namespace spw::engine::golden {

namespace {

std::string shapeText(const at::Tensor& tensor)
{
    std::string text = "[";
    for (std::int64_t d = 0; d < tensor.dim(); ++d)
        text += (d ? ", " : "") + std::to_string(tensor.size(d));
    return text + "]";
}

std::string numberText(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", value);
    return text;
}

std::string placeText(std::int64_t index, const at::Tensor& like)
{
    std::string text;
    for (std::int64_t d = like.dim() - 1; d >= 0; --d) {
        text = std::to_string(index % like.size(d)) + (text.empty() ? "" : ", ") + text;
        index /= like.size(d);
    }
    return "[" + text + "]";
}

/// @param allowed  the largest difference that is accepted at one element.
std::string difference(const at::Tensor& actual, const at::Tensor& expected, const std::function<double(std::int64_t)>& allowed)
{
    if (!actual.defined())
        return "was not computed";
    const bool bothSingle = actual.numel() == 1 && expected.numel() == 1;
    if (!bothSingle && actual.sizes() != expected.sizes())
        return "has shape " + shapeText(actual) + ", expected " + shapeText(expected);
    const at::Tensor a = actual.detach().to(at::kCPU, at::kDouble).contiguous();
    const at::Tensor e = expected.to(at::kDouble).contiguous();
    const double* values = a.data_ptr<double>();
    const double* wanted = e.data_ptr<double>();
    std::int64_t wrong = 0, worst = -1;
    double worstExcess = -1;
    for (std::int64_t i = 0; i < e.numel(); ++i) {
        if (values[i] == wanted[i] || (std::isnan(values[i]) && std::isnan(wanted[i])))
            continue;
        const double distance = std::abs(values[i] - wanted[i]);
        if (distance <= allowed(i))
            continue;
        ++wrong;
        const double excess = std::isnan(distance) ? std::numeric_limits<double>::infinity() : distance;
        if (excess > worstExcess) {
            worstExcess = excess;
            worst = i;
        }
    }
    if (wrong == 0)
        return {};
    return std::to_string(wrong) + " of " + std::to_string(e.numel()) + " values differ, worst at " + placeText(worst, e)
           + ": " + numberText(values[worst]) + ", expected " + numberText(wanted[worst]) + " (difference "
           + numberText(worstExcess) + ", allowed " + numberText(allowed(worst)) + ")";
}

} // namespace

std::string differenceExact(const at::Tensor& actual, const at::Tensor& expected)
{
    return difference(actual, expected, [](std::int64_t) { return 0.0; });
}

std::string differenceWithin(const at::Tensor& actual, const at::Tensor& expected, double relative, double floor)
{
    const at::Tensor e = expected.to(at::kDouble).contiguous();
    double largest = 0;
    for (std::int64_t i = 0; i < e.numel(); ++i)
        if (const double magnitude = std::abs(e.data_ptr<double>()[i]); std::isfinite(magnitude))
            largest = std::max(largest, magnitude);
    const double allowed = std::max(relative * largest, floor);
    return difference(actual, expected, [allowed](std::int64_t) { return allowed; });
}

std::string differenceFromRates(const at::Tensor& actual, const at::Tensor& p, double draws)
{
    const at::Tensor rates = p.to(at::kDouble).contiguous();
    const double* list = rates.data_ptr<double>();
    return difference(actual, p, [list, draws](std::int64_t i) {
        return 5 * std::sqrt(std::max(0.0, list[i] * (1 - list[i])) / draws);
    });
}

} // namespace spw::engine::golden
