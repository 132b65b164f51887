// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/convert/conversion_parts.h"

#include "core/base/error.h"
#include "core/exchange/network_view.h"

#include <charconv>
#include <set>
#include <string_view>

namespace spw {

namespace {

/// Sums with fixed weights: the mean over the steps of what they give is what they give for the mean.
bool isLinear(const PlannedNode& node)
{
    static const std::set<std::string> kLinear{
        "layer.conv1d", "layer.conv2d", "layer.conv3d", "layer.conv_transpose1d", "layer.conv_transpose2d", "layer.conv_transpose3d",
        "layer.ws_conv2d", "layer.linear", "layer.ws_linear", "layer.avg_pool1d", "layer.avg_pool2d", "layer.avg_pool3d",
        "layer.sum_pool2d", "layer.adaptive_avg_pool1d", "layer.adaptive_avg_pool2d", "layer.adaptive_avg_pool3d", "layer.upsample",
        "layer.batch_norm1d", "layer.batch_norm2d", "layer.batch_norm3d", "layer.dropout", "layer.dropout2d", "layer.dropout3d",
        "layer.flatten", "layer.voting", "layer.scale", "layer.print_shape", "layer.average", "layer.cropping2d", "layer.channel_shift",
        "layer.merge", "container.concat"};
    const std::string& id = node.spec->id;
    if (id == "container.residual")
        return node.values.text("connect") == "ADD";
    if (id == "container.merge") {
        const std::string& op = node.values.text("op");
        return op == "add" || op == "subtract" || op == "mean";
    }
    return kLinear.count(id) != 0;
}

bool isMaxPool(const std::string& id) { return id.rfind("layer.max_pool", 0) == 0 && id.find("places") == std::string::npos; }

Diagnostic about(const PlannedNode& node, Severity severity, std::string code, std::string what, std::string why, std::string fix)
{
    return {severity, std::move(code), node.id, node.name, {}, std::move(what), std::move(why), std::move(fix)};
}

} // namespace

ConversionMode conversionMode(const std::string& text)
{
    if (text == "max" || text == "Max" || text == "MAX")
        return {};
    const bool percent = !text.empty() && text.back() == '%';
    const char* end = text.data() + text.size() - (percent ? 1 : 0);
    double value = 0;
    const auto [at, error] = std::from_chars(text.data(), end, value);
    const double most = percent ? 100 : 1;
    if (text.empty() || error != std::errc() || at != end || !(value > 0 && value <= most))
        throw Error("'" + text + "' is no way to find the scales.", "the mode of the conversion",
                    "Use max, a percentile such as 99.9%, or a factor of the largest activation above 0 up to 1.");
    return {percent ? ConversionMode::Kind::Percentile : ConversionMode::Kind::Scale, value};
}

Diagnostics conversionLimits(const Plan& plan)
{
    Diagnostics list;
    bool anyRelu = false, anyReadout = false;
    for (const PlannedNode* node : networkView(plan).nodes) {
        const std::string& id = node->spec->id;
        if (node->spec->category == Category::Readout) {
            anyReadout = true;
        } else if (id == "layer.relu") {
            anyRelu = true;
        } else if (isMaxPool(id)) {
            list.push_back(about(*node, Severity::Warning, "SPW-E118", "Max pooling lets the first spike through, not the largest rate.",
                                 "The spiking network may be less accurate.", "Use average pooling and train again."));
        } else if (node->spec->category == Category::Neuron) {
            list.push_back(about(*node, Severity::Error, "SPW-E119", "'" + node->spec->title + "' is a neuron already.",
                                 "A conversion begins with an analog network.", "Use ReLU in its place and train again."));
        } else if (node->spec->category != Category::Encoder && !isLinear(*node)) {
            list.push_back(about(*node, Severity::Error, "SPW-E119", "'" + node->spec->title + "' cannot become spikes.",
                                 "Firing rates can stand for ReLU and for sums, and for nothing else.",
                                 "Use ReLU, or a layer that adds up its inputs, in its place and train again."));
        }
    }
    if (!anyRelu)
        list.push_back({Severity::Error, "SPW-E120", 0, "the network", {}, "There is no ReLU in this network.",
                        "A conversion replaces each ReLU by neurons.", "Use the node ReLU behind each layer and train again."});
    if (!anyReadout)
        list.push_back({Severity::Error, "SPW-E121", 0, "the network", {}, "There is no readout.",
                        "Without one nothing says what the answer after T steps is.", "Add Firing rate behind the last layer."});
    return list;
}

} // namespace spw
