// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/sinabs_common.h"

#include "core/nodes/neurons/common.h"
#include "core/nodes/shape_rules.h"

namespace spw::sinabs {
namespace {

ParamSpec timeConstant(const char* name, const char* caption, double initial, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::Real, .initial = initial, .range = above(0),
            .unit = Unit::Steps, .doc = doc, .applies = Applies::Rebuild};
}

void addSpikeParams(std::vector<ParamSpec>& list, const Kind& kind)
{
    list.insert(list.end(), {
        {.name = "spike_threshold", .caption = "Threshold", .type = ParamType::Real, .initial = 1.0,
         .range = above(0),
         .doc = kind.adapts ? "The membrane value at which a spike is sent while the neuron is rested (b0)."
                            : "The membrane value at which a spike is sent.",
         .applies = Applies::Live},
        {.name = "spike_fn", .caption = "Spikes", .type = ParamType::Choice,
         .initial = std::string(kind.adapts ? "single" : "multi"),
         .doc = "How many spikes one step can give: as many as the threshold fits into the membrane, one, or up to a "
                "limit.",
         .choices = {{"multi", "As many as fit (MultiSpike)"},
                     {"single", "One (SingleSpike)"},
                     {"max", "Up to a limit (MaxSpike)"}}},
        {.name = "max_num_spikes_per_bin", .caption = "Most spikes", .type = ParamType::Int, .initial = 2,
         .range = between(1, 1'000'000), .doc = "The limit of spikes in one step.", .visibleWhen = "spike_fn=max"},
        {.name = "reset_fn", .caption = "Reset", .type = ParamType::Choice, .initial = std::string("subtract"),
         .doc = "What a spike does to the membrane: take the threshold from it for each spike, or set it to a value.",
         .choices = {{"subtract", "Subtract (MembraneSubtract)"}, {"reset", "Reset (MembraneReset)"}}},
        {.name = "subtract_value", .caption = "Taken by a spike", .type = ParamType::OptionalReal,
         .initial = std::monostate{}, .range = anyReal(), .doc = "What each spike takes; none takes the threshold.",
         .common = false, .visibleWhen = "reset_fn=subtract"},
        {.name = "reset_value", .caption = "Reset value", .type = ParamType::Real, .initial = 0.0, .range = anyReal(),
         .doc = "The membrane value after a spike.", .common = false, .visibleWhen = "reset_fn=reset"},
        {.name = "surrogate_grad_fn", .caption = "Slope", .type = ParamType::Choice,
         .initial = std::string("single_exponential"),
         .doc = "Which slope stands in for that of the spike count. Those of sinabs follow the threshold of each "
                "neuron; 'common' takes one of the surrogates that all neurons share.",
         .choices = {{"single_exponential", "Exponential (SingleExponential)"},
                     {"heaviside", "Window (Heaviside)"},
                     {"gaussian", "Bell (Gaussian)"},
                     {"multi_gaussian", "Three bells (MultiGaussian)"},
                     {"periodic_exponential", "Repeated exponential (PeriodicExponential)"},
                     {"common", "One of the common surrogates"}}},
        {.name = "grad_width", .caption = "Slope width", .type = ParamType::Real, .initial = 0.5, .range = above(0),
         .doc = "How fast the exponential falls; relative to the threshold for SingleExponential.", .common = false,
         .visibleWhen = "surrogate_grad_fn=single_exponential|periodic_exponential"},
        {.name = "grad_scale", .caption = "Slope scale", .type = ParamType::Real, .initial = 1.0, .range = anyReal(),
         .doc = "Factor on the slope.", .common = false,
         .visibleWhen = "surrogate_grad_fn=single_exponential|periodic_exponential|gaussian|multi_gaussian"},
        {.name = "window", .caption = "Window", .type = ParamType::Real, .initial = 1.0, .range = anyReal(),
         .doc = "How far below the threshold learning begins.", .common = false,
         .visibleWhen = "surrogate_grad_fn=heaviside"},
        {.name = "mu", .caption = "Bell centre", .type = ParamType::Real, .initial = 0.0, .range = anyReal(),
         .doc = "Distance of the bell's centre from the threshold.", .common = false,
         .visibleWhen = "surrogate_grad_fn=gaussian|multi_gaussian"},
        {.name = "sigma", .caption = "Bell width", .type = ParamType::Real, .initial = 0.5, .range = above(0),
         .doc = "Standard deviation of the bell.", .common = false,
         .visibleWhen = "surrogate_grad_fn=gaussian|multi_gaussian"},
        {.name = "h", .caption = "Side depth", .type = ParamType::Real, .initial = 0.15, .range = anyReal(),
         .doc = "Height of the two bells that are taken off at the sides.", .common = false,
         .visibleWhen = "surrogate_grad_fn=multi_gaussian"},
        {.name = "s", .caption = "Side width", .type = ParamType::Real, .initial = 6.0, .range = above(0),
         .doc = "Width of the side bells, in widths of the middle one.", .common = false,
         .visibleWhen = "surrogate_grad_fn=multi_gaussian"},
    });
    for (ParamSpec& param : neurons::surrogateParams()) {
        if (param.name == "surrogate")
            param.visibleWhen = "surrogate_grad_fn=common";
        list.push_back(std::move(param));
    }
}

} // namespace

