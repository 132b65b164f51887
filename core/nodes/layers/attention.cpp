// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/layers/common.h"

namespace spw {
namespace {

/// Steps that the weights are made for: parameter T, which must be the input's, or 0.
bool exactSteps(const ShapeQuery& q, Dim& steps, NodeReport& report)
{
    const std::int64_t wanted = q.values.integer("T");
    if (q.inputs[0])
        steps = q.inputs[0]->steps;
    if (wanted != 0 && steps && *steps != wanted) {
        report.error("T", "It is made for " + std::to_string(wanted) + " steps, its input has " + std::to_string(*steps) + ".",
                     "Its weights belong to the steps one by one.", "Set 'Steps' to 0 to take them from the input.", "SPW-S021");
        return false;
    }
    if (wanted != 0)
        steps = wanted;
    return true;
}

bool reduces(Dim size, std::int64_t reduction, const char* parameter, const char* what, NodeReport& report)
{
    if (!size || *size >= reduction)
        return true;
    report.error(parameter, "A reduction of " + std::to_string(reduction) + " is more than the " + std::to_string(*size) + " " + what + ".",
                 "Nothing would be left inside.", "Choose one from 1 to " + std::to_string(*size) + ".", "SPW-S022");
    return false;
}

ParamSpec stepsParam()
{
    return layers::number("T", "Steps", 0, between(0, 100'000), "Steps of the sequences; 0 takes them from the input.", false);
}

ShapeAnswer spikingShape(int stages, const ShapeQuery& q, NodeReport& report)
{
    if (!shapes::hasAxes(q, 2, "channels x tokens", "Join height and width with a Flatten from axis 2.", report, "SPW-S011"))
        return shapes::refused(PortType::Spikes);
    Dim channels;
    if (!layers::channelsOf(q, "dim", channels, report))
        return shapes::refused(PortType::Spikes);
    const std::int64_t heads = q.values.integer("num_heads");
    if (channels && *channels % heads != 0) {
        report.error("num_heads", "The " + std::to_string(*channels) + " channels cannot be shared by " + std::to_string(heads) + " heads.",
                     "Every head has the same number of channels.", "Choose a divisor of " + std::to_string(*channels) + ".",
                     "SPW-S013");
        return shapes::refused(PortType::Spikes);
    }
    ShapeAnswer answer = shapes::like(q, PortType::Spikes);
    if (channels) {
        const std::int64_t c = *channels;
        // A convolution without bias and a batch norm each, before the questions and after the answers.
        answer.parameterCount = shapes::saturatingProduct({c, c, stages + 1}) + 2 * c * (stages + 1);
        const Dim tokens = shapes::knowsAxes(q) ? q.inputs[0]->features[1] : Dim{};
        if (tokens)
            answer.multiplications = double(c) * double(c) * double(stages + 1) * double(*tokens);
    }
    return answer;
}

std::vector<ParamSpec> spikingParams()
{
    return {
        layers::number("dim", "Channels", 0, between(0, 65536), "Channels of the input; 0 takes the number from what is connected.",
                       false),
        layers::number("num_heads", "Heads", 8, between(1, 4096), "Parts of the channels that attend on their own."),
        {.name = "surrogate_alpha", .caption = "Steepness", .type = ParamType::Real, .initial = 4.0, .range = above(0),
         .doc = "Steepness of the sigmoid surrogate of its neurons.", .common = false},
    };
}

} // namespace

const NodeSpec& temporalWiseAttentionSpec()
{
    static const NodeSpec spec{
        .id = "layer.temporal_wise_attention",
        .title = "Temporal attention",
        .category = Category::Layer,
        .caption = "Which moments deserve attention?",
        .doc = "The mean and the largest value of each step go through one and the same small network of T, T / reduction "
               "(ReLU) and T numbers without bias; score = sigmoid of the sum of both, y[t] = score[t] x[t] for each sample. "
               "Put it between convolution and neurons.",
        .source = "SpikingJelly, layer.TemporalWiseAttention; Yao and others 2021",
        .inputs = {{"x", PortType::Sequence, "Pictures or flat lists over time, all steps at once."}},
        .outputs = {{"y", PortType::Sequence, "The same values, each step weighed."}},
        .params = {
            stepsParam(),
            layers::number("reduction", "Reduction", 16, between(1, 100'000), "How much narrower the middle is; at most T."),
            {.name = "dimension", .caption = "Input", .type = ParamType::Choice, .initial = "any",
             .doc = "What kind of input to insist on.", .choices = {{"any", "Any"}, {"2", "Flat lists"}, {"4", "Pictures"}},
             .applies = Applies::Rebuild, .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            Dim steps;
            const std::string& dimension = q.values.text("dimension");
            if ((dimension == "2" && !shapes::hasAxes(q, 1, "a flat list of features", "Insert a Flatten node before it.", report, "SPW-S015")) ||
                (dimension == "4" && !layers::isMaps(q, 2, report)) || !exactSteps(q, steps, report) ||
                !reduces(steps, q.values.integer("reduction"), "reduction", "steps", report))
                return shapes::refused(PortType::Sequence);
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            if (steps)
                answer.parameterCount = 2 * *steps * (*steps / q.values.integer("reduction"));
            return answer;
        },
        .learns = true,
        .wholeSequence = true,
    };
    return spec;
}

const NodeSpec& multiDimensionalAttentionSpec()
{
    static const NodeSpec spec{
        .id = "layer.multi_dimensional_attention",
        .title = "Multi-dimensional attention",
        .category = Category::Layer,
        .caption = "Which moments, channels and places deserve attention?",
        .doc = "In order: y = x TA(x), then y CA(y), then y SA(y), then ReLU. TA weighs steps: mean and maximum of each step "
               "go through one small network T, T / reduction_t (ReLU), T without bias, sigmoid of the sum. CA does the "
               "same with channels, over all steps and places. SA weighs places: mean and maximum over all steps and "
               "channels go through a convolution 2 to 1 without bias, then a sigmoid.",
        .source = "SpikingJelly, layer.MultiDimensionalAttention; Yao and others 2023",
        .inputs = layers::mapsIn(2),
        .outputs = layers::mapsOut(2, "The same maps, weighed; never below 0."),
        .params = {
            stepsParam(),
            layers::number("C", "Channels", 0, between(0, 65536), "Maps of the input; 0 takes the number from what is connected.", false),
            layers::number("reduction_t", "Reduction of steps", 16, between(1, 100'000), "At most T."),
            layers::number("reduction_c", "Reduction of channels", 16, between(1, 65536), "At most C."),
            {.name = "kernel_size", .caption = "Kernel", .type = ParamType::Choice, .initial = "3",
             .doc = "Window in which neighbouring places are compared.", .choices = {{"3", "3 x 3"}, {"7", "7 x 7"}},
             .applies = Applies::Rebuild},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            Dim steps, channels;
            const std::int64_t rt = q.values.integer("reduction_t"), rc = q.values.integer("reduction_c");
            if (!layers::isMaps(q, 2, report) || !exactSteps(q, steps, report) || !layers::channelsOf(q, "C", channels, report) ||
                !reduces(steps, rt, "reduction_t", "steps", report) || !reduces(channels, rc, "reduction_c", "channels", report))
                return shapes::refused(PortType::Sequence);
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            if (steps && channels) {
                const std::int64_t k = q.values.text("kernel_size") == "7" ? 7 : 3;
                answer.parameterCount = 2 * *steps * (*steps / rt) + 2 * *channels * (*channels / rc) + 2 * k * k;
            }
            return answer;
        },
        .learns = true,
        .wholeSequence = true,
    };
    return spec;
}

const NodeSpec& spikingSelfAttentionSpec()
{
    static const NodeSpec spec{
        .id = "layer.spiking_self_attention",
        .title = "Spiking self-attention",
        .category = Category::Layer,
        .caption = "Attention with spikes as questions and answers.",
        .doc = "Q, K, V = LIF(BN(W x)) for each token; heads split the channels; A = LIF_0.5(V K^T Q / 8); y = LIF(BN(W' A)). "
               "No softmax: spikes are never negative. All LIF have tau 2 and a reset without gradient.",
        .source = "SpikingJelly, layer.SpikingSelfAttention; Zhou and others 2023 (Spikformer)",
        .inputs = {{"x", PortType::Sequence, "Tokens over time: channels x tokens."}},
        .outputs = {{"s", PortType::Spikes, "Spikes in the shape of the input."}},
        .params = spikingParams(),
        .shape = [](const ShapeQuery& q, NodeReport& report) { return spikingShape(3, q, report); },
        .learns = true,
    };
    return spec;
}

const NodeSpec& qkAttentionSpec()
{
    static const NodeSpec spec = [] {
        NodeSpec made{
            .id = "layer.qk_attention",
            .title = "QK attention",
            .category = Category::Layer,
            .caption = "Attention with spikes as questions and answers.",
            .doc = "Q, K = LIF(BN(W x)) for each token; heads split the channels. For tokens a = LIF_0.5(sum over channels of "
                   "Q), for channels a = LIF_0.5(sum over tokens of Q); y = LIF(BN(W' (a K))). Costs grow with the number "
                   "of tokens, not with its square. All LIF have tau 2 and a reset without gradient.",
            .source = "SpikingJelly, layer.QKAttention; Zhou and others 2024 (QKFormer)",
            .inputs = {{"x", PortType::Sequence, "Tokens over time: channels x tokens."}},
            .outputs = {{"s", PortType::Spikes, "Spikes in the shape of the input."}},
            .params = spikingParams(),
            .shape = [](const ShapeQuery& q, NodeReport& report) { return spikingShape(2, q, report); },
            .learns = true,
        };
        made.params.push_back({.name = "qka_type", .caption = "Attend to", .type = ParamType::Choice, .initial = "token",
                               .doc = "What is let through or held back.",
                               .choices = {{"token", "Tokens"}, {"channel", "Channels"}}, .applies = Applies::Rebuild});
        return made;
    }();
    return spec;
}

} // namespace spw
