// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/sinabs_common.h"

#include "core/nodes/neurons/common.h"
#include "core/nodes/shape_rules.h"

namespace spw {
namespace {

constexpr const char* kSpiking =
    " Spikes s[t] by spike_fn: trunc(H / threshold) for H > 0 (multi), at most a limit of them (max), or H >= threshold "
    "(single). Then v[t] = H[t] - s[t] threshold (subtract), or reset_value where it fired (reset), and not below "
    "min_v_mem. Backward surrogate_grad_fn gives the slope of s at H.";
constexpr const char* kRecurrent =
    " The spikes of the step before come back through learned weights: x[t] + W s[t-1], s[-1] = 0.";

NodeSpec makeSpec(const char* id, const char* title, const char* caption, const std::string& doc, const char* source,
                  const sinabs::Kind& kind, std::vector<std::string> states)
{
    return {
        .id = id,
        .title = title,
        .category = Category::Neuron,
        .caption = caption,
        .doc = doc + (kind.recurrent ? kRecurrent : "") + (kind.spikes ? kSpiking : ""),
        .source = source,
        .inputs = sinabs::inputs(),
        .outputs = sinabs::outputs(kind),
        .params = sinabs::params(kind),
        .shape = sinabs::shapeRule(kind),
        .check =
            [kind](const ParamValues& values, NodeReport& report) {
                if (kind.spikes && values.text("surrogate_grad_fn") == "common")
                    neurons::checkSurrogate(values, report);
            },
        .states = std::move(states),
        .learns = kind.leaks || kind.recurrent,
    };
}

const char* const kIaf = "H[t] = v[t-1] + x[t].";
const char* const kLif = "With tau_syn i[t] = a_syn (i[t-1] + x[t]), else i[t] = x[t]. H[t] = a_mem v[t-1] + i[t], with "
                         "norm_input a_mem v[t-1] + (1 - a_mem) i[t]; a = exp(-1/tau).";
const char* const kAlif = "As LIF, with a threshold spike_threshold + adapt_scale b[t-1] that rises with the spikes: "
                          "b[t] = a_adapt b[t-1] + (1 - a_adapt) s[t]. With norm_input the synaptic current itself is "
                          "scaled. A spike takes the threshold that it passed.";

} // namespace

const NodeSpec& sinabsIafSpec()
{
    static const NodeSpec spec =
        makeSpec("neuron.sinabs_iaf", "IAF", "The simplest spiking layer of sinabs: add, threshold, subtract.", kIaf,
                 "sinabs, layers.IAF", {}, {"v_mem"});
    return spec;
}

const NodeSpec& sinabsLifSpec()
{
    static const NodeSpec spec =
        makeSpec("neuron.sinabs_lif", "LIF (sinabs)", "A leaky bucket that may spill several times per step.", kLif,
                 "sinabs, layers.LIF", {.leaks = true}, {"v_mem", "i_syn"});
    return spec;
}

const NodeSpec& sinabsAlifSpec()
{
    static const NodeSpec spec =
        makeSpec("neuron.sinabs_alif", "ALIF (sinabs)", "Spikes raise the threshold, silence lowers it.", kAlif,
                 "sinabs, layers.ALIF; Bellec and others 2018", {.leaks = true, .adapts = true},
                 {"v_mem", "b", "i_syn"});
    return spec;
}

const NodeSpec& sinabsExpLeakSpec()
{
    static const NodeSpec spec =
        makeSpec("neuron.sinabs_exp_leak", "Leaky filter", "A leaky bucket without a spout: just a low-pass filter.",
                 "y[t] = a_mem v[t-1] + x[t], with norm_input a_mem v[t-1] + (1 - a_mem) x[t]; a_mem = exp(-1/tau_mem). "
                 "v[t] is y[t], but not below min_v_mem.",
                 "sinabs, layers.ExpLeak", {.leaks = true, .spikes = false}, {"v_mem", "i_syn"});
    return spec;
}

const NodeSpec& sinabsIafRecurrentSpec()
{
    static const NodeSpec spec =
        makeSpec("neuron.sinabs_iaf_recurrent", "IAF, recurrent", "The simplest spiking layer, listening to itself.",
                 kIaf, "sinabs, layers.IAFRecurrent", {.recurrent = true}, {"v_mem"});
    return spec;
}

const NodeSpec& sinabsLifRecurrentSpec()
{
    static const NodeSpec spec =
        makeSpec("neuron.sinabs_lif_recurrent", "LIF (sinabs), recurrent", "A leaky layer that hears its own spikes.",
                 kLif, "sinabs, layers.LIFRecurrent", {.leaks = true, .recurrent = true}, {"v_mem", "i_syn"});
    return spec;
}

const NodeSpec& sinabsAlifRecurrentSpec()
{
    static const NodeSpec spec = makeSpec(
        "neuron.sinabs_alif_recurrent", "ALIF (sinabs), recurrent", "Adapting neurons that hear their own spikes.",
        kAlif, "sinabs, layers.ALIFRecurrent; Bellec and others 2018",
        {.leaks = true, .adapts = true, .recurrent = true}, {"v_mem", "b", "i_syn"});
    return spec;
}

const NodeSpec& sinabsSpikingLayerSpec()
{
    static const NodeSpec spec{
        .id = "neuron.sinabs_spiking_layer",
        .title = "Spiking layer (sinabs 0.2)",
        .category = Category::Neuron,
        .caption = "One bucket, many spikes per step; threshold_low stops it from sinking.",
        .doc = "state[t] = x[t] + state[t-1] - a[t-1] membrane_subtract, or with membrane_reset x[t] + state[t-1] where "
               "a[t-1] = 0 and x[t] elsewhere; not below threshold_low. Spikes a[t] = floor(state / threshold) for "
               "state >= 0, or with membrane_reset 1 where state >= threshold. With negative_spikes the same is done "
               "below zero, with spikes of -1, and no bound. Backward the slope of a is 1 / threshold (membrane_reset: "
               "1) where state >= threshold - window.",
        .source = "sinabs 0.2, layers.SpikingLayer",
        .inputs = sinabs::inputs(),
        .outputs = {{"s", PortType::Spikes, "Number of spikes at each step, in the shape of the input."}},
        .params = neurons::withSlopeChoice({
            {.name = "threshold", .caption = "Threshold", .type = ParamType::Real, .initial = 1.0, .range = above(0),
             .doc = "The state at which a spike is sent.", .applies = Applies::Live},
            {.name = "threshold_low", .caption = "Lower bound", .type = ParamType::OptionalReal, .initial = -1.0,
             .range = anyReal(), .doc = "The state never falls below it; none sets no bound."},
            {.name = "membrane_subtract", .caption = "Taken by a spike", .type = ParamType::OptionalReal,
             .initial = std::monostate{}, .range = anyReal(),
             .doc = "What each spike takes from the state of the next step; none takes the threshold."},
            {.name = "membrane_reset", .caption = "Reset to zero", .type = ParamType::Bool, .initial = false,
             .doc = "A spike clears the state of the next step instead; then a step gives one spike at the most."},
            {.name = "negative_spikes", .caption = "Negative spikes", .type = ParamType::Bool, .initial = false,
             .doc = "Also send spikes of -1 for a state below minus the threshold.", .common = false},
            {.name = "window", .caption = "Window", .type = ParamType::OptionalReal, .initial = std::monostate{},
             .range = anyReal(), .doc = "How far below the threshold learning begins; none: one threshold.",
             .common = false},
        }, "window", "Window (sinabs 0.2)", "The window of the original, or one of the surrogates that all neurons "
                                            "share, taken at the distance from the threshold."),
        .shape = [](const ShapeQuery& query, NodeReport&) { return shapes::like(query, PortType::Spikes); },
        .check =
            [](const ParamValues& values, NodeReport& report) {
                if (!values.isNone("threshold_low") && values.real("threshold_low") > 0)
                    report.warn("threshold_low", "The lower bound is above 0.",
                                "The state then never rests: it begins to rise without input.",
                                "Set it to 0 or below.");
                neurons::checkSurrogate(values, report);
            },
        .states = {"state", "activations"},
    };
    return spec;
}

} // namespace spw
