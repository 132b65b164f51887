// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/shape_rules.h"

namespace spw {
namespace {

std::vector<ParamSpec> populationParams(double threshold, std::vector<ParamSpec> own)
{
    std::vector<ParamSpec> params{
        {.name = "act_dim", .caption = "Populations", .type = ParamType::Int, .initial = 1, .range = between(1, 65536),
         .doc = "Number of output populations, one for each action or class.", .applies = Applies::Rebuild},
        {.name = "dec_pop_dim", .caption = "Neurons each", .type = ParamType::Int, .initial = 0,
         .range = between(0, 65536), .doc = "Neurons of one population. 0 shares out those of the input.",
         .applies = Applies::Rebuild},
    };
    for (ParamSpec& param : own)
        params.push_back(std::move(param));
    return neurons::withCommonParams(std::move(params), {.vThreshold = threshold, .surrogate = "rect"});
}

ParamSpec decay(const char* name, const char* caption, double initial, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::Real, .initial = initial, .range = anyReal(),
            .doc = doc};
}

/// A flat list of act_dim populations of dec_pop_dim neurons.
ShapeAnswer populationShape(const ShapeQuery& query, NodeReport& report)
{
    if (!shapes::hasAxes(query, 1, "a flat list of neurons", "Insert a Flatten node before it.", report, "SPW-S015"))
        return shapes::refused(PortType::Spikes);
    ShapeAnswer answer = shapes::like(query, PortType::Spikes);
    const std::int64_t inputs = shapes::knowsAxes(query) ? query.inputs[0]->features[0].value_or(0) : 0;   // 0: not known
    const std::int64_t populations = query.values.integer("act_dim");
    std::int64_t each = query.values.integer("dec_pop_dim");
    if (each == 0) {
        if (inputs == 0)
            return answer;
        each = inputs / populations;
    }
    const std::int64_t neurons = shapes::saturatingProduct({populations, each});
    answer.parameterCount = shapes::saturatingProduct({neurons, each + 1});
    if (inputs > 0 && (inputs != neurons || each == 0)) {
        report.error("act_dim", std::to_string(inputs) + " inputs are not " + std::to_string(populations) +
                                    " populations" + (each > 0 ? " of " + std::to_string(each) : "") + ".",
                     "Every neuron of every population needs its input.",
                     "Give the layer before it as many outputs as there are neurons.");
        return shapes::refused(PortType::Spikes);
    }
    return answer;
}

constexpr const char* kFeedback =
    " From the second step on the spikes of the step before are added to the input through a grouped linear map: each "
    "neuron hears the dec_pop_dim neurons of its own population (weight [act_dim dec_pop_dim, 1, dec_pop_dim], bias).";

NodeSpec populationSpec(const char* id, const char* title, const char* charge, const char* source,
                        std::vector<ParamSpec> params, std::vector<std::string> states)
{
    return {
        .id = id,
        .title = title,
        .category = Category::Neuron,
        .caption = "Neighbours inside an output population talk.",
        .doc = std::string(charge) + kFeedback + neurons::kFireAndReset,
        .source = source,
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = std::move(params),
        .shape = populationShape,
        .check = neurons::check,
        .states = std::move(states),
        .learns = true,
    };
}

} // namespace

const NodeSpec& ilcIfSpec()
{
    static const NodeSpec spec = populationSpec("neuron.ilc_if", "ILC-IF", "Charge H[t] = V[t-1] + X[t].",
                                                "SpikingJelly, neuron.ILCIFNode", populationParams(1.0, {}), {"v"});
    return spec;
}

const NodeSpec& ilcLifSpec()
{
    static const NodeSpec spec =
        populationSpec("neuron.ilc_lif", "ILC-LIF", "Charge H[t] = v_decay V[t-1] + X[t].",
                       "SpikingJelly, neuron.ILCLIFNode",
                       populationParams(1.0, {decay("v_decay", "Voltage decay", 0.75,
                                                    "Share of the membrane that is left after one step.")}),
                       {"v"});
    return spec;
}

const NodeSpec& ilcClifSpec()
{
    static const NodeSpec spec =
        populationSpec("neuron.ilc_clif", "ILC-CLIF", "C[t] = c_decay C[t-1] + X[t], charge H[t] = v_decay V[t-1] + C[t].",
                       "SpikingJelly, neuron.ILCCLIFNode",
                       populationParams(0.5, {decay("c_decay", "Current decay", 0.5,
                                                    "Share of the current that is left after one step."),
                                              decay("v_decay", "Voltage decay", 0.75,
                                                    "Share of the membrane that is left after one step.")}),
                       {"v", "c"});
    return spec;
}

} // namespace spw
