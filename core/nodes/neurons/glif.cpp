// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/neurons/variants.h"
#include "core/nodes/shape_rules.h"

namespace spw {
namespace {

ParamSpec share(const char* name, const char* caption, double initial, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::Real, .initial = initial,
            .range = {.low = 0, .high = 1, .lowOpen = true, .highOpen = true}, .doc = doc,
            .applies = Applies::Rebuild};
}

ParamSpec optionalShare(const char* name, const char* caption, const char* doc)
{
    ParamSpec param = share(name, caption, 0, doc);
    param.type = ParamType::OptionalReal;
    param.initial = std::monostate{};
    return param;
}

} // namespace

const NodeSpec& glifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.glif",
        .title = "GLIF",
        .category = Category::Neuron,
        .caption = "Chooses between leak types, reset types and input gains by gradient.",
        .doc = "Gated LIF. With the sigmoids a, b, c of alpha, beta, gamma and of the other raw parameters: "
               "I = X (1 - b (1 - conduct[t])); U = (1 - a (1 - tau)) V - (1 - a) linear_decay + I - "
               "(1 - a (1 - tau)) V c S' - (1 - c) v_subreset S'; S = 1 where U >= v_threshold; V = U. S' is the spike "
               "of the step before. All parameters learn, one number each for the layer or for every channel.",
        .source = "SpikingJelly, neuron.GatedLIFNode; Yao and others 2022",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::without(neurons::withCommonParams({
            neurons::stepCount("Steps that `conduct` is made for. 0 takes those of the input."),
            {.name = "channel_wise", .caption = "One set per channel", .type = ParamType::Bool, .initial = false,
             .doc = "On: every channel of the input learns its own parameters. Off: one set for the layer.",
             .applies = Applies::Rebuild},
            share("init_tau", "First leak", 0.25, "Share of the membrane that the exponential leak leaves at first."),
            share("init_v_threshold", "First threshold", 0.5, "Where learning of the threshold starts."),
            share("init_conduct", "First conductance", 0.5, "Where learning of the input gain of each step starts."),
            optionalShare("init_linear_decay", "First linear leak",
                          "Where learning of the linear leak starts. none takes init_v_threshold / (2 T)."),
            optionalShare("init_v_subreset", "First reset step",
                          "Where learning of the subtracted reset starts. none takes init_v_threshold."),
        }), {"v_threshold", "v_reset", "detach_reset"}),
        .shape = [](const ShapeQuery& query, NodeReport& report) {
            if (!neurons::stepsAgree(query, report))
                return shapes::refused(PortType::Spikes);
            ShapeAnswer answer = shapes::like(query, PortType::Spikes);
            std::int64_t sets = 1;
            if (query.values.flag("channel_wise"))
                sets = shapes::knowsAxes(query) && query.inputs[0]->features[0] ? *query.inputs[0]->features[0] : 0;
            if (const Dim steps = neurons::stepsOf(query))
                answer.parameterCount = shapes::saturatingProduct({sets, 7 + *steps});
            return answer;
        },
        .check = neurons::checkSurrogate,
        .states = {"v"},
        .learns = true,
    };
    return spec;
}

} // namespace spw
