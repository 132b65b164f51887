// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

#include <limits>

namespace spw {
namespace {

ShapeAnswer linearShape(const ShapeQuery& q, NodeReport& report)
{
    const std::int64_t wanted = q.values.integer("in_features"), out = q.values.integer("out_features");
    if (!shapes::hasAxes(q, 1, "a flat list of features", "Insert a Flatten node before it.", report, "SPW-S015"))
        return shapes::refused(PortType::Sequence);
    Dim in;
    if (shapes::knowsAxes(q))
        in = q.inputs[0]->features[0];
    if (wanted != 0 && in && *in != wanted) {
        report.error("in_features",
                     "It expects " + std::to_string(wanted) + " features, its input has " + std::to_string(*in) + ".",
                     "Both must be equal.", "Set 'Input features' to 0 to take them from the input.", "SPW-S016");
        return shapes::refused(PortType::Sequence);
    }
    if (wanted != 0)
        in = wanted;
    ShapeAnswer answer{.outputs = {{.type = PortType::Sequence, .features = {out},
                                    .steps = q.inputs[0] ? q.inputs[0]->steps : Dim{}, .classes = {}}}};
    if (in) {
        const std::int64_t weights = shapes::saturatingProduct({*in, out});
        answer.parameterCount = q.values.flag("bias") && weights < std::numeric_limits<std::int64_t>::max() - out
                                    ? weights + out : weights;
        answer.multiplications = double(*in) * double(out);
    }
    return answer;
}

} // namespace

const NodeSpec& linearSpec()
{
    static const NodeSpec spec{
        .id = "layer.linear",
        .title = "Linear",
        .category = Category::Layer,
        .caption = "Every input talks to every output.",
        .doc = "y[t] = weight x[t] + bias at each step by itself. Weights start uniform within 1/sqrt(in_features).",
        .source = "SpikingJelly, layer.Linear; LibTorch, torch::nn::Linear",
        .inputs = {{"x", PortType::Sequence, "A flat list of features over time."}},
        .outputs = {{"y", PortType::Sequence, "A list of out_features values over time."}},
        .params = {
            {.name = "in_features", .caption = "Input features", .type = ParamType::Int, .initial = 0,
             .range = between(0, 1'000'000'000), .doc = "Length of the input; 0 takes it from what is connected.",
             .applies = Applies::Rebuild, .common = false},
            {.name = "out_features", .caption = "Output features", .type = ParamType::Int, .initial = 10,
             .range = between(1, 16'777'216),
             .doc = "Length of the output; before the last neurons of a classifier, the number of classes.",
             .applies = Applies::Rebuild},
            {.name = "bias", .caption = "Bias", .type = ParamType::Bool, .initial = true,
             .doc = "Add a learned constant to each output.", .applies = Applies::Rebuild, .common = false},
        },
        .shape = linearShape,
        .learns = true,
    };
    return spec;
}

} // namespace spw
