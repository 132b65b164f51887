// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/learners/local_learner.h"

#include "core/base/error.h"
#include "core/nodes/learners/formula_range.h"

#include <cstdio>

namespace spw::learners {

namespace {

/// The function of the weight that scales one half of the rule, and its numbers.
void addWeightFunction(std::vector<ParamSpec>& params, const std::string& side, const char* caption, const char* strength,
                       const char* doc, const char* softDoc)
{
    const auto only = [&side](const char* kind) { return side + "=" + kind; };
    params.push_back({.name = side, .caption = caption, .type = ParamType::Choice, .initial = "constant", .doc = doc,
                      .choices = {{"constant", "1"}, {"weight", "w"}, {"clamp", "w, cut at two limits"},
                                  {"soft", "Distance to the bound"}, {"power", "That distance to a power"},
                                  {"expression", "A formula"}}});
    params.push_back({.name = side + "_strength", .caption = strength, .type = ParamType::Real, .initial = 1.0,
                      .range = anyReal(), .doc = std::string("Factor of this half of the rule. ") + softDoc, .applies = Applies::Live});
    params.push_back({.name = side + "_low", .caption = "Lower limit", .type = ParamType::Real, .initial = -1.0,
                      .range = anyReal(), .doc = "Where w is cut from below.", .visibleWhen = only("clamp")});
    params.push_back({.name = side + "_high", .caption = "Upper limit", .type = ParamType::Real, .initial = 1.0,
                      .range = anyReal(), .doc = "Where w is cut from above.", .visibleWhen = only("clamp")});
    params.push_back({.name = side + "_power", .caption = "Power", .type = ParamType::Real, .initial = 1.0,
                      .range = atLeast(0), .doc = "0: no influence of the weight, 1: soft bound.", .visibleWhen = only("power")});
    params.push_back({.name = side + "_formula", .caption = "Formula", .type = ParamType::Text, .initial = "w",
                      .doc = "A function of w, w_min and w_max: (w_max - w) ^ 0.5.", .visibleWhen = only("expression")});
}

const char* sideText(const std::string& side) { return side == "f_pre" ? "weakening" : "strengthening"; }

/// 0.3 and not 0.29999999999.
std::string shortNumber(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value == 0 ? 0.0 : value);
    return text;
}

void checkFormula(const ParamValues& values, const std::string& side, NodeReport& report)
{
    const std::string place = side + "_formula";
    try {
        const Expression formula = weightFormula(values, side);
        const double low = values.isNone("w_min") ? -1.0 : values.real("w_min"),
                     high = values.isNone("w_max") ? 1.0 : values.real("w_max");
        auto w = whereUndefined(formula, low, high, {low, high}, Failing::Anything);
        if (!w) {   // a weight without bounds may come to any place
            constexpr double kFar = 100;
            w = whereUndefined(formula, values.isNone("w_min") ? -kFar : low, values.isNone("w_max") ? kFar : high, {low, high},
                               Failing::DivisionByZero);
        }
        if (w)
            report.error(place, std::string("The formula of ") + sideText(side) + " has no value at w = " + shortNumber(*w) + ".",
                         "It divides by zero or leaves the numbers there, and the weight would be lost.",
                         "Add a small number below the division, or set bounds that keep w away from there.", "SPW-L008");
    } catch (const Error& problem) {
        report.error(place, std::string("The formula of ") + sideText(side) + " cannot be read: " + problem.happened(),
                     "It may use w, w_min, w_max, numbers, + - * / ^ and functions such as exp, sqrt, min and max.",
                     problem.fix().empty() ? "Correct the formula." : problem.fix(), "SPW-L008");
    }
}

} // namespace

bool isLocal(const NodeSpec& spec) { return spec.category == Category::Learner && spec.inputIndex("synapse") >= 0; }

bool canTrain(const std::string& synapseType)
{
    for (const char* id : {"layer.linear", "layer.spike_linear", "layer.conv1d", "layer.conv2d", "layer.spike_conv1d", "layer.spike_conv2d"})
        if (synapseType == id)
            return true;
    return false;
}

const std::vector<std::string>& weightNames()
{
    static const std::vector<std::string> names{"w", "w_min", "w_max"};
    return names;
}

Expression weightFormula(const ParamValues& values, const std::string& side)
{
    return Expression::parse(values.text(side + "_formula"), weightNames());
}

