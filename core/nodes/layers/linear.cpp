// SPDX-License-Identifier: GPL-3.0-or-later
// Fully connected layers: plain, for spikes alone, with standardised weights, with dropped connections.
#include "core/nodes/layers/common.h"

#include <limits>

namespace spw {
namespace {

enum class LinearKind { Plain, Spikes, Standardised, Dropped, Stateful };

ShapeAnswer linearShape(LinearKind kind, const ShapeQuery& q, NodeReport& report)
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
    const bool options = kind == LinearKind::Plain || kind == LinearKind::Spikes;
    if (options && !layers::checkMask(q.values, out, in, report))
        return shapes::refused(PortType::Sequence);
    ShapeAnswer answer{.outputs = {{.type = PortType::Sequence, .features = {out},
                                    .steps = q.inputs[0] ? q.inputs[0]->steps : Dim{}, .classes = {}}}};
    if (in) {
        const std::int64_t weights = shapes::saturatingProduct({*in, out});
        std::int64_t rest = q.values.flag("bias") ? out : 0;
        if (options)
            rest += layers::weightExtras(q.values, out);
        if (kind == LinearKind::Standardised && q.values.flag("gain"))
            rest += out;
        if (kind == LinearKind::Stateful && q.values.flag("learnable"))
            rest += 1;
        answer.parameterCount = weights < std::numeric_limits<std::int64_t>::max() - rest ? weights + rest : weights;
        answer.multiplications = double(*in) * double(out);
    }
    return answer;
}

NodeSpec linearSpecOf(LinearKind kind)
{
    NodeSpec spec{
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
            layers::flag("bias", "Bias", true, "Add a learned constant to each output."),
        },
        .shape = [kind](const ShapeQuery& q, NodeReport& report) { return linearShape(kind, q, report); },
        .learns = true,
    };
    switch (kind) {
    case LinearKind::Spikes:
        spec.id = "layer.spike_linear";
        spec.title = "SpikeLinear";
        spec.caption = "Same answer, less memory.";
        spec.doc += " Of the input, spikes that must be 0 or 1, only one bit each is kept for the backward pass.";
        spec.source = "SpikingJelly, layer.SpikeLinear";
        spec.inputs[0].type = PortType::Spikes;
        [[fallthrough]];
    case LinearKind::Plain:
        for (ParamSpec& param : layers::weightParams())
            spec.params.push_back(std::move(param));
        break;
    case LinearKind::Standardised:
        spec.id = "layer.ws_linear";
        spec.title = "WSLinear";
        spec.caption = "Standardise weights, not activations.";
        spec.doc += " Before use each output's weights become gain (w - mean) / sqrt(var n + eps) with their mean and "
                    "(unbiased) variance and n weights an output.";
        spec.source = "SpikingJelly, layer.WSLinear; Brock and others 2021";
        spec.params.push_back(layers::flag("gain", "Gain", true, "Learn a factor for each output."));
        spec.params.push_back({.name = "eps", .caption = "Epsilon", .type = ParamType::Real, .initial = 1e-4,
                               .range = above(0), .doc = "Keeps the division finite.", .common = false});
        break;
    case LinearKind::Dropped:
        spec.id = "synapse.drop_connect_linear";
        spec.title = "DropConnect linear";
        spec.category = Category::Synapse;
        spec.caption = "Cuts wires instead of cells.";
        spec.doc = "In training each weight and bias is cut with probability p, for each sample by itself; nothing is "
                   "enlarged, and the activation follows. Otherwise samples_num values are drawn from the normal "
                   "distribution with mean (1 - p) (W x + b) and variance p (1 - p) (W^2 x^2 + b^2), the activation is "
                   "applied to each, and their mean comes out.";
        spec.source = "SpikingJelly, layer.DropConnectLinear; Wan and others 2013";
        spec.params.insert(spec.params.end(), {
            {.name = "p", .caption = "Cut share", .type = ParamType::Real, .initial = 0.5, .range = betweenBelow(0, 1),
             .doc = "Probability that a connection is cut."},
            layers::number("samples_num", "Draws", 1024, between(1, 1'000'000), "Draws that are averaged outside training.", false),
            layers::flag("invariant", "Keep cuts over time", false,
                         "On: the same wires stay cut until the next reset. Off: new ones at every step."),
            {.name = "activation", .caption = "Activation", .type = ParamType::Choice, .initial = "relu",
             .doc = "What follows inside the layer.", .choices = {{"relu", "ReLU"}, {"none", "None"}},
             .applies = Applies::Rebuild, .common = false},
            {.name = "seed", .caption = "Seed", .type = ParamType::Int, .initial = std::int64_t(1),
             .range = between(0, 1'000'000'000), .doc = "Start of its random draws.", .common = false},
        });
        break;
    case LinearKind::Stateful:
        spec.id = "synapse.stateful_linear";
        spec.title = "Stateful linear";
        spec.category = Category::Synapse;
        spec.caption = "Memory in the wire.";
        spec.doc = "A synapse filter before a linear layer: i[t] = i[t-1] - (1 - x[t]) i[t-1] / tau + x[t], then y[t] = "
                   "weight i[t] + bias. It gives a plain network memory without recurrence.";
        spec.source = "SpikingJelly, stateful synapse (SynapseFilter and Linear); Diehl, Cook 2015";
        spec.params.insert(spec.params.end(), {
            {.name = "tau", .caption = "Time constant", .type = ParamType::Real, .initial = 100.0, .range = above(1),
             .unit = Unit::Steps, .doc = "Larger values keep the echo of a spike for longer."},
            layers::flag("learnable", "Learn the time constant", false, "Learn w with 1/tau = sigmoid(w).", true),
        });
        spec.states = {"i"};
        break;
    }
    return spec;
}

} // namespace

const NodeSpec& linearSpec()
{
    static const NodeSpec spec = linearSpecOf(LinearKind::Plain);
    return spec;
}

const NodeSpec& spikeLinearSpec()
{
    static const NodeSpec spec = linearSpecOf(LinearKind::Spikes);
    return spec;
}

const NodeSpec& wsLinearSpec()
{
    static const NodeSpec spec = linearSpecOf(LinearKind::Standardised);
    return spec;
}

const NodeSpec& dropConnectLinearSpec()
{
    static const NodeSpec spec = linearSpecOf(LinearKind::Dropped);
    return spec;
}

const NodeSpec& statefulLinearSpec()
{
    static const NodeSpec spec = linearSpecOf(LinearKind::Stateful);
    return spec;
}

} // namespace spw
