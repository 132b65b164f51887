// SPDX-License-Identifier: GPL-3.0-or-later
// Where wires join: residual connections, element-wise merging, putting channels side by side.
#include "core/nodes/shape_rules.h"

namespace spw {
namespace {

std::vector<PortSpec> wires(const char* doc)
{
    return {{"a", PortType::Sequence, doc}, {"b", PortType::Sequence, doc},
            {"c", PortType::Sequence, doc, true}, {"d", PortType::Sequence, doc, true}};
}

/// Features and steps must agree where both are known; `axis` may differ (-1: none may).
bool agree(const ShapeQuery& q, const std::vector<PortSpec>& ports, std::int64_t axis, NodeReport& report)
{
    for (std::size_t i = 1; i < q.inputs.size(); ++i) {
        if (!shapes::knowsAxes(q) || !shapes::knowsAxes(q, i))
            continue;
        const PortInfo &first = *q.inputs[0], &other = *q.inputs[i];
        bool same = first.features.size() == other.features.size();
        for (std::size_t d = 0; same && d < first.features.size(); ++d)
            same = std::int64_t(d) == axis || !first.features[d] || !other.features[d] || first.features[d] == other.features[d];
        if (same && first.steps && other.steps && first.steps != other.steps) {
            report.error(ports[i].name, "Its inputs have " + std::to_string(*first.steps) + " and " + std::to_string(*other.steps) + " steps.",
                         "They are joined step by step.", "Give both paths the same steps.", "SPW-S023");
            return false;
        }
        if (!same) {
            report.error(ports[i].name, "Shapes of " + shapeText(first.features) + " and " + shapeText(other.features) + " cannot be joined.",
                         axis < 0 ? "Both must be equal." : "All sides but the one joined must be equal.",
                         "Change stride, padding or channels of one path.", "SPW-S023");
            return false;
        }
    }
    return true;
}

/// What is known of the first input, with gaps filled from the others.
PortInfo merged(const ShapeQuery& q)
{
    PortInfo info;
    for (const std::optional<PortInfo>& input : q.inputs) {
        if (!input)
            continue;
        if (info.features.empty())
            info.features = input->features;
        for (std::size_t d = 0; d < info.features.size() && d < input->features.size(); ++d)
            if (!info.features[d])
                info.features[d] = input->features[d];
        if (!info.steps)
            info.steps = input->steps;
    }
    info.type = PortType::Sequence;
    return info;
}

bool allSpikes(const ShapeQuery& q)
{
    for (const std::optional<PortInfo>& input : q.inputs)
        if (input && input->type != PortType::Spikes)
            return false;
    return q.inputs[0].has_value();
}

} // namespace

const NodeSpec& residualSpec()
{
    static const NodeSpec spec{
        .id = "container.residual",
        .title = "Residual",
        .category = Category::Container,
        .caption = "Short cuts that keep deep networks trainable.",
        .doc = "Joins a branch A and the short cut B: ADD y = A + B, AND y = A B, IAND y = (1 - A) B. Of spikes AND and IAND "
               "make spikes, ADD makes counts. 'Bottleneck order' takes IAND as (1 - B) A, as some trained networks have it.",
        .source = "SpikingJelly, model.sew_resnet; Fang and others 2021",
        .inputs = {{"a", PortType::Sequence, "The branch with weights."}, {"b", PortType::Sequence, "The short cut."}},
        .outputs = {{"y", PortType::Sequence, "Both joined; spikes for AND and IAND of spikes."}},
        .params = {
            {.name = "connect", .caption = "Join by", .type = ParamType::Choice, .initial = "ADD",
             .doc = "ADD counts, AND needs both, IAND lets the short cut through where the branch is silent.",
             .choices = {{"ADD", "ADD"}, {"AND", "AND"}, {"IAND", "IAND"}}, .applies = Applies::Restart},
            {.name = "bottleneck_order", .caption = "Bottleneck order", .type = ParamType::Bool, .initial = false,
             .doc = "IAND with the roles of branch and short cut exchanged.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            static const std::vector<PortSpec> ports{{"a", PortType::Sequence}, {"b", PortType::Sequence}};
            const PortType type = q.values.text("connect") != "ADD" && allSpikes(q) ? PortType::Spikes : PortType::Sequence;
            if (!agree(q, ports, -1, report))
                return shapes::refused(type);
            PortInfo info = merged(q);
            info.type = type;
            return ShapeAnswer{.outputs = {info}};
        },
    };
    return spec;
}

const NodeSpec& mergeSpec()
{
    static const NodeSpec spec{
        .id = "container.merge",
        .title = "Merge",
        .category = Category::Container,
        .caption = "Join two streams value by value.",
        .doc = "y[t] = a[t] + b[t] (+ c[t] + d[t]), or their difference a - b - ..., product, mean, largest or smallest value.",
        .source = "sinabs, layers.Merge",
        .inputs = wires("A sequence; all have the same shape."),
        .outputs = {{"y", PortType::Sequence, "One sequence of that shape."}},
        .params = {
            {.name = "op", .caption = "Operation", .type = ParamType::Choice, .initial = "add",
             .doc = "What is done with values at the same place.",
             .choices = {{"add", "Add"}, {"subtract", "Subtract"}, {"multiply", "Multiply"}, {"mean", "Mean"},
                         {"max", "Largest"}, {"min", "Smallest"}}},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            static const std::vector<PortSpec> ports = wires("");
            if (!agree(q, ports, -1, report))
                return shapes::refused(PortType::Sequence);
            return ShapeAnswer{.outputs = {merged(q)}};
        },
    };
    return spec;
}

const NodeSpec& concatSpec()
{
    static const NodeSpec spec{
        .id = "container.concat",
        .title = "Concatenate",
        .category = Category::Container,
        .caption = "Streams side by side.",
        .doc = "y[t] holds a[t], then b[t] (then c[t], d[t]) along axis dim: channels of pictures, or the features of lists. "
               "Axis 0 is the batch; time is not counted.",
        .source = "LibTorch, torch::cat",
        .inputs = wires("A sequence; all sides but the one joined are equal."),
        .outputs = {{"y", PortType::Sequence, "All of them; spikes if all are spikes."}},
        .params = {
            {.name = "dim", .caption = "Axis", .type = ParamType::Int, .initial = std::int64_t(1), .range = between(1, 8),
             .doc = "Axis along which they are put side by side; 1 is the first after the batch.", .applies = Applies::Rebuild},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            static const std::vector<PortSpec> ports = wires("");
            const std::int64_t axis = q.values.integer("dim") - 1;
            const PortType type = allSpikes(q) ? PortType::Spikes : PortType::Sequence;
            if (!agree(q, ports, axis, report))
                return shapes::refused(type);
            PortInfo info = merged(q);
            info.type = type;
            if (!info.features.empty() && axis >= std::int64_t(info.features.size())) {
                report.error("dim", "There is no axis " + std::to_string(axis + 1) + " in a shape of " + shapeText(info.features) + ".",
                             "Axis 0 is the batch, the last one is " + std::to_string(info.features.size()) + ".",
                             "Use 1 for channels or features.", "SPW-S017");
                return shapes::refused(type);
            }
            if (!info.features.empty()) {
                Dim sum = 0;
                for (std::size_t i = 0; i < q.inputs.size(); ++i) {
                    if (!q.inputs[i]) {
                        if (!ports[i].optional)
                            sum.reset();
                        continue;
                    }
                    const Dim side = shapes::knowsAxes(q, i) ? q.inputs[i]->features[std::size_t(axis)] : Dim{};
                    sum = sum && side ? Dim(*sum + *side) : Dim{};
                }
                info.features[std::size_t(axis)] = sum;
            }
            return ShapeAnswer{.outputs = {info}};
        },
    };
    return spec;
}

} // namespace spw