std::vector<ParamSpec> localParams(std::vector<ParamSpec> first)
{
    std::vector<ParamSpec> params{
        {.name = "enabled", .caption = "Learns", .type = ParamType::Bool, .initial = true,
         .doc = "Off: traces go on, weights stay.", .applies = Applies::Live},
        {.name = "learning_rate", .caption = "Learning rate", .type = ParamType::Real, .initial = 0.01,
         .range = between(0, 1000), .doc = "Factor of every change of a weight.", .applies = Applies::Live},
    };
    params.insert(params.end(), first.begin(), first.end());
    addWeightFunction(params, "f_post", "Strengthening", "Strength of strengthening",
                      "How much a weight grows when the neuron fires after its input, as a function of the weight.",
                      "Soft bound and power: of w_max - w.");
    addWeightFunction(params, "f_pre", "Weakening", "Strength of weakening",
                      "How much a weight falls when the input fires after the neuron, as a function of the weight.",
                      "Soft bound and power: of w - w_min.");
    const std::vector<ParamSpec> last{
        {.name = "w_min", .caption = "Smallest weight", .type = ParamType::OptionalReal, .initial = std::monostate{},
         .range = anyReal(), .doc = "Weights are held above this; none: no bound."},
        {.name = "w_max", .caption = "Largest weight", .type = ParamType::OptionalReal, .initial = std::monostate{},
         .range = anyReal(), .doc = "Weights are held below this; none: no bound."},
        {.name = "initial", .caption = "First weights", .type = ParamType::Choice, .initial = "layer",
         .doc = "Where learning begins. Rules that only compare need weights that are all positive.",
         .choices = {{"layer", "As the layer draws them"}, {"uniform", "Drawn between two limits"}}, .applies = Applies::Rebuild},
        {.name = "initial_low", .caption = "First weights from", .type = ParamType::Real, .initial = 0.0, .range = anyReal(),
         .doc = "Lower limit.", .applies = Applies::Rebuild, .visibleWhen = "initial=uniform"},
        {.name = "initial_high", .caption = "First weights to", .type = ParamType::Real, .initial = 1.0, .range = anyReal(),
         .doc = "Upper limit.", .applies = Applies::Rebuild, .visibleWhen = "initial=uniform"},
        {.name = "normalise", .caption = "Sum of weights", .type = ParamType::OptionalReal, .initial = std::monostate{},
         .range = above(0), .doc = "After each update the weights of each neuron are scaled so that their sizes add up to this; none: never.",
         .applies = Applies::Live},
        {.name = "update", .caption = "Weights change", .type = ParamType::Choice, .initial = "batch",
         .doc = "By an optimizer the change is handed on as if it were a gradient: with plain SGD the result is that of a change after each batch.",
         .choices = {{"step", "At every step"}, {"batch", "After each batch"}, {"gradient", "By an optimizer of their own"},
                     {"bptt", "By the optimizer of BPTT"}}},
        {.name = "average", .caption = "Mean over the batch", .type = ParamType::Bool, .initial = false,
         .doc = "Divide the change by the number of samples; off: changes of all samples add up.", .common = false},
        {.name = "scale", .caption = "Scale", .type = ParamType::Real, .initial = 1.0, .range = anyReal(),
         .doc = "Factor of the change before any optimizer.", .applies = Applies::Live, .common = false},
        {.name = "optimizer", .caption = "Optimizer", .type = ParamType::Choice, .initial = "sgd",
         .doc = "Only plain SGD leaves the rule as it is.",
         .choices = {{"sgd", "SGD"}, {"adam", "Adam"}, {"adamw", "AdamW"}, {"nadam", "NAdam"}, {"radam", "RAdam"},
                     {"adamax", "Adamax"}, {"rmsprop", "RMSprop"}, {"adagrad", "Adagrad"}},
         .visibleWhen = "update=gradient"},
        {.name = "momentum", .caption = "Momentum", .type = ParamType::Real, .initial = 0.0, .range = betweenBelow(0, 1),
         .doc = "Share of the last change that is kept.", .common = false, .visibleWhen = "optimizer=sgd"},
        {.name = "weight_decay", .caption = "Weight decay", .type = ParamType::Real, .initial = 0.0, .range = between(0, 1000),
         .doc = "Pulls weights towards 0.", .common = false, .visibleWhen = "update=gradient"},
    };
    params.insert(params.end(), last.begin(), last.end());
    for (ParamSpec& param : params)   // the rule may change while it is at work; who applies it may not
        if (param.applies == Applies::Restart && param.name != "update" && param.name != "optimizer" && param.name != "momentum"
            && param.name != "weight_decay")
            param.applies = Applies::Live;
    return params;
}

void checkLocal(const ParamValues& values, NodeReport& report)
{
    const bool bounded = !values.isNone("w_min") && !values.isNone("w_max");
    if (bounded && values.real("w_min") >= values.real("w_max"))
        report.error("w_max", "The largest weight is not above the smallest one.", "There is no weight between them.",
                     "Raise 'Largest weight' or lower 'Smallest weight'.", "SPW-L007");
    for (const std::string side : {"f_post", "f_pre"}) {
        const std::string& kind = values.text(side);
        const std::string bound = side == "f_post" ? "w_max" : "w_min";
        if ((kind == "soft" || kind == "power") && values.isNone(bound))
            report.error(bound, std::string("There is no bound for the distance that scales ") + sideText(side) + ".",
                         "A soft bound needs to know where it is.", "Give '" + std::string(bound == "w_max" ? "Largest" : "Smallest")
                             + " weight', or choose another function.", "SPW-L007");
        if (kind == "clamp" && values.real(side + "_low") > values.real(side + "_high"))
            report.error(side + "_low", std::string("The limits of ") + sideText(side) + " are crossed.",
                         "The lower one is above the upper one.", "Swap them.", "SPW-L007");
        if (kind == "expression")
            checkFormula(values, side, report);
    }
    if (values.text("initial") == "uniform" && values.real("initial_low") > values.real("initial_high"))
        report.error("initial_low", "The limits of the first weights are crossed.", "The lower one is above the upper one.", "Swap them.", "SPW-L007");
    if (values.text("update") == "gradient"
        && (values.text("optimizer") != "sgd" || values.real("momentum") > 0 || values.real("weight_decay") > 0))
        report.warn("optimizer", "The update will not be w + rate * change.",
                    "Momentum, weight decay and adaptive steps mix other things into the rule.",
                    "Choose SGD without momentum and weight decay.", "SPW-L009");
}

} // namespace spw::learners
