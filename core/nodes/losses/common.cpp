// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

#include "core/nodes/shape_rules.h"

namespace spw::losses {

namespace {

ShapeAnswer oneNumber()
{
    return {.outputs = {{.type = PortType::Scalar, .features = {1}, .steps = {}, .classes = {}}}};
}

} // namespace

std::vector<PortSpec> inputs()
{
    return {{"y", PortType::Readout, "One value per class."}, {"label", PortType::Label, "The right class."}};
}

std::vector<PortSpec> sequenceInputs(const char* doc)
{
    return {{"x", PortType::Sequence, doc}, {"label", PortType::Label, "The right class."}};
}

std::vector<PortSpec> outputs()
{
    return {{"loss", PortType::Scalar, "How wrong the answers of a batch are, as one number."}};
}

ShapeAnswer shape(const ShapeQuery& query, NodeReport& report)
{
    if (shapes::knowsAxes(query) && query.inputs.size() > 1 && query.inputs[1]) {
        const Dim values = query.inputs[0]->features.back(), classes = query.inputs[1]->classes;
        if (values && classes && *values != *classes) {
            report.error("y", "The readout has " + std::to_string(*values) + " values, the label has " +
                                  std::to_string(*classes) + " classes.",
                         "There must be one value per class.",
                         "Give the last layer " + std::to_string(*classes) +
                             " outputs (with a Voting node after it: classes x voters).",
                         "SPW-S019");
            return shapes::refused(PortType::Scalar);
        }
    }
    return oneNumber();
}

ShapeAnswer sequenceShape(const ShapeQuery& query, NodeReport& report)
{
    if (!shapes::hasAxes(query, 1, "a flat list, one neuron per class", "Insert Flatten and Linear before it.", report,
                         "SPW-S015"))
        return shapes::refused(PortType::Scalar);
    return shape(query, report);
}

ShapeAnswer pairShape(const ShapeQuery& query, NodeReport& report)
{
    if (query.inputs.size() > 1 && query.inputs[0] && query.inputs[1]) {
        const std::vector<Dim>&a = query.inputs[0]->features, &b = query.inputs[1]->features;
        bool fits = a.empty() || b.empty() || a.size() == b.size();
        for (std::size_t i = 0; fits && i < a.size() && i < b.size(); ++i)
            fits = !a[i] || !b[i] || *a[i] == *b[i];
        if (!fits) {
            report.error("target", "The answer is " + shapeText(a) + ", the target is " + shapeText(b) + ".",
                         "They are compared value by value.", "Give both the same shape.");
            return shapes::refused(PortType::Scalar);
        }
    }
    return oneNumber();
}

ParamSpec movingWindow()
{
    return {.name = "moving_window", .caption = "Moving window", .type = ParamType::Int, .initial = std::int64_t(0),
            .range = between(0, 100'000), .unit = Unit::Steps, .doc = "Rates are taken over this many last steps, at every step; 0 takes one rate of all steps."};
}

ParamSpec reduction(const char* initial)
{
    return {.name = "reduction", .caption = "Reduction", .type = ParamType::Choice, .initial = initial,
            .doc = "How the errors become one number.", .choices = {{"sum", "Sum"}, {"mean", "Mean"}}, .common = false};
}

} // namespace spw::losses
