// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"

#include "core/nodes/shape_rules.h"
#include "kernels/sequence_kernels.h"
#include "kernels/surrogate/surrogate.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace spw::neurons {
namespace {

/// Before the names of a surrogate's numbers in a node, where "w" or "k" would say too little. alpha goes without.
const std::string kNumberPrefix = "surrogate_";

std::vector<Choice> surrogateChoices()
{
    std::vector<Choice> choices;
    for (const kernels::SurrogateInfo& info : kernels::surrogates())
        choices.push_back({std::string(info.id), std::string(info.title)});
    return choices;
}

struct NumberText {
    const char* caption;
    const char* doc;
};

/// Captions of the numbers of all surrogates, by their names.
const std::map<std::string, NumberText>& numberTexts()
{
    static const std::map<std::string, NumberText> texts{
        {"alpha", {"Steepness", "Steepness of the surrogate."}},
        {"w", {"Ramp half width", "Half the width of the ramp around the threshold."}},
        {"c", {"Leak of the ends", "Slope left and right of the ramp."}},
        {"n", {"Fourier terms", "One more than the number of terms of the series."}},
        {"T_period", {"Period", "Period of the square wave, in units of the membrane."}},
        {"beta", {"Height above", "Slope right at the threshold, from where it falls off."}},
        {"leak", {"Slope below", "Slope below the threshold."}},
        {"k", {"Slope above", "Slope from the threshold on."}},
        {"D", {"Most spikes", "Largest number of spikes in one step."}},
        {"tauRho", {"Escape width", "Width of the escape probability, in units of the threshold."}},
        {"scaleRho", {"Escape scale", "Factor of the escape probability."}},
        {"tau_grad", {"Slope width", "Relaxation of the slope, in units of the threshold times the width factor."}},
        {"scale_grad", {"Slope scale", "Factor of the slope."}},
        {"tau_factor", {"Width factor", "What the kind of neuron makes of the slope width: 100, or 0.5 for RF."}},
        {"scale_factor", {"Scale factor", "What the kind of neuron makes of the slope scale: 0.1, or 10 for RF."}},
        {"grad_width", {"Slope width", "Width of the exponential."}},
        {"grad_scale", {"Slope scale", "Factor of the slope."}},
        {"window", {"Window", "How far below the threshold the slope begins."}},
        {"mu", {"Centre", "Where the bell lies, seen from the threshold."}},
        {"sigma", {"Width", "Standard deviation of the bell."}},
        {"h", {"Side height", "Weight of the two wide bells that are taken away."}},
        {"s", {"Side width", "Width of those bells, in units of the width."}},
    };
    return texts;
}

/// The spec of one number that one or several surrogates share.
ParamSpec numberParam(const std::string& number)
{
    const NumberText& text = numberTexts().at(number);
    ParamSpec param;
    param.name = number == "alpha" ? number : kNumberPrefix + number;
    param.caption = text.caption;
    param.type = ParamType::OptionalReal;
    std::string own;
    bool first = true;
    for (const kernels::SurrogateInfo& info : kernels::surrogates())
        for (const kernels::SurrogateParam& one : info.params) {
            if (number != one.name)
                continue;
            if (first)
                param.range = {one.low, one.high, one.lowOpen, false};
            if (!first && (one.low < param.range.low || (one.low == param.range.low && !one.lowOpen))) {
                param.range.low = one.low;
                param.range.lowOpen = one.lowOpen;
            }
            param.range.high = std::max(param.range.high, one.high);
            param.visibleWhen += (first ? "surrogate=" : "|") + std::string(info.id);
            own += " " + toText(ParamValue(one.initial)) + " for " + std::string(info.id) + ",";
            first = false;
        }
    own.back() = '.';
    param.doc = std::string(text.doc) + " none takes the surrogate's own:" + own;
    param.common = false;
    return param;
}

} // namespace

std::vector<ParamSpec> surrogateParams(const char* initial)
{
    std::vector<ParamSpec> params{
        {.name = "surrogate", .caption = "Surrogate", .type = ParamType::Choice, .initial = std::string(initial),
         .doc = "Spikes have no slope; the surrogate lends them one so that learning can flow.",
         .choices = surrogateChoices()},
    };
    std::set<std::string> known;
    for (const kernels::SurrogateInfo& info : kernels::surrogates())
        for (const kernels::SurrogateParam& number : info.params)
            if (known.insert(number.name).second)
                params.push_back(numberParam(number.name));
    return params;
}

