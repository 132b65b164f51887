// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"

#include "core/nodes/shape_rules.h"
#include "kernels/sequence_kernels.h"
#include "kernels/surrogate/surrogate.h"

namespace spw::neurons {
namespace {

std::vector<Choice> surrogateChoices()
{
    std::vector<Choice> choices;
    for (const kernels::SurrogateInfo& info : kernels::surrogates())
        choices.push_back({std::string(info.id), std::string(info.title)});
    return choices;
}

std::string alphaDoc()
{
    std::string text = "Steepness of the surrogate. none takes the surrogate's own:";
    for (const kernels::SurrogateInfo& info : kernels::surrogates())
        text += " " + toText(ParamValue(info.defaultAlpha)) + " for " + std::string(info.id) + ",";
    text.back() = '.';
    return text;
}

} // namespace

std::vector<ParamSpec> surrogateParams(const char* initial)
{
    return {
        {.name = "surrogate", .caption = "Surrogate", .type = ParamType::Choice, .initial = std::string(initial),
         .doc = "Spikes have no slope; the surrogate lends them one so that learning can flow.",
         .choices = surrogateChoices()},
        {.name = "alpha", .caption = "Steepness", .type = ParamType::OptionalReal, .initial = std::monostate{},
         .range = above(0), .doc = alphaDoc(), .common = false},
    };
}

std::optional<std::string> surrogateNumber(const std::string& name)
{
    static const std::string prefix = "surrogate_";
    if (name == "alpha")
        return name;
    if (name.compare(0, prefix.size(), prefix) == 0)
        return name.substr(prefix.size());
    return std::nullopt;
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
        ShapeAnswer answer = shapes::like(query, type);
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
