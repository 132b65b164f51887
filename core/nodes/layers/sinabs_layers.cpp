// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

#include <algorithm>

namespace spw {
namespace {

constexpr const char* kMaps = "Maps over time: channels x height x width.";

PortType typeOf(const ShapeQuery& q) { return q.inputs[0] ? q.inputs[0]->type : PortType::Sequence; }

ParamSpec border(const char* name, const char* caption, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::Int, .initial = 0, .range = between(0, 65'536),
            .unit = Unit::Pixels, .doc = doc, .applies = Applies::Rebuild};
}

} // namespace

const NodeSpec& cropping2dSpec()
{
    static const NodeSpec spec{
        .id = "layer.cropping2d",
        .title = "Crop",
        .category = Category::Layer,
        .caption = "Cut away the border.",
        .doc = "y = x without 'top' and 'bottom' rows and 'left' and 'right' columns.",
        .source = "sinabs, layers.Cropping2dLayer",
        .inputs = {{"x", PortType::Sequence, kMaps}},
        .outputs = {{"y", PortType::Sequence, "Smaller maps over time."}},
        .params = {border("top", "Top", "Rows cut off at the top."),
                   border("bottom", "Bottom", "Rows cut off at the bottom."),
                   border("left", "Left", "Columns cut off at the left."),
                   border("right", "Right", "Columns cut off at the right.")},
        .shape =
            [](const ShapeQuery& q, NodeReport& report) {
                if (!shapes::hasAxes(q, 3, "channels x height x width", "Connect it before Flatten.", report,
                                     "SPW-S011"))
                    return shapes::refused(typeOf(q));
                ShapeAnswer answer = shapes::like(q, typeOf(q));
                if (!shapes::knowsAxes(q))
                    return answer;
                const char* const names[2][2] = {{"top", "bottom"}, {"left", "right"}};
                for (std::size_t i = 0; i < 2; ++i) {
                    Dim& side = answer.outputs[0].features[i + 1];
                    if (!side)
                        continue;
                    *side -= q.values.integer(names[i][0]) + q.values.integer(names[i][1]);
                    if (*side <= 0) {
                        report.error(names[i][0], "Nothing would be left of a side.",
                                     "More is cut off than there is.", "Cut less.");
                        return shapes::refused(typeOf(q));
                    }
                }
                return answer;
            },
    };
    return spec;
}

const NodeSpec& spikingMaxPool2dSpec()
{
    static const NodeSpec spec{
        .id = "layer.spiking_max_pool2d",
        .title = "Spiking max pool",
        .category = Category::Layer,
        .caption = "Pools by who has spiked most so far.",
        .doc = "With c[t] the sum of x up to t: y[t] = max x[t] over the window if one of the inputs that spike at t has "
               "the highest c[t] of the window, else 0. It has no gradient through the choice, only through x.",
        .source = "sinabs, layers.SpikingMaxPooling2dLayer",
        .inputs = {{"x", PortType::Sequence, kMaps}},
        .outputs = {{"y", PortType::Sequence, "Smaller maps over time."}},
        .params = {
            {.name = "pool_size", .caption = "Window", .type = ParamType::IntPair,
             .initial = std::vector<std::int64_t>{2, 2}, .range = between(1, 1024), .unit = Unit::Pixels,
             .doc = "Height and width of the window.", .applies = Applies::Rebuild},
            {.name = "strides", .caption = "Stride", .type = ParamType::IntPair,
             .initial = std::vector<std::int64_t>{0, 0}, .range = between(0, 1024), .unit = Unit::Pixels,
             .doc = "How far the window moves each time; 0 means by its own size.", .applies = Applies::Rebuild},
            border("left", "Left", "Columns of zeros added at the left."),
            border("right", "Right", "Columns of zeros added at the right."),
            border("top", "Top", "Rows of zeros added at the top."),
            border("bottom", "Bottom", "Rows of zeros added at the bottom."),
        },
        .shape =
            [](const ShapeQuery& q, NodeReport& report) {
                if (!shapes::hasAxes(q, 3, "channels x height x width", "Connect it before Flatten.", report,
                                     "SPW-S011"))
                    return shapes::refused(typeOf(q));
                ShapeAnswer answer = shapes::like(q, typeOf(q));
                if (!shapes::knowsAxes(q))
                    return answer;
                const auto size = q.values.pair("pool_size"), stride = q.values.pair("strides");
                const char* const names[2][2] = {{"top", "bottom"}, {"left", "right"}};
                for (std::size_t i = 0; i < 2; ++i) {
                    Dim& side = answer.outputs[0].features[i + 1];
                    if (side)
                        *side += q.values.integer(names[i][0]) + q.values.integer(names[i][1]);
                    side = shapes::slid(side, {.kernel = size[i], .stride = stride[i] == 0 ? size[i] : stride[i]});
                    if (side && *side <= 0) {
                        report.error("pool_size", "The window is larger than the maps.", "No window fits.",
                                     "Choose a smaller window or add a border.");
                        return shapes::refused(typeOf(q));
                    }
                }
                return answer;
            },
    };
    return spec;
}

const NodeSpec& neuromorphicReluSpec()
{
    static const NodeSpec spec{
        .id = "layer.neuromorphic_relu",
        .title = "Neuromorphic ReLU",
        .category = Category::Layer,
        .caption = "Train an analog net that already thinks in whole spikes.",
        .doc = "y = floor(max(x, 0)) with quantize, else max(x, 0); the gradient is that of max(x, 0). With "
               "stochastic_rounding it rounds up with the probability of the fraction while training, and to the "
               "nearest when it is used. The sum of y for each sample, times fanout, estimates the synaptic operations.",
        .source = "sinabs, layers.NeuromorphicReLU",
        .inputs = {{"x", PortType::Sequence, "Any values over time."}},
        .outputs = {{"y", PortType::Sequence, "Whole numbers of at least 0, in the shape of the input."}},
        .params = {
            {.name = "quantize", .caption = "Whole numbers", .type = ParamType::Bool, .initial = true,
             .doc = "Round down to whole numbers."},
            {.name = "stochastic_rounding", .caption = "Random rounding", .type = ParamType::Bool, .initial = false,
             .doc = "Round up or down by chance while training.", .common = false},
            {.name = "fanout", .caption = "Fan-out", .type = ParamType::Real, .initial = 1.0, .range = atLeast(0),
             .doc = "Synapses that each spike reaches, for the estimate of synaptic operations.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) { return shapes::like(q, PortType::Sequence); },
    };
    return spec;
}

const NodeSpec& quantizeSpec()
{
    static const NodeSpec spec{
        .id = "layer.quantize",
        .title = "Quantize",
        .category = Category::Layer,
        .caption = "Whole numbers only.",
        .doc = "y = floor(x); the gradient passes straight through. With quantize off y = x.",
        .source = "sinabs, layers.QuantizeLayer",
        .inputs = {{"x", PortType::Sequence, "Any values over time."}},
        .outputs = {{"y", PortType::Sequence, "Whole numbers, in the shape of the input."}},
        .params = {{.name = "quantize", .caption = "Whole numbers", .type = ParamType::Bool, .initial = true,
                    .doc = "Round down to whole numbers."}},
        .shape = [](const ShapeQuery& q, NodeReport&) { return shapes::like(q, PortType::Sequence); },
    };
    return spec;
}

const NodeSpec& sinabsMergeSpec()
{
    static const NodeSpec spec{
        .id = "layer.merge",
        .title = "Merge (sinabs)",
        .category = Category::Layer,
        .caption = "Join two streams.",
        .doc = "y = a + b. Where one of them is smaller on an axis, it is filled up with zeros at the end.",
        .source = "sinabs, layers.Merge",
        .inputs = {{"a", PortType::Sequence, "The first stream."}, {"b", PortType::Sequence, "The second stream."}},
        .outputs = {{"y", PortType::Sequence, "Their sum, in the larger of both shapes."}},
        .shape =
            [](const ShapeQuery& q, NodeReport& report) {
                ShapeAnswer answer = shapes::like(q, PortType::Sequence);
                if (!shapes::knowsAxes(q, 0) || !shapes::knowsAxes(q, 1))
                    return answer;
                std::vector<Dim>& features = answer.outputs[0].features;
                const std::vector<Dim>& other = q.inputs[1]->features;
                if (features.size() != other.size()) {
                    report.error("b", "The two streams have different numbers of axes.",
                                 "One is " + shapeText(features) + ", the other " + shapeText(other) + ".",
                                 "Give both the same kind of shape.");
                    return shapes::refused(PortType::Sequence);
                }
                for (std::size_t i = 0; i < features.size(); ++i)
                    features[i] = features[i] && other[i] ? Dim(std::max(*features[i], *other[i])) : Dim();
                return answer;
            },
    };
    return spec;
}

const NodeSpec& channelShiftSpec()
{
    static const NodeSpec spec{
        .id = "layer.channel_shift",
        .title = "Channel shift",
        .category = Category::Layer,
        .caption = "Reorder channels: make room before the first.",
        .doc = "y has channel_shift channels of zeros, then those of x.",
        .source = "sinabs, layers.ChannelShift",
        .inputs = {{"x", PortType::Sequence, "Features or maps over time."}},
        .outputs = {{"y", PortType::Sequence, "channel_shift more channels."}},
        .params = {{.name = "channel_shift", .caption = "Shift", .type = ParamType::Int, .initial = 0,
                    .range = between(0, 65'536), .doc = "How many channels of zeros come first.",
                    .applies = Applies::Rebuild}},
        .shape =
            [](const ShapeQuery& q, NodeReport&) {
                ShapeAnswer answer = shapes::like(q, typeOf(q));
                std::vector<Dim>& features = answer.outputs[0].features;
                if (!features.empty() && features[0])
                    *features[0] += q.values.integer("channel_shift");
                return answer;
            },
    };
    return spec;
}

const NodeSpec& sinabsInputSpec()
{
    static const NodeSpec spec{
        .id = "layer.input",
        .title = "Input",
        .category = Category::Layer,
        .caption = "Nothing but a name for what comes in: its rate is shown and counted.",
        .doc = "y = x. A place to read statistics of the input itself, and where networks of sinabs say what shape they take.",
        .source = "sinabs 0.2, layers.InputLayer",
        .inputs = {{"x", PortType::Sequence, "Anything over time."}},
        .outputs = {{"y", PortType::Sequence, "The same."}},
        .shape = [](const ShapeQuery& q, NodeReport&) { return shapes::like(q, typeOf(q)); },
    };
    return spec;
}

} // namespace spw
