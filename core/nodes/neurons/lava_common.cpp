// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/lava_common.h"

#include "core/nodes/neurons/common.h"

namespace spw::lava {
namespace {

struct DecayWords {
    const char *name, *caption, *doc;
    double initial;
};

DecayWords wordsOf(const std::string& name)
{
    if (name == "current_decay")
        return {"current_decay", "Current decay", "Share of the current that is lost at each step; 1 forgets all.", 0.25};
    if (name == "voltage_decay")
        return {"voltage_decay", "Voltage decay", "Share of the voltage that is lost at each step; 0 only sums.", 0.03};
    if (name == "threshold_decay")
        return {"threshold_decay", "Threshold decay", "How fast a raised threshold comes back, a share per step.", 0.1};
    if (name == "refractory_decay")
        return {"refractory_decay", "Refractory decay", "How fast the refractory term dies away, a share per step.", 0.1};
    return {"decay", "Decay", "Share of the oscillation that is lost at each step.", 0.05};
}

ParamSpec upperEnd(const std::string& name, const std::string& caption, Range range)
{
    return {.name = name + "_max", .caption = caption + ", up to", .type = ParamType::OptionalReal,
            .initial = std::monostate{}, .range = range,
            .doc = "Without shared parameters each channel starts somewhere between the two; none: near the first.",
            .applies = Applies::Rebuild, .common = false};
}

} // namespace

std::vector<ParamSpec> decayParams(const std::vector<std::string>& names)
{
    std::vector<ParamSpec> params;
    for (const std::string& name : names) {
        const DecayWords words = wordsOf(name);
        params.push_back({.name = words.name, .caption = words.caption, .type = ParamType::Real,
                          .initial = words.initial, .range = between(0, 1), .doc = words.doc,
                          .applies = Applies::Rebuild});
        params.push_back(upperEnd(words.name, words.caption, between(0, 1)));
    }
    return params;
}

std::vector<ParamSpec> resonatorParams()
{
    return joined({{
                       {.name = "period", .caption = "Period", .type = ParamType::Real, .initial = 10.0,
                        .range = atLeast(4), .unit = Unit::Steps, .doc = "Steps of one swing, at least 4.",
                        .applies = Applies::Rebuild},
                       upperEnd("period", "Period", atLeast(4)),
                   },
                   decayParams({"decay"}),
                   {
                       {.name = "log_init", .caption = "Logarithmic periods", .type = ParamType::Bool, .initial = true,
                        .doc = "Without shared parameters, space the frequencies of the channels evenly on a "
                               "logarithmic scale; off draws them.",
                        .applies = Applies::Rebuild, .common = false},
                   }});
}

std::vector<ParamSpec> adaptationParams()
{
    return joined({{
                       {.name = "threshold_step", .caption = "Threshold step", .type = ParamType::Real, .initial = 0.5,
                        .range = atLeast(0), .doc = "How much each spike raises the threshold.",
                        .applies = Applies::Rebuild},
                   },
                   decayParams({"threshold_decay", "refractory_decay"})});
}

ParamSpec threshold()
{
    return {.name = "threshold", .caption = "Threshold", .type = ParamType::Real, .initial = 1.0, .range = above(0),
            .doc = "The value that must be passed for a spike; kept as a multiple of 1 / scale.",
            .applies = Applies::Rebuild};
}

ParamSpec fixedPoint()
{
    return {.name = "fixed_point", .caption = "Chip arithmetic", .type = ParamType::Bool, .initial = true,
            .doc = "Compute in the whole numbers of the chip, bit for bit. Off: the same equations on real numbers.",
            .applies = Applies::Rebuild};
}

ParamSpec persistentState()
{
    return {.name = "persistent_state", .caption = "Keep the state", .type = ParamType::Bool, .initial = false,
            .doc = "Go on from where the sample before ended instead of from zero.", .applies = Applies::Rebuild,
            .common = false};
}

ParamSpec requiresGrad()
{
    return {.name = "requires_grad", .caption = "Learn", .type = ParamType::Bool, .initial = false,
            .doc = "Learn the neuron's own numbers too.", .applies = Applies::Rebuild};
}

std::vector<ParamSpec> withSlope(std::vector<ParamSpec> params)
{
    return neurons::withSlopeChoice(std::move(params), "lava", "That of lava-dl",
                                    "The slope of lava-dl, or one of the surrogates that all neurons share, taken at "
                                    "the distance from the threshold.");
}

std::vector<ParamSpec> commonParams(bool spiking)
{
    std::vector<ParamSpec> params;
    if (spiking)
        params = {
            {.name = "tau_grad", .caption = "Gradient width", .type = ParamType::Real, .initial = 1.0,
             .range = above(0), .doc = "Width of the surrogate's slope, in units of lava-dl.",
             .applies = Applies::Rebuild, .common = false},
            {.name = "scale_grad", .caption = "Gradient height", .type = ParamType::Real, .initial = 1.0,
             .range = atLeast(0), .doc = "Factor on the surrogate's slope.", .applies = Applies::Rebuild,
             .common = false},
        };
    params.push_back(scaleParam());
    if (spiking) {
        params.push_back({.name = "norm", .caption = "Norm", .type = ParamType::Choice, .initial = "none",
                          .doc = "Batch norm of what the neuron receives (of the current, in a CUBA).",
                          .choices = {{"none", "None"},
                                      {"MeanOnlyBatchNorm", "Mean only"},
                                      {"WgtScaleBatchNorm", "Mean and power of two"}},
                          .applies = Applies::Rebuild, .common = false});
        params.push_back({.name = "dropout", .caption = "Dropout", .type = ParamType::Real, .initial = 0.0,
                          .range = betweenBelow(0, 1),
                          .doc = "Share of neurons that stay silent for a whole sample while training.",
                          .applies = Applies::Rebuild, .common = false});
    }
    params.push_back({.name = "shared_param", .caption = "Shared parameters", .type = ParamType::Bool,
                      .initial = true, .doc = "One value for the layer; off: one for each channel.",
                      .applies = Applies::Rebuild});
    params.push_back(requiresGrad());
    params.push_back({.name = "decay_gradient", .caption = "Gradient of decays", .type = ParamType::Choice,
                      .initial = "exact",
                      .doc = "lava-dl's own has, for current and voltage, the wrong sign, and no factor of 1/4096.",
                      .choices = {{"exact", "As the equations say"}, {"lava", "As lava-dl computes it"}},
                      .applies = Applies::Rebuild, .common = false});
    params.push_back(persistentState());
    params.push_back({.name = "reset_interval", .caption = "Reset every", .type = ParamType::Int, .initial = 0,
                      .range = between(0, 1'000'000), .unit = Unit::Steps,
                      .doc = "Set the neurons to zero so often within a sample, as Lava's netx does; 0: only between samples.",
                      .applies = Applies::Rebuild, .common = false});
    params.push_back({.name = "reset_offset", .caption = "First reset", .type = ParamType::Int, .initial = 0,
                      .range = between(0, 1'000'000), .unit = Unit::Steps,
                      .doc = "The step of the first reset; layers further back are reset later, one step each.",
                      .applies = Applies::Rebuild, .common = false});
    if (spiking)
        params.push_back({.name = "graded_spike", .caption = "Graded spikes", .type = ParamType::Bool,
                          .initial = false, .doc = "Send the value at the moment of the spike instead of 1.",
                          .applies = Applies::Rebuild, .common = false});
    params.push_back(fixedPoint());
    return spiking ? withSlope(std::move(params)) : params;
}

std::vector<PortSpec> neuronInputs(bool complex)
{
    if (!complex)
        return {{"x", PortType::Sequence, "Input from a synapse, any shape."}};
    return {{"real", PortType::Sequence, "Real part of the input, from a complex synapse."},
            {"imag", PortType::Sequence, "Imaginary part, of the same shape."}};
}

std::vector<PortSpec> neuronOutputs()
{
    return {{"s", PortType::Spikes, "Spikes in the shape of the input; values if they are graded."}};
}

ShapeRule neuronShape(std::int64_t decays, bool complex, bool spiking)
{
    return [=](const ShapeQuery& q, NodeReport& report) {
        const bool spikes = spiking && !q.values.flag("graded_spike");
        const PortType type = spikes ? PortType::Spikes : PortType::Sequence;
        if (complex && shapes::knowsAxes(q, 0) && shapes::knowsAxes(q, 1) &&
            q.inputs[0]->features != q.inputs[1]->features) {
            report.error("imag", "The imaginary part is " + shapeText(q.inputs[1]->features) + ", the real part " +
                                     shapeText(q.inputs[0]->features) + ".",
                         "A resonator needs both parts for every neuron.",
                         "Wire both to the outputs of one complex synapse.");
            return shapes::refused(type);
        }
        ShapeAnswer answer = shapes::like(q, type);
        if (q.values.flag("requires_grad"))
            answer.parameterCount = q.values.flag("shared_param") || !shapes::knowsAxes(q)
                                        ? decays
                                        : shapes::saturatingProduct({decays, q.inputs[0]->features[0].value_or(1)});
        return answer;
    };
}

void checkNeuron(const ParamValues& values, NodeReport& report)
{
    if (values.flag("fixed_point") && values.real("threshold") * double(values.integer("scale")) < 1.0)
        report.error("threshold", "The threshold is below 1 / " + std::to_string(values.integer("scale")) + ".",
                     "The chip would keep it as 0, and the neuron would always fire.",
                     "Raise the threshold or 'Whole numbers in 1.0'.");
    neurons::checkSurrogate(values, report);
}

std::string aboutSlope(const char* tau, const char* scale)
{
    return std::string(" In chip arithmetic decays are whole 4096ths, states whole multiples of 1 / (64 scale), and "
                       "every product is cut off toward zero. Backward, reset and rounding count as if they were not "
                       "there and a spike has the slope k / (2 tau) exp(-|V - threshold| / tau), graded k exp(min(V - "
                       "threshold, 0) / tau), with tau = ") +
           tau + " threshold tau_grad and k = " + scale + " scale_grad.";
}

} // namespace spw::lava