std::vector<ParamSpec> ownOrCommonSlope(const char* id, const char* title, const char* doc)
{
    std::vector<ParamSpec> params{
        {.name = "slope", .caption = "Slope", .type = ParamType::Choice, .initial = std::string(id), .doc = doc,
         .choices = {{id, title}, {"common", "One of the common surrogates"}}, .applies = Applies::Rebuild,
         .common = false},
    };
    for (ParamSpec& param : surrogateParams()) {
        if (param.name == "surrogate")
            param.visibleWhen = "slope=common";
        param.applies = Applies::Rebuild;
        param.common = false;
        params.push_back(std::move(param));
    }
    return params;
}

std::vector<ParamSpec> withSlopeChoice(std::vector<ParamSpec> own, const char* id, const char* title, const char* doc)
{
    std::vector<ParamSpec> params = std::move(own);
    const bool taken = std::any_of(params.begin(), params.end(), [](const ParamSpec& p) { return p.name == "alpha"; });
    for (ParamSpec& param : ownOrCommonSlope(id, title, doc)) {
        if (taken && param.name == "alpha")   // the neuron's own number of that name keeps it
            param.name = kNumberPrefix + param.name;
        params.push_back(std::move(param));
    }
    return params;
}

std::optional<std::string> surrogateNumber(const std::string& name)
{
    if (name == "alpha")
        return name;
    if (name.compare(0, kNumberPrefix.size(), kNumberPrefix) == 0)
        return name.substr(kNumberPrefix.size());
    return std::nullopt;
}

std::optional<std::string> surrogateNumber(const ParamValues& values, const std::string& name)
{
    if (name == "alpha" && values.has(kNumberPrefix + name))
        return std::nullopt;
    return surrogateNumber(name);
}

kernels::NamedValues secondSurrogateNumbers(const ParamValues& values)
{
    const std::string prefix = "surrogate2_";
    kernels::NamedValues numbers;
    for (const auto& [name, value] : values.all())
        if (const double* real = std::get_if<double>(&value)) {
            if (name == "alpha2")
                numbers["alpha"] = *real;
            else if (name.compare(0, prefix.size(), prefix) == 0)
                numbers[name.substr(prefix.size())] = *real;
        }
    return numbers;
}

kernels::SurrogateChoice surrogateOf(const ParamValues& values)
{
    kernels::NamedValues numbers;
    for (const auto& [name, value] : values.all())
        if (const std::optional<std::string> number = surrogateNumber(values, name))
            if (const double* real = std::get_if<double>(&value))
                numbers[*number] = *real;
    double threshold = 1.0;
    for (const char* name : {"v_threshold", "threshold", "theta", "spike_threshold"})
        if (values.has(name) && std::holds_alternative<double>(values.at(name)))
            threshold = values.real(name);
    return kernels::SurrogateChoice::make(values.text("surrogate"), numbers, threshold);
}

void checkSurrogate(const ParamValues& values, NodeReport& report)
{
    if (values.has("slope") && values.text("slope") != "common")
        return;   // its numbers are not in use
    try {
        surrogateOf(values);
    } catch (const std::invalid_argument& problem) {
        report.error("surrogate", problem.what(), "The slope would be wrong everywhere.",
                     "Change that number, or choose none to take the surrogate's own.");
    }
}

