// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/lava_common.h"

#include <limits>

// The blocks of lava-dl that have a loop inside.
namespace spw {
namespace {

/// Dense in, neurons, and `feedback` numbers of its own for out neurons.
ShapeAnswer loopShape(const ShapeQuery& q, bool recurrent)
{
    const ParamValues& v = q.values;
    const std::int64_t out = v.integer("out_neurons");
    const PortType type = v.flag("graded_spike") ? PortType::Sequence : PortType::Spikes;
    ShapeAnswer answer{.outputs = {{.type = type, .features = {out},
                                    .steps = q.inputs[0] ? q.inputs[0]->steps : Dim{}, .classes = {}}}};
    const Dim in = shapes::knowsAxes(q) ? shapes::product(q.inputs[0]->features) : Dim{};
    if (!in)
        return answer;
    const std::int64_t columns = *in < std::numeric_limits<std::int64_t>::max() - out && recurrent ? *in + out : *in;
    std::int64_t more = v.flag("weight_norm") ? (recurrent ? 2 * out : out) : 0;
    if (v.flag("requires_grad"))
        more += (v.text("neuron") == "alif" ? 4 : 2) * (v.flag("shared_param") ? 1 : out);
    if (!recurrent && v.flag("learn_excitation"))
        ++more;
    const std::int64_t weights = shapes::saturatingProduct({columns, out});
    answer.parameterCount = weights < std::numeric_limits<std::int64_t>::max() - more ? weights + more : weights;
    answer.multiplications = (double(*in) + double(out)) * double(out);
    return answer;
}

std::vector<ParamSpec> loopParams(std::vector<ParamSpec> own)
{
    return lava::joined(
        {{
             {.name = "out_neurons", .caption = "Neurons", .type = ParamType::Int, .initial = 10,
              .range = between(1, 65536), .doc = "Number of neurons in the loop.", .applies = Applies::Rebuild},
         },
         std::move(own),
         {
             {.name = "neuron", .caption = "Neuron", .type = ParamType::Choice, .initial = "cuba",
              .doc = "Which lava neuron is in the loop.", .choices = {{"cuba", "CUBA"}, {"alif", "ALIF"}},
              .applies = Applies::Rebuild},
             {.name = "detach_state", .caption = "Detach the state", .type = ParamType::Bool, .initial = true,
              .doc = "As lava-dl: the gradient goes through the spikes that come back, not through current and "
                     "voltage of the step before.",
              .applies = Applies::Rebuild, .common = false},
             lava::threshold(),
         },
         lava::decayParams({"current_decay", "voltage_decay"}),
         lava::adaptationParams(),
         lava::weightParams(),
         [] {   // scale is there once for weights and neurons
             std::vector<ParamSpec> params = lava::commonParams(true);
             std::erase_if(params, [](const ParamSpec& spec) { return spec.name == "scale"; });
             return params;
         }()});
}

std::vector<PortSpec> loopInputs()
{
    return {{"x", PortType::Sequence, "Spikes over time; maps are read as a list."}};
}

} // namespace

const NodeSpec& lavaRecurrentSpec()
{
    static const NodeSpec spec{
        .id = "container.lava_recurrent",
        .title = "Recurrent block (lava)",
        .category = Category::Container,
        .caption = "The output of a moment ago is part of the input now.",
        .doc = "s[t] = neuron(W x[t] + R s[t-1]), s[-1] = 0: lava-dl's recurrent block without its step delay, which is "
               "a node of its own. threshold_step, threshold_decay and refractory_decay are those of the ALIF." +
               lava::aboutWeights(false),
        .source = "lava-dl, slayer.block.cuba.Recurrent",
        .inputs = loopInputs(),
        .outputs = lava::neuronOutputs(),
        .params = loopParams({}),
        .shape = [](const ShapeQuery& q, NodeReport&) { return loopShape(q, true); },
        .check = lava::checkNeuron,
        .states = {"voltage", "current"},
        .learns = true,
    };
    return spec;
}

const NodeSpec& lavaKwtaSpec()
{
    static const NodeSpec spec{
        .id = "container.lava_kwta",
        .title = "K winners take all (lava)",
        .category = Category::Container,
        .caption = "Let only K speak.",
        .doc = "s[t] = neuron(W x[t] + R s[t-1] + b), s[-1] = 0, with self_excitation on the diagonal of R and -1 "
               "elsewhere, b = threshold (N - 2 num_winners) / (N scale), R and b rounded as weights. The step delay of "
               "the original block is a node of its own." + lava::aboutWeights(false),
        .source = "lava-dl, slayer.block.cuba.KWTA",
        .inputs = loopInputs(),
        .outputs = lava::neuronOutputs(),
        .params = loopParams({
            {.name = "num_winners", .caption = "Winners", .type = ParamType::Int, .initial = 1,
             .range = between(1, 65536), .doc = "How many may be active.", .applies = Applies::Rebuild},
            {.name = "self_excitation", .caption = "Self-excitation", .type = ParamType::Real, .initial = 0.5,
             .range = between(0, 1), .doc = "How much a spike helps its own neuron at the next step.",
             .applies = Applies::Rebuild},
            {.name = "learn_excitation", .caption = "Learn self-excitation", .type = ParamType::Bool, .initial = true,
             .doc = "Learn the self-excitation; it is kept within 0..1.", .applies = Applies::Rebuild,
             .common = false},
        }),
        .shape = [](const ShapeQuery& q, NodeReport&) { return loopShape(q, false); },
        .check = [](const ParamValues& v, NodeReport& report) {
            lava::checkNeuron(v, report);
            if (v.integer("num_winners") > v.integer("out_neurons"))
                report.error("num_winners", "There are more winners than neurons.",
                             "At most " + std::to_string(v.integer("out_neurons")) + " can win.",
                             "Lower the number of winners.");
        },
        .states = {"voltage", "current"},
        .learns = true,
    };
    return spec;
}

} // namespace spw
