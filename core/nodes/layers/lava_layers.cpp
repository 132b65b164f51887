// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/synapses/lava_common.h"

// The stateless blocks of lava-dl: rounding, input transform, average, time decimation.
namespace spw {
namespace {

ShapeAnswer averageShape(const ShapeQuery& q, NodeReport& report)
{
    const std::int64_t outputs = q.values.integer("num_outputs");
    ShapeAnswer answer = shapes::like(q, PortType::Sequence);
    if (!shapes::knowsAxes(q))
        return answer;
    const Dim in = shapes::product(q.inputs[0]->features);
    if (in && (*in % outputs != 0 || *in == 0)) {
        report.error("num_outputs", "The " + std::to_string(*in) + " values cannot be shared among " +
                                        std::to_string(outputs) + " outputs.",
                     "Every output averages the same number of neighbours.",
                     "Choose a divisor of " + std::to_string(*in) + ".", "SPW-S018");
        return shapes::refused(PortType::Sequence);
    }
    answer.outputs[0].features = {outputs};
    return answer;
}

ShapeAnswer decimatedShape(const ShapeQuery& q, NodeReport&)
{
    ShapeAnswer answer = shapes::like(q, PortType::Sequence);
    if (Dim& steps = answer.outputs[0].steps) {
        const std::int64_t factor = q.values.integer("factor");
        steps = (*steps + factor - 1) / factor;
    }
    return answer;
}

std::vector<PortSpec> anyInput()
{
    return {{"x", PortType::Sequence, "Values over time, any shape."}};
}

} // namespace

const NodeSpec& lavaQuantizeSpec()
{
    static const NodeSpec spec{
        .id = "layer.lava_quantize",
        .title = "Round to steps",
        .category = Category::Layer,
        .caption = "Learn with the rounding on.",
        .doc = "y = round(x / step) step, halves to even, or floor(x / step) step; then clamped to the whole numbers "
               "from low to high times step where those are given. The gradient of the rounding is 1.",
        .source = "lava-dl, slayer.utils.quantize, neuron.Neuron.quantize_8bit",
        .inputs = anyInput(),
        .outputs = {{"y", PortType::Sequence, "The same, rounded."}},
        .params = {
            {.name = "step", .caption = "Step", .type = ParamType::Real, .initial = 2.0 / 64.0, .range = above(0),
             .doc = "Distance of two neighbours; 2/64 is that of 8-bit weights."},
            {.name = "mode", .caption = "Direction", .type = ParamType::Choice, .initial = "ROUND",
             .doc = "Where to round to.", .choices = {{"ROUND", "To the nearest"}, {"FLOOR", "Down"}}},
            {.name = "low", .caption = "Smallest", .type = ParamType::OptionalReal, .initial = -128.0,
             .range = anyReal(), .doc = "Lowest number of steps; none sets no limit.", .common = false},
            {.name = "high", .caption = "Largest", .type = ParamType::OptionalReal, .initial = 127.0,
             .range = anyReal(), .doc = "Highest number of steps; none sets no limit.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) { return shapes::like(q, PortType::Sequence); },
        .check = [](const ParamValues& v, NodeReport& report) {
            if (!v.isNone("low") && !v.isNone("high") && v.real("low") > v.real("high"))
                report.error("low", "The smallest number is above the largest.", "No value could be kept.",
                             "Exchange the two.");
        },
    };
    return spec;
}

const NodeSpec& lavaInputSpec()
{
    static const NodeSpec spec{
        .id = "layer.lava_input",
        .title = "Input scaling (lava)",
        .category = Category::Layer,
        .caption = "Puts the data into the numbers of the chip.",
        .doc = "y = q(x) q(weight) + q(bias) with the rounding q; weight and bias are learned where they are given.",
        .source = "lava-dl, slayer.block.base.AbstractInput",
        .inputs = anyInput(),
        .outputs = {{"y", PortType::Sequence, "The same, scaled and shifted."}},
        .params = lava::joined(
            {{
                 {.name = "weight", .caption = "First weight", .type = ParamType::OptionalReal,
                  .initial = std::monostate{}, .range = anyReal(), .doc = "Where the factor starts; none has no factor.",
                  .applies = Applies::Rebuild},
                 {.name = "bias", .caption = "First bias", .type = ParamType::OptionalReal,
                  .initial = std::monostate{}, .range = anyReal(), .doc = "Where the shift starts; none has no shift.",
                  .applies = Applies::Rebuild},
             },
             lava::hookParams()}),
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            answer.parameterCount = !q.values.isNone("weight") + !q.values.isNone("bias");
            return answer;
        },
        .learns = true,
    };
    return spec;
}

const NodeSpec& averageSpec()
{
    static const NodeSpec spec{
        .id = "layer.average",
        .title = "Average (lava)",
        .category = Category::Layer,
        .caption = "Several neurons vote for one output.",
        .doc = "y[t, k] = mean of x[t] over the k-th of num_outputs equal runs of neighbours; maps are read as a list.",
        .source = "lava-dl, slayer.block.base.AbstractAverage",
        .inputs = anyInput(),
        .outputs = {{"y", PortType::Sequence, "num_outputs values over time."}},
        .params = {
            {.name = "num_outputs", .caption = "Outputs", .type = ParamType::Int, .initial = 10,
             .range = between(1, 16'777'216), .doc = "How many averages, such as the number of classes.",
             .applies = Applies::Rebuild},
        },
        .shape = averageShape,
    };
    return spec;
}

const NodeSpec& timeDecimationSpec()
{
    static const NodeSpec spec{
        .id = "layer.time_decimation",
        .title = "Time decimation",
        .category = Category::Layer,
        .caption = "Fewer, longer steps.",
        .doc = "y[t] = mean of x[factor t .. factor t + factor - 1]; zeros fill up the last group. It needs the whole "
               "sequence: one step at a time cannot show what comes later.",
        .source = "lava-dl, slayer.block.base.AbstractTimeDecimation",
        .inputs = anyInput(),
        .outputs = {{"y", PortType::Sequence, "One value for each group of steps."}},
        .params = {
            {.name = "factor", .caption = "Steps in one", .type = ParamType::Int, .initial = 2,
             .range = between(1, 65536), .unit = Unit::Steps, .doc = "A power of 2.", .applies = Applies::Rebuild},
        },
        .shape = decimatedShape,
        .check = [](const ParamValues& v, NodeReport& report) {
            const std::int64_t factor = v.integer("factor");
            if ((factor & (factor - 1)) != 0)
                report.error("factor", "The factor is " + std::to_string(factor) + ".", "It must be a power of 2.",
                             "Use 2, 4, 8, ...");
        },
        .wholeSequence = true,
    };
    return spec;
}

} // namespace spw
