// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/neurons/variants.h"
#include "core/nodes/shape_rules.h"

namespace spw {
namespace {

std::vector<ParamSpec> rateParams(double threshold, double fraction, double bound, std::vector<ParamSpec> own)
{
    std::vector<ParamSpec> params{
        neurons::stepCount("Steps that the rate is taken over. 0 takes those of the input."),
        {.name = "v_threshold", .caption = "First threshold", .type = ParamType::Real, .initial = threshold,
         .range = above(0), .doc = "Where learning of the threshold starts."},
        {.name = "alpha", .caption = "Firing point", .type = ParamType::Real, .initial = fraction,
         .range = {.low = 0, .high = 1, .lowOpen = true},
         .doc = "Fires when the membrane reaches this share of the threshold."},
        {.name = "v_threshold_training", .caption = "Learn threshold", .type = ParamType::Bool, .initial = true,
         .doc = "Learn the threshold by gradient.", .applies = Applies::Rebuild},
        {.name = "v_threshold_grad_scaling", .caption = "Threshold gradient scale", .type = ParamType::Real,
         .initial = 1.0, .range = anyReal(), .doc = "Factor of the threshold's gradient.", .common = false},
        {.name = "v_threshold_lower_bound", .caption = "Lowest threshold", .type = ParamType::Real, .initial = bound,
         .range = above(0), .doc = "The threshold is kept from falling below this.", .common = false},
    };
    for (ParamSpec& param : own)
        params.push_back(std::move(param));
    return neurons::withSlopeChoice(std::move(params), "rates", "From rates (DSR)",
                                    "The rule of the original, from the rates of whole sequences, or backpropagation "
                                    "through every step with one of the surrogates that all neurons share.");
}

ShapeAnswer rateShape(const ShapeQuery& query, NodeReport& report)
{
    if (!neurons::stepsAgree(query, report))
        return shapes::refused(PortType::Sequence);
    ShapeAnswer answer = shapes::like(query, PortType::Sequence);
    answer.parameterCount = query.values.flag("v_threshold_training") ? 1 : 0;
    return answer;
}

void checkBound(const ParamValues& values, NodeReport& report)
{
    if (values.real("v_threshold") < values.real("v_threshold_lower_bound"))
        report.error("v_threshold", "The threshold is below its lowest value.",
                     "It would be raised to it at the first step.", "Raise the threshold or lower the bound.");
    neurons::checkSurrogate(values, report);
}

} // namespace

const NodeSpec& dsrIfSpec()
{
    static const NodeSpec spec{
        .id = "neuron.dsr_if",
        .title = "DSR-IF",
        .category = Category::Neuron,
        .caption = "Backpropagates through the spike rate, not the spikes.",
        .doc = "H[t] = V[t-1] + X[t]; sends v_threshold where H[t] >= alpha v_threshold, else 0, and subtracts what it "
               "sends. Backward, every step of X gets the mean gradient over time where 0 <= mean X <= v_threshold, "
               "else 0; the threshold gets the summed gradient of the neurons above that range.",
        .source = "SpikingJelly, neuron.DSRIFNode; Meng and others 2022",
        .inputs = neurons::inputs(),
        .outputs = {{"y", PortType::Sequence, "0 or the threshold, in the shape of the input."}},
        .params = rateParams(6.0, 0.5, 0.01, {}),
        .shape = rateShape,
        .check = checkBound,
        .states = {"v"},
        .learns = true,
    };
    return spec;
}

const NodeSpec& dsrLifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.dsr_lif",
        .title = "DSR-LIF",
        .category = Category::Neuron,
        .caption = "Backpropagates through a weighted spike rate, with a leak.",
        .doc = "With b = exp(-delta_t / tau): H[t] = b V[t-1] + (1 - b) X[t]; where H[t] >= alpha v_threshold it sends "
               "v_threshold / delta_t and subtracts v_threshold. Rates are means over time with weights b^(T-1-t). "
               "Backward, every step of X gets the weighted mean gradient / tau where 0 < rate of X < v_threshold tau / "
               "delta_t, else 0; the threshold gets delta_t T times the weighted mean gradient above that range.",
        .source = "SpikingJelly, neuron.DSRLIFNode; Meng and others 2022",
        .inputs = neurons::inputs(),
        .outputs = {{"y", PortType::Sequence, "0 or threshold / delta_t, in the shape of the input."}},
        .params = rateParams(1.0, 0.3, 0.1, {
            {.name = "tau", .caption = "Time constant", .type = ParamType::Real, .initial = 2.0, .range = above(0),
             .doc = "Larger values forget input more slowly; in the unit of delta_t."},
            {.name = "delta_t", .caption = "Step length", .type = ParamType::Real, .initial = 0.05, .range = above(0),
             .doc = "How much time one step stands for."},
        }),
        .shape = rateShape,
        .check = checkBound,
        .states = {"v"},
        .learns = true,
    };
    return spec;
}

} // namespace spw
