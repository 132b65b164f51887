// SPDX-License-Identifier: GPL-3.0-or-later
// The neurons of the exchange format NIR: equations in seconds, cut into steps of dt.
#include "core/nodes/neurons/common.h"
#include "core/nodes/neurons/variants.h"
#include "core/nodes/shape_rules.h"

#include <algorithm>

namespace spw {
namespace {

struct Kind {
    bool leaks = false, synapse = false, spikes = false;
};

ParamSpec value(const char* name, const char* caption, double initial, Range range, Unit unit, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::Real, .initial = initial, .range = range, .unit = unit,
            .doc = doc, .applies = Applies::Rebuild};
}

ParamSpec perWhat()
{
    return {.name = "per", .caption = "Own values for", .type = ParamType::Choice, .initial = "layer",
            .doc = "How many values each quantity has: one for the layer, one for each channel or one for each neuron. All start "
                   "as set here and come from a weights file otherwise.",
            .choices = {{"layer", "The layer"}, {"channel", "Each channel"}, {"neuron", "Each neuron"}},
            .applies = Applies::Rebuild, .common = false};
}

ParamSpec fires()
{
    return {.name = "fires", .caption = "Fires", .type = ParamType::Choice, .initial = "above",
            .doc = "Just at the threshold NIR does not fire; SpikingJelly and sinabs do.",
            .choices = {{"above", "Above the threshold"}, {"reached", "When it is reached"}}, .common = false};
}

std::vector<ParamSpec> paramsOf(const Kind& kind)
{
    const char* tau = kind.synapse ? "tau_mem" : "tau";
    std::vector<ParamSpec> own{
        {.name = "dt", .caption = "Time of a step", .type = ParamType::Real, .initial = 1e-4, .range = above(0),
         .unit = Unit::Seconds, .doc = "How much time passes from one step to the next.", .applies = Applies::Rebuild},
    };
    if (kind.leaks)
        own.push_back({.name = "method", .caption = "Discretisation", .type = ParamType::Choice, .initial = "euler",
                       .doc = "How the equation is cut into steps: Euler keeps 1 - dt/tau, the exponential exp(-dt/tau) with a "
                              "gain of dt/tau (sinabs, Rockpool), the exact solution exp(-dt/tau) with a gain of 1 - exp(-dt/tau) (Nengo).",
                       .choices = {{"euler", "Euler"}, {"exponential", "Exponential decay"}, {"exact", "Exact"}},
                       .applies = Applies::Rebuild});
    if (kind.synapse) {
        own.push_back(value("tau_syn", "Synaptic time constant", 5e-3, above(0), Unit::Seconds, "Larger values let the current of a spike last longer."));
        own.push_back(value("w_in", "Input weight", 1, anyReal(), Unit::None, "Factor on the input of the current."));
    }
    if (kind.leaks) {
        own.push_back(value(tau, "Time constant", 1e-2, above(0), Unit::Seconds, "Larger values make the membrane slower. At least dt."));
        own.push_back(value("v_leak", "Resting potential", 0, anyReal(), Unit::None, "Where the membrane goes without input."));
    }
    own.push_back(value("r", "Resistance", kind.leaks ? 1 : 1e4, anyReal(), Unit::None, "Factor on the current that reaches the membrane."));
    own.push_back(perWhat());
    own.push_back({.name = "requires_grad", .caption = "Learn its values", .type = ParamType::Bool, .initial = false,
                   .doc = "Learn all quantities of the neuron by gradient.", .applies = Applies::Rebuild, .common = false});
    if (!kind.spikes)
        return own;
    own.push_back(fires());
    std::vector<ParamSpec> all = neurons::withCommonParams(own);
    for (ParamSpec& param : all)
        if (param.name == "v_threshold" || param.name == "v_reset")
            param.applies = Applies::Rebuild;   // it is the first value of a tensor
    return all;
}

/// Numbers of one quantity.
Dim countOf(const ShapeQuery& q)
{
    const std::string& per = q.values.text("per");
    if (per == "layer")
        return 1;
    if (!shapes::knowsAxes(q))
        return {};
    return per == "channel" ? q.inputs[0]->features.front() : shapes::product(q.inputs[0]->features);
}

ShapeRule shapeOf(const Kind& kind)
{
    const std::int64_t quantities = 1 + (kind.leaks ? 2 : 0) + (kind.synapse ? 2 : 0) + (kind.spikes ? 2 : 0);
    return [quantities, kind](const ShapeQuery& q, NodeReport&) {
        ShapeAnswer answer = shapes::like(q, kind.spikes ? PortType::Spikes : PortType::Sequence);
        if (const Dim count = countOf(q); count && q.values.flag("requires_grad"))
            answer.parameterCount = shapes::saturatingProduct({*count, quantities});
        return answer;
    };
}

void checkKind(const Kind& kind, const ParamValues& values, NodeReport& report)
{
    for (const char* tau : {"tau", "tau_mem", "tau_syn"})
        if (values.has(tau) && values.real("dt") > values.real(tau) && values.text("method") != "exact")
            report.error(tau, "The time constant is shorter than a step.",
                         "The membrane would swing from one side to the other.", "Lower 'Time of a step', or raise it.");
    if (kind.spikes)
        neurons::check(values, report);
}

NodeSpec specOf(const char* id, const char* title, const char* caption, const char* equations, const Kind& kind)
{
    NodeSpec spec{
        .id = id,
        .title = title,
        .category = Category::Neuron,
        .caption = caption,
        .doc = std::string(equations) +
               (kind.leaks ? " With k = dt/tau a step keeps 1 - k of the state and adds k times the rest (Euler)."
                           : " A step adds dt r I.") +
               (kind.spikes ? " Fires S[t] = 1 where the membrane is above v_threshold; then it is v_reset, or v_threshold less with "
                              "v_reset none. It starts at 0."
                            : " It sends its state and starts at 0."),
        .source = "NIR, Neuromorphic Intermediate Representation; Pedersen and others 2024",
        .inputs = neurons::inputs(),
        .outputs = kind.spikes ? neurons::outputs() : std::vector<PortSpec>{{"v", PortType::Sequence, "The state after each step."}},
        .params = paramsOf(kind),
        .shape = shapeOf(kind),
        .check = [kind](const ParamValues& values, NodeReport& report) { checkKind(kind, values, report); },
        .learns = true,
    };
    if (kind.spikes)
        spec.states.push_back("v");
    if (kind.synapse)
        spec.states.push_back("i");
    return spec;
}

} // namespace

