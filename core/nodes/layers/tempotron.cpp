// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& tempotronSpec()
{
    static const NodeSpec spec{
        .id = "layer.tempotron",
        .title = "Tempotron",
        .category = Category::Layer,
        .caption = "A neuron that listens to when, not to how often.",
        .doc = "Each input fires at most once, at the step it is given (below 0: never). v[t] = weight K(t - t_i), K(t) = v0 (exp(-t/tau) - "
               "exp(-t/tau_s)) for t >= 0, v0 such that the peak of K is v_threshold: one spike at a weight of 1 just reaches it. fires: the step of the largest v, negative where that stays "
               "below v_threshold; its gradient is that of the softmax-weighted mean step, softmax(T v).",
        .source = "SpikingJelly, neuron tempotron.Tempotron",
        .inputs = {{"times", PortType::Static, "The step at which each input fires, below 0 for never; several axes are read as one list."}},
        .outputs = {{"v", PortType::Sequence, "Membrane over T steps."},
                    {"fires", PortType::Readout, "When each neuron fires; negative: it does not."}},
        .params = {
            {.name = "out_features", .caption = "Neurons", .type = ParamType::Int, .initial = 10,
             .range = between(1, 1'000'000), .doc = "How many neurons there are.", .applies = Applies::Rebuild},
            {.name = "T", .caption = "Steps", .type = ParamType::Int, .initial = 50,
             .range = between(1, 100'000), .unit = Unit::Steps, .doc = "How many steps are computed.", .applies = Applies::Rebuild},
            {.name = "tau", .caption = "Membrane time constant", .type = ParamType::Real, .initial = 15.0,
             .range = above(0), .unit = Unit::Steps, .doc = "How slowly a potential falls."},
            {.name = "tau_s", .caption = "Synaptic time constant", .type = ParamType::Real, .initial = 3.75,
             .range = above(0), .unit = Unit::Steps, .doc = "How slowly a potential rises; below the other."},
            {.name = "v_threshold", .caption = "Threshold", .type = ParamType::Real, .initial = 1.0,
             .range = above(0), .doc = "The membrane value that counts as a spike."},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            const std::int64_t out = q.values.integer("out_features");
            ShapeAnswer answer{.outputs = {{.type = PortType::Sequence, .features = {out}, .steps = q.values.integer("T"),
                                            .classes = {}},
                                           {.type = PortType::Readout, .features = {out}, .steps = {}, .classes = {}}}};
            if (!shapes::knowsAxes(q))
                return answer;
            if (const Dim in = shapes::product(q.inputs[0]->features)) {
                answer.parameterCount = shapes::saturatingProduct({*in, out});
                answer.multiplications = double(*in) * double(out);
            }
            return answer;
        },
        .check = [](const ParamValues& v, NodeReport& report) {
            if (v.real("tau_s") == v.real("tau"))
                report.error("tau_s", "Both time constants are equal.", "The difference of the two exponentials is 0 everywhere.",
                             "Lower that of the synapse.");
        },
        .learns = true,
    };
    return spec;
}

} // namespace spw
