// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& sig2spikeSpec()
{
    static const NodeSpec spec{
        .id = "encoder.sig2spike",
        .title = "Signal to spikes",
        .category = Category::Encoder,
        .caption = "Turns a number into a spike train.",
        .doc = "A signal of C channels with L samples becomes tw L steps: each sample is held for tw steps, and s = 1 where U norm_level "
               "< signal, with a fresh uniform number U; without spk_out the signal itself is sent.",
        .source = "sinabs, layers.Sig2SpikeLayer",
        .inputs = {{"signal", PortType::Static, "Channels x samples."}},
        .outputs = {{"s", PortType::Sequence, "tw steps for each sample, one neuron a channel."}},
        .params = {
            {.name = "tw", .caption = "Steps per sample", .type = ParamType::Int, .initial = 1,
             .range = between(1, 10'000), .unit = Unit::Steps, .doc = "How many steps a sample is held.", .applies = Applies::Rebuild},
            {.name = "norm_level", .caption = "Full level", .type = ParamType::Real, .initial = 1.0,
             .range = above(0), .doc = "The signal level that fires at every step."},
            {.name = "spk_out", .caption = "Spikes", .type = ParamType::Bool, .initial = true,
             .doc = "Send spikes; else the signal itself."},
            {.name = "seed", .caption = "Seed", .type = ParamType::Int, .initial = 1,
             .range = between(0, 2'147'483'647), .doc = "Another seed draws other spikes.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            std::vector<Dim>& features = answer.outputs[0].features;
            if (!features.empty() && features.size() != 2) {
                report.error("signal", "It cannot read a shape of " + shapeText(features) + ".",
                             "It needs channels x samples.", "Connect a signal of two axes.", "SPW-S011");
                return shapes::refused(PortType::Sequence);
            }
            answer.outputs[0].steps = std::nullopt;
            if (features.size() == 2) {
                if (features[1])
                    answer.outputs[0].steps = shapes::saturatingProduct({*features[1], q.values.integer("tw")});
                features.pop_back();
            }
            return answer;
        },
    };
    return spec;
}

} // namespace spw
