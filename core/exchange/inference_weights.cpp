// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/inference_weights.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace spw {

namespace {

/// The elements of output `i`.
struct Row {
    float* data;
    std::size_t size;
};

std::vector<Row> rowsOf(NetArray& w)
{
    const std::size_t rows = w.shape.empty() ? 1 : std::size_t(w.shape[0]), size = rows ? w.data.size() / rows : 0;
    std::vector<Row> out;
    for (std::size_t i = 0; i < rows; ++i)
        out.push_back({w.data.data() + i * size, size});
    return out;
}

void standardise(NetArray& w, const NetArray* gain, double eps)
{
    const std::vector<Row> rows = rowsOf(w);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const auto [data, n] = rows[r];
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < n; ++i)
            sum += data[i];
        const double mean = sum / double(n);
        for (std::size_t i = 0; i < n; ++i)
            squares += (data[i] - mean) * (data[i] - mean);
        const double variance = squares / double(n - 1), factor = (gain ? gain->data.at(r) : 1.0) / std::sqrt(variance * double(n) + eps);
        for (std::size_t i = 0; i < n; ++i)
            data[i] = float((data[i] - mean) * factor);
    }
}

void stretch(NetArray& direction, const NetArray& length)
{
    const std::vector<Row> rows = rowsOf(direction);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const auto [data, n] = rows[r];
        double squares = 0;
        for (std::size_t i = 0; i < n; ++i)
            squares += double(data[i]) * data[i];
        const float factor = length.data.at(r) / float(std::sqrt(squares));
        for (std::size_t i = 0; i < n; ++i)
            data[i] *= factor;
    }
}

void roundTo(NetArray& w, std::int64_t bits, bool perOutput)
{
    std::vector<Row> rows = rowsOf(w);
    if (!perOutput)
        rows = {{w.data.data(), w.data.size()}};
    for (const auto& [data, n] : rows) {
        float largest = 0;
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) {
            largest = std::max(largest, std::fabs(data[i]));
            sum += std::fabs(data[i]);
        }
        const float mean = float(sum / double(std::max<std::size_t>(n, 1)));
        const float step = std::max(largest, 1e-30f) / float((std::int64_t(1) << (std::max<std::int64_t>(bits, 2) - 1)) - 1);
        for (std::size_t i = 0; i < n; ++i) {
            const float rounded = bits == 1 ? float((data[i] > 0) - (data[i] < 0)) * mean : std::nearbyint(data[i] / step) * step;
            data[i] = data[i] + (rounded - data[i]);   // in this order: as the engine, which keeps the slope of the weight
        }
    }
}

} // namespace

NetArray netArray(const Weights& weights, const PlannedNode& node, const std::string& name)
{
    const auto found = weights.arrays.find(node.name + "/" + name);
    if (found == weights.arrays.end())
        throw Error("The weights lack '" + node.name + "/" + name + "'.", node.name, "Use weights of this project.");
    NetArray out{found->second.shape, {}};
    std::visit([&](const auto& data) { out.data.assign(data.begin(), data.end()); }, found->second.data);
    return out;
}

NetArray synapseWeight(const Weights& weights, const PlannedNode& node)
{
    const ParamValues& values = node.values;
    const bool hasLength = values.has("weight_norm") && values.flag("weight_norm");
    NetArray w = netArray(weights, node, hasLength ? "weight_v" : "weight");
    if (values.has("gain")) {
        const std::optional<NetArray> gain = values.flag("gain") ? std::optional(netArray(weights, node, "gain")) : std::nullopt;
        standardise(w, gain ? &*gain : nullptr, values.real("eps"));
    }
    if (hasLength)
        stretch(w, netArray(weights, node, "weight_g"));
    if (values.has("mask") && values.text("mask") != "all") {
        const NetArray mask = netArray(weights, node, "mask");
        for (std::size_t i = 0; i < w.data.size() && i < mask.data.size(); ++i)
            w.data[i] *= mask.data[i];
    }
    if (values.has("weight_grid") && values.text("weight_grid") == "lava")
        for (float& x : w.data)
            x = std::clamp(std::nearbyint(x * 32.0f) / 32.0f, -4.0f, 3.96875f);
    else if (values.has("weight_bits") && values.integer("weight_bits") > 0)
        roundTo(w, values.integer("weight_bits"), values.flag("per_channel"));
    return w;
}

} // namespace spw
