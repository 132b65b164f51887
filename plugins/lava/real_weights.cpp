// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lava/quantise.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace spw::lavanet {

namespace {

bool has(const PlannedNode& node, const std::string& name, const Weights& weights)
{
    return weights.arrays.count(node.name + "/" + name) != 0;
}

/// As the layer uses it: direction times length, and only where connections are. In single precision, as it was trained.
Numbers weightOf(const PlannedNode& node, const std::string& prefix, const Weights& weights)
{
    Numbers out;
    if (has(node, prefix + "weight_g", weights)) {
        out = parameterOf(node, prefix + "weight_v", weights);
        const Numbers length = parameterOf(node, prefix + "weight_g", weights);
        const std::size_t rows = std::size_t(out.shape.at(0)), each = out.values.size() / rows;
        for (std::size_t i = 0; i < rows; ++i) {
            double square = 0;
            for (std::size_t j = 0; j < each; ++j)
                square += out.values[i * each + j] * out.values[i * each + j];
            const float factor = float(length.values.at(i)) / float(std::sqrt(square));
            for (std::size_t j = 0; j < each; ++j)
                out.values[i * each + j] = double(float(out.values[i * each + j]) * factor);
        }
    } else {
        out = parameterOf(node, prefix + "weight", weights);
    }
    if (has(node, prefix + "mask", weights)) {
        const Numbers mask = parameterOf(node, prefix + "mask", weights);
        for (std::size_t i = 0; i < out.values.size(); ++i)
            out.values[i] *= mask.values.at(i);
    }
    if (node.values.has("weight_grid") && node.values.text("weight_grid") == "lava")   // as it learned with
        for (double& value : out.values)
            value = std::clamp(std::nearbyint(value * 32) / 32, -4.0, 3.96875);
    return out;
}

void foldNorm(const PlannedNode& norm, RealWeights& real, const Weights& weights)
{
    const Numbers mean = parameterOf(norm, "running_mean", weights), variance = parameterOf(norm, "running_var", weights);
    const double eps = norm.values.real("eps");
    const bool affine = has(norm, "weight", weights);
    const Numbers gain = affine ? parameterOf(norm, "weight", weights) : Numbers{},
                  shift = affine ? parameterOf(norm, "bias", weights) : Numbers{};
    const std::size_t channels = mean.values.size(), each = real.weight.values.size() / channels;
    std::vector<double> bias = real.bias.value_or(std::vector<double>(channels, 0));
    for (std::size_t c = 0; c < channels; ++c) {
        const double factor = (affine ? gain.values.at(c) : 1) / std::sqrt(variance.values.at(c) + eps);
        for (std::size_t j = 0; j < each; ++j)
            real.weight.values[c * each + j] *= factor;
        bias[c] = (bias[c] - mean.values[c]) * factor + (affine ? shift.values.at(c) : 0);
    }
    real.bias = std::move(bias);
}

/// A pool in front of a convolution: every point of its kernel becomes a window.
void mergePool(const Link& link, RealWeights& real)
{
    const PlannedNode& pool = *link.pools.at(0);
    const Merged form = merged(link).value();
    const auto window = pairOf(pool, "kernel_size"), step = strideOf(pool);
    const Numbers& old = real.weight;
    Numbers wide{{old.shape[0], old.shape[1], form.kernel[0], form.kernel[1]}, {}};
    wide.values.assign(std::size_t(old.shape[0] * old.shape[1] * form.kernel[0] * form.kernel[1]), 0);
    const double share = 1 / divisorOf(pool);
    for (std::int64_t map = 0; map < old.shape[0] * old.shape[1]; ++map)
        for (std::int64_t y = 0; y < old.shape[2]; ++y)
            for (std::int64_t x = 0; x < old.shape[3]; ++x) {
                const double value = old.values[std::size_t((map * old.shape[2] + y) * old.shape[3] + x)] * share;
                for (std::int64_t i = 0; i < window[0]; ++i)
                    for (std::int64_t j = 0; j < window[1]; ++j) {
                        const std::int64_t row = y * real.dilation[0] * step[0] + i, column = x * real.dilation[1] * step[1] + j;
                        wide.values[std::size_t((map * form.kernel[0] + row) * form.kernel[1] + column)] = value;
                    }
            }
    real.weight = std::move(wide);
    real.kernel = form.kernel;
    real.stride = form.stride;
    real.padding = form.padding;
    real.dilation = {1, 1};
}

/// A pool in front of a dense layer: every weight goes to all points of its window.
void spreadPool(const Link& link, RealWeights& real)
{
    const PlannedNode& pool = *link.pools.at(0);
    const auto window = pairOf(pool, "kernel_size"), step = strideOf(pool), border = pairOf(pool, "padding");
    const std::int64_t maps = link.in.at(0), height = link.in.at(1), width = link.in.at(2);
    Block shape;
    shape.type = BlockType::Conv;
    shape.kernel = window;
    shape.stride = step;
    shape.padding = border;
    const std::int64_t rows = sideAfter(shape, height, 0), columns = sideAfter(shape, width, 1), out = real.weight.shape.at(0);
    Numbers wide{{out, maps * height * width}, std::vector<double>(std::size_t(out * maps * height * width), 0)};
    const double share = 1 / divisorOf(pool);
    std::size_t at = 0;
    for (std::int64_t o = 0; o < out; ++o)
        for (std::int64_t c = 0; c < maps; ++c)
            for (std::int64_t y = 0; y < rows; ++y)
                for (std::int64_t x = 0; x < columns; ++x, ++at)
                    for (std::int64_t i = 0; i < window[0]; ++i)
                        for (std::int64_t j = 0; j < window[1]; ++j) {
                            const std::int64_t row = y * step[0] - border[0] + i, column = x * step[1] - border[1] + j;
                            if (row >= 0 && row < height && column >= 0 && column < width)
                                wide.values[std::size_t(((o * maps + c) * height + row) * width + column)] +=
                                    real.weight.values.at(at) * share;
                        }
    real.weight = std::move(wide);
}

} // namespace

