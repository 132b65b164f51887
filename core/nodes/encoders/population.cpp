// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& populationEncoderSpec()
{
    static const NodeSpec spec{
        .id = "encoder.population",
        .title = "Population encoder",
        .category = Category::Encoder,
        .caption = "A crowd of receptive fields, each firing for its own range.",
        .doc = "Each value is seen by pop_dim neurons with centres spread evenly over mean_min to mean_max: a = exp(-(x - mean)^2 / (2 "
               "std^2)), mean and std learned. deterministic: an integrate-and-fire neuron with threshold 0.999 and soft reset adds a up "
               "for spike_ts steps, gradient as if it passed a on; random: a spike with probability a; rate: a itself.",
        .source = "SpikingJelly, encoding.PopSpikeEncoderDeterministic, PopSpikeEncoderRandom, PopEncoder",
        .inputs = {{"image", PortType::Static, "A flat list of values."}},
        .outputs = {{"s", PortType::Sequence, "pop_dim neurons for each value, in one flat list."},
                    {"activity", PortType::Static, "Activities of the same neurons."}},
        .params = {
            {.name = "mode", .caption = "Code", .type = ParamType::Choice, .initial = "deterministic",
             .doc = "How an activity becomes spikes.",
             .choices = {{"deterministic", "Add up and fire"}, {"random", "Random spikes"}, {"rate", "The activity itself"}}},
            {.name = "pop_dim", .caption = "Neurons", .type = ParamType::Int, .initial = 10,
             .range = between(2, 10'000), .doc = "Neurons for each value.", .applies = Applies::Rebuild},
            {.name = "spike_ts", .caption = "Steps", .type = ParamType::Int, .initial = 16,
             .range = between(1, 100'000), .unit = Unit::Steps, .doc = "How many steps are sent.", .applies = Applies::Rebuild},
            {.name = "mean_min", .caption = "First centre", .type = ParamType::Real, .initial = -3.0,
             .range = anyReal(), .doc = "Where the receptive fields begin.", .applies = Applies::Rebuild},
            {.name = "mean_max", .caption = "Last centre", .type = ParamType::Real, .initial = 3.0,
             .range = anyReal(), .doc = "Where the receptive fields end.", .applies = Applies::Rebuild},
            {.name = "std", .caption = "Width", .type = ParamType::Real, .initial = 0.3872983346207417,
             .range = above(0), .doc = "Width of the receptive fields at the start.", .applies = Applies::Rebuild},
            {.name = "seed", .caption = "Seed", .type = ParamType::Int, .initial = 1,
             .range = between(0, 2'147'483'647), .doc = "Another seed draws other spikes.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            ShapeAnswer spikes = shapes::like(q, PortType::Sequence), activity = shapes::like(q, PortType::Static);
            if (spikes.outputs[0].features.size() > 1) {
                report.error("image", "It cannot read a shape of " + shapeText(spikes.outputs[0].features) + ".",
                             "It needs a flat list of values.", "Insert a Flatten node before it.", "SPW-S015");
                ShapeAnswer none = shapes::refused(PortType::Sequence);
                none.outputs.push_back(shapes::refused(PortType::Static).outputs[0]);
                return none;
            }
            for (ShapeAnswer* one : {&spikes, &activity})
                for (Dim& dim : one->outputs[0].features)
                    if (dim) {
                        spikes.parameterCount = shapes::saturatingProduct({2, *dim, q.values.integer("pop_dim")});
                        dim = shapes::saturatingProduct({*dim, q.values.integer("pop_dim")});
                    }
            spikes.outputs[0].steps = q.values.integer("spike_ts");
            activity.outputs[0].steps = std::nullopt;
            spikes.outputs.push_back(activity.outputs[0]);
            return spikes;
        },
        .learns = true,
    };
    return spec;
}

} // namespace spw