std::vector<ParamSpec> withCommonParams(std::vector<ParamSpec> own, const CommonDefaults& defaults)
{
    std::vector<ParamSpec> params = std::move(own);
    params.insert(params.end(), {
        {.name = "v_threshold", .caption = "Threshold", .type = ParamType::Real, .initial = defaults.vThreshold,
         .range = anyReal(), .doc = "The membrane value at which a spike is sent.", .applies = Applies::Live},
        {.name = "v_reset", .caption = "Reset", .type = ParamType::OptionalReal, .initial = defaults.vReset,
         .range = anyReal(),
         .doc = "The membrane value right after a spike. none subtracts the threshold instead (soft reset)."},
    });
    for (ParamSpec& param : surrogateParams(defaults.surrogate))
        params.push_back(std::move(param));
    params.insert(params.end(), {
        {.name = "detach_reset", .caption = "Detach reset", .type = ParamType::Bool, .initial = defaults.detachReset,
         .doc = "Let no gradient flow through the reset. Often trains more steadily.", .common = false},
        {.name = "store_v_seq", .caption = "Store membrane", .type = ParamType::Bool, .initial = false,
         .doc = "Keep the membrane potential of every step in training too. Costs memory.", .common = false},
    });
    if (defaults.smooth)
        params.push_back({.name = "spiking", .caption = "Spikes", .type = ParamType::Bool, .initial = true,
                          .doc = "Off: send the surrogate's primitive, a smooth number, instead of spikes, so that gradients are "
                                 "exact. For finding mistakes; it runs step by step and slowly.",
                          .applies = Applies::Rebuild, .common = false});
    return params;
}

std::vector<PortSpec> inputs()
{
    return {{"x", PortType::Sequence, "Input current, any shape."}};
}

std::vector<PortSpec> outputs()
{
    return {{"s", PortType::Spikes, "Spikes, 0 or 1, in the shape of the input."}};
}

ShapeRule shapeRule(const std::string& id, PortType type)
{
    std::int64_t learnables = 0, outputs = 1;
    if (const int index = kernels::neuronIndex(id); index >= 0)
        learnables = kernels::neurons()[std::size_t(index)].learnableCount;
    if (const int index = kernels::sequenceIndex(id); index >= 0) {
        learnables = kernels::sequenceNeurons()[std::size_t(index)].learnables;
        outputs = kernels::sequenceNeurons()[std::size_t(index)].outputs;
    }
    return [learnables, outputs, type](const ShapeQuery& query, NodeReport& report) {
        const bool smooth = query.values.has("spiking") && !query.values.flag("spiking");
        ShapeAnswer answer = shapes::like(query, smooth ? PortType::Sequence : type);
        while (std::int64_t(answer.outputs.size()) < outputs)
            answer.outputs.push_back(shapes::like(query, PortType::Sequence).outputs.front());
        if (query.inputs.size() > 1 && query.inputs[0] && query.inputs[1] && shapes::knowsAxes(query, 0) &&
            shapes::knowsAxes(query, 1) && query.inputs[0]->features != query.inputs[1]->features) {
            report.error("x", "The two inputs have different shapes.", "Each neuron takes one number from each.",
                         "Give both the same features.");
            answer.valid = false;
        }
        answer.parameterCount = learnables;
        const bool fixed = query.values.has("requires_grad") && !query.values.flag("requires_grad");
        const bool perChannel = query.values.has("shared_param") && !query.values.flag("shared_param");
        if (fixed)
            answer.parameterCount = 0;
        else if (perChannel && shapes::knowsAxes(query) && query.inputs[0]->features.front())
            answer.parameterCount = shapes::saturatingProduct({learnables, *query.inputs[0]->features.front()});
        return answer;
    };
}

void check(const ParamValues& values, NodeReport& report)
{
    checkSurrogate(values, report);
    if (!values.isNone("v_reset") && values.real("v_threshold") <= values.real("v_reset"))
        report.warn("v_reset", "The reset is not below the threshold.",
                    "Such a neuron fires again and again, whatever its input.",
                    "Lower the reset or raise the threshold.");
    else if (values.isNone("v_reset") && values.real("v_threshold") <= 0)
        report.warn("v_threshold", "The threshold is not above 0.",
                    "With soft reset every spike then raises the membrane.", "Raise the threshold.");
}

ParamSpec timeConstant(const char* name, const char* caption, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::Real, .initial = 2.0, .range = above(1),
            .unit = Unit::Steps, .doc = doc};
}

ParamSpec decayInput()
{
    return {.name = "decay_input", .caption = "Input leaks too", .type = ParamType::Bool, .initial = true,
            .doc = "On: the input is divided by the time constant as well. Off: it is added in full."};
}

} // namespace spw::neurons
