// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets/arrays.h"
#include "core/nodes/shape_rules.h"

namespace spw {
namespace {

ShapeAnswer flattenShape(const ShapeQuery& q, NodeReport& report)
{
    const PortType type = q.inputs[0] ? q.inputs[0]->type : PortType::Sequence;
    ShapeAnswer answer = shapes::like(q, type);
    if (!shapes::knowsAxes(q))
        return answer;
    // Axis 0 is the batch, which PortInfo leaves out; time is not counted.
    const std::vector<Dim>& features = q.inputs[0]->features;
    const std::int64_t axes = std::int64_t(features.size()) + 1, start = q.values.integer("start_dim");
    const std::int64_t end = q.values.integer("end_dim") < 0 ? q.values.integer("end_dim") + axes
                                                             : q.values.integer("end_dim");
    if (start >= axes || end >= axes || end < start) {
        report.error(start >= axes ? "start_dim" : "end_dim",
                     "Axes " + std::to_string(start) + " to " + std::to_string(q.values.integer("end_dim")) +
                         " do not exist in a shape of " + shapeText(features) + ".",
                     "Axis 0 is the batch, the last one is " + std::to_string(axes - 1) + ".",
                     "Use 1 and -1 to flatten everything.", "SPW-S017");
        return shapes::refused(type);
    }
    std::vector<Dim>& out = answer.outputs[0].features;
    out.assign(features.begin(), features.begin() + (start - 1));
    out.push_back(shapes::product({features.begin() + (start - 1), features.begin() + end}));
    out.insert(out.end(), features.begin() + end, features.end());
    return answer;
}

ShapeAnswer unflattenShape(const ShapeQuery& q, NodeReport& report)
{
    const PortType type = q.inputs[0] ? q.inputs[0]->type : PortType::Sequence;
    if (q.values.text("shape").empty())
        return shapes::like(q, type);
    const auto wanted = shapeFromText(q.values.text("shape"));
    if (!wanted) {
        report.error("shape", "'" + q.values.text("shape") + "' is no shape.",
                     "A shape is one to four whole numbers above 0, with at most 2^28 values.", "Write it as \"2x34x34\".", "SPW-S017");
        return shapes::refused(type);
    }
    std::int64_t values = 1;
    for (const std::int64_t side : *wanted)
        values *= side;
    ShapeAnswer answer = shapes::like(q, type);
    answer.outputs[0].features.assign(wanted->begin(), wanted->end());
    if (!shapes::knowsAxes(q))
        return answer;
    if (const Dim given = shapes::product(q.inputs[0]->features); given && *given != values) {
        report.error("shape", std::to_string(*given) + " values cannot be laid out as " + q.values.text("shape") + ".",
                     "There are " + std::to_string(values) + " places.", "Choose sides whose product is " + std::to_string(*given) + ".",
                     "SPW-S017");
        return shapes::refused(type);
    }
    return answer;
}

} // namespace

const NodeSpec& unflattenSpec()
{
    static const NodeSpec spec{
        .id = "layer.unflatten",
        .title = "Unflatten",
        .category = Category::Layer,
        .caption = "From list to picture.",
        .doc = "Lays the values of each step out in the given shape, the last axis first: C*H*W becomes C x H x W. What is no list is "
               "flattened before.",
        .source = "LibTorch, torch::nn::Unflatten",
        .inputs = {{"x", PortType::Sequence, "A list over time."}},
        .outputs = {{"y", PortType::Sequence, "The same values in the shape; spikes stay spikes."}},
        .params = {
            {.name = "shape", .caption = "Shape", .type = ParamType::Text, .initial = "",
             .doc = "Of one step of one sample: \"1x40\", \"2x34x34\"; empty: as it comes.",
             .applies = Applies::Rebuild},
        },
        .shape = unflattenShape,
    };
    return spec;
}

const NodeSpec& flattenSpec()
{
    static const NodeSpec spec{
        .id = "layer.flatten",
        .title = "Flatten",
        .category = Category::Layer,
        .caption = "From picture to list.",
        .doc = "Joins the axes start_dim to end_dim of each sample into one: C x H x W becomes C*H*W. Axis 0 is the "
               "batch; time is not counted.",
        .source = "SpikingJelly, layer.Flatten; LibTorch, torch::nn::Flatten",
        .inputs = {{"x", PortType::Sequence, "Maps over time."}},
        .outputs = {{"y", PortType::Sequence, "The same values as a list; spikes stay spikes."}},
        .params = {
            {.name = "start_dim", .caption = "First axis", .type = ParamType::Int, .initial = 1,
             .range = between(1, 8), .doc = "First axis to join; 1 is the one after the batch.",
             .applies = Applies::Rebuild, .common = false},
            {.name = "end_dim", .caption = "Last axis", .type = ParamType::Int, .initial = -1,
             .range = between(-8, 8), .doc = "Last axis to join; -1 is the last one there is.",
             .applies = Applies::Rebuild, .common = false},
        },
        .shape = flattenShape,
    };
    return spec;
}

} // namespace spw