const NodeSpec& nirLifSpec()
{
    static const NodeSpec spec = specOf("neuron.nir_lif", "LIF (NIR)", "The leaky bucket in volts and seconds.",
                                        "tau v' = (v_leak - v) + r I.", {.leaks = true, .spikes = true});
    return spec;
}

const NodeSpec& nirIfSpec()
{
    static const NodeSpec spec = specOf("neuron.nir_if", "IF (NIR)", "A bucket without a hole, in volts and seconds.",
                                        "v' = r I.", {.spikes = true});
    return spec;
}

const NodeSpec& nirCubaLifSpec()
{
    static const NodeSpec spec = specOf("neuron.nir_cuba_lif", "CubaLIF (NIR)", "A spike leaves a current, the current fills the bucket.",
                                        "tau_syn I' = -I + w_in X; tau_mem v' = (v_leak - v) + r I.",
                                        {.leaks = true, .synapse = true, .spikes = true});
    return spec;
}

const NodeSpec& nirLiSpec()
{
    static const NodeSpec spec = specOf("neuron.nir_li", "Leaky integrator (NIR)", "A bucket with a hole and no rim: a low-pass filter.",
                                        "tau v' = (v_leak - v) + r I.", {.leaks = true});
    return spec;
}

const NodeSpec& nirCubaLiSpec()
{
    static const NodeSpec spec = specOf("neuron.nir_cuba_li", "CubaLI (NIR)", "Two low-pass filters in a row.",
                                        "tau_syn I' = -I + w_in X; tau_mem v' = (v_leak - v) + r I.", {.leaks = true, .synapse = true});
    return spec;
}

const NodeSpec& nirIntegratorSpec()
{
    static const NodeSpec spec = specOf("neuron.nir_i", "Integrator (NIR)", "Adds up everything it ever got.", "v' = r I.", {});
    return spec;
}

const NodeSpec& nirThresholdSpec()
{
    static const NodeSpec spec = [] {
        NodeSpec one{
            .id = "neuron.nir_threshold",
            .title = "Threshold (NIR)",
            .category = Category::Neuron,
            .caption = "Says whether a value is above a line, and forgets it.",
            .doc = "S[t] = 1 where x[t] > v_threshold, else 0. Backward the surrogate's slope takes the place of the step's.",
            .source = "NIR, Neuromorphic Intermediate Representation; Pedersen and others 2024",
            .inputs = neurons::inputs(),
            .outputs = neurons::outputs(),
            .params = {value("v_threshold", "Threshold", 1, anyReal(), Unit::None, "The value above which it says 1."), perWhat(),
                       {.name = "requires_grad", .caption = "Learn its values", .type = ParamType::Bool, .initial = false,
                        .doc = "Learn the thresholds by gradient.", .applies = Applies::Rebuild, .common = false},
                       fires()},
            .shape = [](const ShapeQuery& q, NodeReport&) {
                ShapeAnswer answer = shapes::like(q, PortType::Spikes);
                if (const Dim count = countOf(q); count && q.values.flag("requires_grad"))
                    answer.parameterCount = *count;
                return answer;
            },
            .check = neurons::checkSurrogate,
            .learns = true,
        };
        for (ParamSpec& param : neurons::surrogateParams())
            one.params.push_back(std::move(param));
        return one;
    }();
    return spec;
}

} // namespace spw