Numbers parameterOf(const PlannedNode& node, const std::string& name, const Weights& weights)
{
    const auto found = weights.arrays.find(node.name + "/" + name);
    if (found == weights.arrays.end())
        throw Error("The weights lack '" + name + "'.", node.name, "Use weights of this project.");
    Numbers out{found->second.shape, {}};
    std::visit([&](const auto& values) { out.values.assign(values.begin(), values.end()); }, found->second.data);
    for (const double value : out.values)
        if (!std::isfinite(value))
            throw Error("A weight is not a number.", node.name + ", " + name, "Lower the learning rate and train again.");
    return out;
}

RealWeights realWeights(const Link& link, const Weights& weights)
{
    RealWeights real;
    const PlannedNode& node = *link.synapse;
    const std::string& id = node.spec->id;
    real.kernel = pairOf(node, "kernel_size");
    real.stride = link.type == BlockType::Pool || link.type == BlockType::Unpool ? strideOf(node) : pairOf(node, "stride");
    real.padding = node.values.has("padding") ? pairOf(node, "padding") : std::array<std::int64_t, 2>{0, 0};
    real.dilation = pairOf(node, "dilation");
    if (node.values.has("groups") && mixesMaps(link.type))
        real.groups = node.values.integer("groups");
    const bool ones =
        id == "layer.avg_pool2d" || id == "layer.sum_pool2d" || (link.type == BlockType::Pool && id == "container.cuba_block");
    if (ones) {
        real.weight.shape = {1, 1, real.kernel[0], real.kernel[1]};
        real.weight.values.assign(std::size_t(real.kernel[0] * real.kernel[1]), 1);
    } else if (id == "container.lava_recurrent") {
        real.weight = weightOf(node, "input_synapse.", weights);
        real.recurrent = weightOf(node, "recurrent_synapse.", weights);
    } else if (id == "container.cuba_block") {
        real.weight = weightOf(node, "synapse.", weights);
    } else if (id.find("complex") != std::string::npos) {
        real.weight = weightOf(node, "real.", weights);
        real.imaginary = weightOf(node, "imag.", weights);
    } else {
        real.weight = weightOf(node, "", weights);
        if (has(node, "bias", weights))
            real.bias = parameterOf(node, "bias", weights).values;
    }
    if (link.norm && link.norm->spec->id != "layer.mean_only_batch_norm")
        foldNorm(*link.norm, real, weights);
    for (double& value : real.weight.values)
        value /= link.divideBy;
    if (!link.pools.empty())
        link.type == BlockType::Dense ? spreadPool(link, real) : mergePool(link, real);
    return real;
}

} // namespace spw::lavanet
