// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/neurons/variants.h"
#include "core/nodes/shape_rules.h"

namespace spw {
namespace {

/// Threshold and reset are in the weights: only the surrogate is left of the common parameters.
std::vector<ParamSpec> parallelParams(std::vector<ParamSpec> own)
{
    return neurons::without(neurons::withCommonParams(std::move(own), {.surrogate = "atan"}),
                            {"v_threshold", "v_reset", "detach_reset", "store_v_seq"});
}

/// T x T weights and T biases, T from the parameter or the input.
ShapeAnswer weightsOverTime(const ShapeQuery& query, NodeReport& report)
{
    if (!neurons::stepsAgree(query, report))
        return shapes::refused(PortType::Spikes);
    ShapeAnswer answer = shapes::like(query, PortType::Spikes);
    if (const Dim steps = neurons::stepsOf(query))
        answer.parameterCount = *steps * *steps + *steps;
    return answer;
}

ParamSpec order(std::int64_t initial)
{
    return {.name = "k", .caption = "Order", .type = ParamType::Int, .initial = initial, .range = between(1, 65536),
            .unit = Unit::Steps, .doc = "How many steps, this one included, the neuron looks back.",
            .applies = Applies::Rebuild};
}

} // namespace

const NodeSpec& psnSpec()
{
    static const NodeSpec spec{
        .id = "neuron.psn",
        .title = "PSN",
        .category = Category::Neuron,
        .caption = "All time steps at once: a learned matrix over time replaces the loop.",
        .doc = "Parallel spiking neuron: H = W X + B over the time axis, S = 1 where H >= 0. W [T, T] starts kaiming "
               "uniform with a = sqrt(5), B [T, 1] at -1. No membrane, no reset; a step may depend on later ones, so "
               "it runs over whole sequences only.",
        .source = "SpikingJelly, neuron.PSN; Fang and others 2023",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = parallelParams({neurons::stepCount("Steps that the weights are made for. 0 takes those of the input.")}),
        .shape = weightsOverTime,
        .check = neurons::checkSurrogate,
        .learns = true,
        .wholeSequence = true,
    };
    return spec;
}

const NodeSpec& maskedPsnSpec()
{
    static const NodeSpec spec{
        .id = "neuron.masked_psn",
        .title = "Masked PSN",
        .category = Category::Neuron,
        .caption = "Training starts seeing the future and ends causal.",
        .doc = "The PSN with weights W (lambda M + 1 - lambda), M[i, j] = 1 where i - k < j <= i. Raise lambda from 0 "
               "to 1 in training; at 1 the neuron is causal and can also run step by step.",
        .source = "SpikingJelly, neuron.MaskedPSN; Fang and others 2023",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = parallelParams({
            order(2),
            neurons::stepCount("Steps that the weights are made for. 0 takes those of the input."),
            {.name = "lambda_init", .caption = "Mask strength", .type = ParamType::Real, .initial = 0.0,
             .range = between(0, 1), .doc = "0: every step sees all others. 1: only the last k.",
             .applies = Applies::Live},
        }),
        .shape = weightsOverTime,
        .check = neurons::checkSurrogate,
        .learns = true,
        .wholeSequence = true,
    };
    return spec;
}

const NodeSpec& slidingPsnSpec()
{
    static const NodeSpec spec{
        .id = "neuron.sliding_psn",
        .title = "Sliding PSN",
        .category = Category::Neuron,
        .caption = "A learned FIR filter followed by a threshold.",
        .doc = "H[t] = sum over i of W[i] X[t - k + 1 + i] + b, S[t] = 1 where H[t] >= 0; inputs before the first step "
               "are 0. With exp_init the last weight is 1 and each earlier one half of the next; b starts at -1. Any "
               "number of steps.",
        .source = "SpikingJelly, neuron.SlidingPSN; Fang and others 2023",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = parallelParams({
            order(2),
            {.name = "exp_init", .caption = "Start exponential", .type = ParamType::Bool, .initial = true,
             .doc = "Start the weights as powers of two. Off: uniform between -1/sqrt(k) and 1/sqrt(k).",
             .applies = Applies::Rebuild},
            {.name = "backend", .caption = "Computed as", .type = ParamType::Choice, .initial = "gemm",
             .doc = "Both give the same; the convolution wins where T is much larger than k.",
             .choices = {{"gemm", "Matrix product"}, {"conv", "Convolution"}}, .common = false},
        }),
        .shape = [](const ShapeQuery& query, NodeReport&) {
            ShapeAnswer answer = shapes::like(query, PortType::Spikes);
            answer.parameterCount = query.values.integer("k") + 1;
            return answer;
        },
        .check = neurons::checkSurrogate,
        .learns = true,
    };
    return spec;
}

} // namespace spw