std::vector<ParamSpec> params(const Kind& kind)
{
    std::vector<ParamSpec> list;
    if (kind.leaks) {
        list.push_back(timeConstant("tau_mem", "Membrane time constant", 20.0,
                                    "Larger values forget input more slowly."));
        if (kind.adapts)
            list.push_back(timeConstant("tau_adapt", "Adaptation time constant", 100.0,
                                        "How slowly a raised threshold falls back."));
        if (kind.spikes)
            list.push_back({.name = "tau_syn", .caption = "Synaptic time constant", .type = ParamType::OptionalReal,
                            .initial = std::monostate{}, .range = above(0), .unit = Unit::Steps,
                            .doc = "Time constant of a synaptic current between input and membrane; none: no such "
                                   "current.",
                            .applies = Applies::Rebuild});
        if (kind.adapts)
            list.push_back({.name = "adapt_scale", .caption = "Adaptation", .type = ParamType::Real, .initial = 1.8,
                            .range = anyReal(), .doc = "How much recent spikes raise the threshold."});
        list.insert(list.end(), {
            {.name = "norm_input", .caption = "Scale the input", .type = ParamType::Bool, .initial = true,
             .doc = "On: the input is scaled by 1 - exp(-1/tau_mem), so that a constant input is what the membrane "
                    "settles at. Off: it is added in full."},
            {.name = "train_alphas", .caption = "Learn decays", .type = ParamType::Bool, .initial = false,
             .doc = "Learn the decay exp(-1/tau) of a step itself instead of the time constant.",
             .applies = Applies::Rebuild, .common = false},
            {.name = "requires_grad", .caption = "Learnable", .type = ParamType::Bool, .initial = true,
             .doc = "Let training change the time constants, as sinabs does.", .applies = Applies::Rebuild},
        });
    }
    if (kind.spikes)
        addSpikeParams(list, kind);
    list.push_back({.name = "min_v_mem", .caption = "Lower bound", .type = ParamType::OptionalReal,
                    .initial = std::monostate{}, .range = anyReal(),
                    .doc = "The membrane never falls below it; none sets no bound."});
    list.push_back({.name = "per", .caption = "Values for", .type = ParamType::Choice, .initial = std::string("layer"),
                    .doc = kind.leaks ? "Whether time constants and threshold are one number for the layer, for each "
                                        "channel or for each neuron."
                                      : "Whether the threshold is one number for the layer, for each channel or for "
                                        "each neuron.",
                    .choices = {{"layer", "The layer"}, {"channel", "Each channel"}, {"neuron", "Each neuron"}},
                    .applies = Applies::Rebuild, .common = false});
    if (kind.recurrent)
        list.push_back({.name = "rec_bias", .caption = "Recurrent bias", .type = ParamType::Bool, .initial = false,
                        .doc = "Add a learned constant to what is fed back.", .applies = Applies::Rebuild,
                        .common = false});
    return list;
}

std::vector<PortSpec> inputs() { return {{"x", PortType::Sequence, "Input current, any shape."}}; }

std::vector<PortSpec> outputs(const Kind& kind)
{
    if (!kind.spikes)
        return {{"y", PortType::Sequence, "The filtered input."}};
    return {{"s", PortType::Spikes, "Number of spikes at each step, in the shape of the input."}};
}

ShapeRule shapeRule(const Kind& kind)
{
    return [kind](const ShapeQuery& query, NodeReport&) {
        ShapeAnswer answer = shapes::like(query, kind.spikes ? PortType::Spikes : PortType::Sequence);
        if (!shapes::knowsAxes(query))
            return answer;
        const std::vector<Dim>& features = query.inputs[0]->features;
        const Dim units = shapes::product(features);
        if (kind.leaks && query.values.flag("requires_grad")) {
            const std::string& per = query.values.text("per");
            const Dim each = per == "layer" ? Dim(1) : per == "channel" ? features.front() : units;
            const bool synapse = query.values.has("tau_syn") && !query.values.isNone("tau_syn");
            if (each)
                answer.parameterCount = shapes::saturatingProduct({*each, 1 + kind.adapts + synapse});
        }
        if (kind.recurrent && units) {
            const std::int64_t weights = shapes::saturatingProduct({*units, *units});
            answer.multiplications = double(*units) * double(*units);
            const std::int64_t bias = query.values.flag("rec_bias") ? *units : 0;
            if (!__builtin_add_overflow(answer.parameterCount, weights, &answer.parameterCount))
                __builtin_add_overflow(answer.parameterCount, bias, &answer.parameterCount);
        }
        return answer;
    };
}

} // namespace spw::sinabs
