// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"

#include "core/nodes/shape_rules.h"
#include "kernels/neuron_kernels.h"
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

std::vector<ParamSpec> withCommonParams(std::vector<ParamSpec> own)
{
    std::vector<ParamSpec> params = std::move(own);
    params.insert(params.end(), {
        {.name = "v_threshold", .caption = "Threshold", .type = ParamType::Real, .initial = 1.0, .range = anyReal(),
         .doc = "The membrane value at which a spike is sent.", .applies = Applies::Live},
        {.name = "v_reset", .caption = "Reset", .type = ParamType::OptionalReal, .initial = 0.0, .range = anyReal(),
         .doc = "The membrane value right after a spike. none subtracts the threshold instead (soft reset)."},
        {.name = "surrogate", .caption = "Surrogate", .type = ParamType::Choice, .initial = "sigmoid",
         .doc = "Spikes have no slope; the surrogate lends them one so that learning can flow.",
         .choices = surrogateChoices()},
        {.name = "alpha", .caption = "Steepness", .type = ParamType::OptionalReal, .initial = std::monostate{},
         .range = above(0), .doc = alphaDoc(), .common = false},
        {.name = "detach_reset", .caption = "Detach reset", .type = ParamType::Bool, .initial = false,
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

ShapeRule shapeRule(const std::string& id)
{
    const int index = kernels::neuronIndex(id);
    const std::int64_t learnables = index < 0 ? 0 : kernels::neurons()[std::size_t(index)].learnableCount;
    return [learnables](const ShapeQuery& query, NodeReport&) {
        ShapeAnswer answer = shapes::like(query, PortType::Spikes);
        answer.parameterCount = learnables;
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
