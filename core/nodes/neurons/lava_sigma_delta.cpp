// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/neurons/lava_common.h"

// Sigma-delta of lava-dl: the neuron, and its two halves as nodes of their own.
namespace spw {
namespace {

std::vector<ParamSpec> deltaParams(double threshold)
{
    ParamSpec bar = lava::threshold();
    bar.initial = threshold;
    bar.doc = "A change smaller than this is kept back and added to the next one.";
    ParamSpec scale = lava::scaleParam();
    scale.doc = "What is sent is rounded down to multiples of 1 / scale (in the neuron 1 / (64 scale)).";
    return {
        bar,
        {.name = "tau_grad", .caption = "Gradient width", .type = ParamType::Real, .initial = 1.0, .range = above(0),
         .doc = "Width of the slope that the threshold is given.", .applies = Applies::Rebuild, .common = false},
        {.name = "scale_grad", .caption = "Gradient height", .type = ParamType::Real, .initial = 1.0,
         .range = atLeast(0), .doc = "Factor on that slope.", .applies = Applies::Rebuild, .common = false},
        scale,
        {.name = "cum_error", .caption = "Sum the error", .type = ParamType::Bool, .initial = false,
         .doc = "Decide by the sum of the changes since something was sent.", .applies = Applies::Rebuild,
         .common = false},
        {.name = "shared_param", .caption = "Shared parameters", .type = ParamType::Bool, .initial = true,
         .doc = "One threshold for the layer; off: one for each channel.", .applies = Applies::Rebuild},
        {.name = "requires_grad", .caption = "Learn", .type = ParamType::Bool, .initial = false,
         .doc = "Learn the threshold (and the bias) too.", .applies = Applies::Rebuild},
        lava::persistentState(),
        lava::fixedPoint(),
    };
}

ShapeAnswer deltaShape(const ShapeQuery& q, bool bias)
{
    ShapeAnswer answer = shapes::like(q, PortType::Sequence);
    if (!q.values.flag("requires_grad") || !shapes::knowsAxes(q))
        return answer;
    const std::vector<Dim>& features = q.inputs[0]->features;
    answer.parameterCount = q.values.flag("shared_param") ? 1 : features[0].value_or(1);
    if (bias && q.values.flag("bias"))
        answer.parameterCount += shapes::product(features).value_or(0);
    return answer;
}

constexpr const char* kDelta =
    "d[t] = x[t] - x[t-1] + held[t-1]; y = d where |d| >= threshold, else 0; held = d - y, which makes d the difference "
    "from what was sent last. With the summed error, e += d decides instead and is 0 again where something was sent. "
    "Backward y counts as x[t] - x[t-1]; the threshold's slope is -d scale_grad exp(-||d| - threshold| / tau_grad) / "
    "threshold where it was passed, else -sgn d.";

} // namespace

const NodeSpec& lavaSigmaDeltaSpec()
{
    static const NodeSpec spec{
        .id = "neuron.lava_sigma_delta",
        .title = "Sigma-delta (lava)",
        .category = Category::Neuron,
        .caption = "Sends only changes: a still scene costs nothing.",
        .doc = std::string("s[t] = sum of the inputs so far; a = activation(norm(s) + bias); the changes of a are sent: ") +
               kDelta + " The threshold and what is sent are whole multiples of 1/scale and 1 / (64 scale).",
        .source = "lava-dl, slayer.neuron.sigma_delta.Neuron",
        .inputs = lava::neuronInputs(false),
        .outputs = {{"y", PortType::Sequence, "Signed values where something changed, else 0."}},
        .params = lava::withSlope(lava::joined(
            {deltaParams(0.1),
             {
                 {.name = "activation", .caption = "Activation", .type = ParamType::Choice, .initial = "relu",
                  .doc = "What the summed input becomes before its changes are sent.",
                  .choices = {{"relu", "ReLU"}, {"identity", "None"}, {"sigmoid", "Sigmoid"}, {"tanh", "Tanh"}},
                  .applies = Applies::Rebuild},
                 {.name = "bias", .caption = "Bias", .type = ParamType::Bool, .initial = false,
                  .doc = "Add a number to each neuron's sum.", .applies = Applies::Rebuild, .common = false},
                 {.name = "norm", .caption = "Norm", .type = ParamType::Choice, .initial = "none",
                  .doc = "Batch norm of the sum.",
                  .choices = {{"none", "None"},
                              {"MeanOnlyBatchNorm", "Mean only"},
                              {"WgtScaleBatchNorm", "Mean and power of two"}},
                  .applies = Applies::Rebuild, .common = false},
                 {.name = "dropout", .caption = "Dropout", .type = ParamType::Real, .initial = 0.0,
                  .range = betweenBelow(0, 1),
                  .doc = "Share of neurons that stay silent for a whole sample while training.",
                  .applies = Applies::Rebuild, .common = false},
             }})),
        .shape = [](const ShapeQuery& q, NodeReport&) { return deltaShape(q, true); },
        .check = neurons::checkSurrogate,
        .states = {"sigma", "residual"},
        .learns = true,
    };
    return spec;
}

const NodeSpec& deltaEncoderSpec()
{
    static const NodeSpec spec{
        .id = "encoder.delta",
        .title = "Delta encoder",
        .category = Category::Encoder,
        .caption = "Sends only what has changed.",
        .doc = kDelta,
        .source = "lava-dl, slayer.axon.Delta",
        .inputs = {{"x", PortType::Sequence, "Values over time, any shape."}},
        .outputs = {{"y", PortType::Sequence, "Signed changes, 0 where little changed."}},
        .params = deltaParams(0.1),
        .shape = [](const ShapeQuery& q, NodeReport&) { return deltaShape(q, false); },
        .states = {"residual"},
        .learns = true,
    };
    return spec;
}

const NodeSpec& sigmaSpec()
{
    static const NodeSpec spec{
        .id = "layer.sigma",
        .title = "Sigma decoder",
        .category = Category::Layer,
        .caption = "Adds the changes up again.",
        .doc = "y[t] = x[0] + ... + x[t]. It turns what a delta encoder or a sigma-delta neuron sent into values; the "
               "output block of a sigma-delta network ends with it.",
        .source = "lava-dl, slayer.dendrite.Sigma",
        .inputs = {{"x", PortType::Sequence, "Changes over time, any shape."}},
        .outputs = {{"y", PortType::Sequence, "Their sum so far."}},
        .params = {lava::persistentState()},
        .shape = [](const ShapeQuery& q, NodeReport&) { return shapes::like(q, PortType::Sequence); },
        .states = {"sigma"},
    };
    return spec;
}

} // namespace spw
