// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& gaussianTuningSpec()
{
    static const NodeSpec spec{
        .id = "encoder.gaussian_tuning",
        .title = "Gaussian tuning",
        .category = Category::Encoder,
        .caption = "Many cells, each with a favourite value.",
        .doc = "Each value of the first axis (n features) is seen by m neurons with the centres mu_i = x_min + (2i - 3)/2 (x_max - "
               "x_min)/(m - 2), i = 1..m, and the width (x_max - x_min)/(1.5 (m - 2)): y = exp(-(x - mu)^2 / (2 sigma^2)); the spike "
               "comes at t = round(max_spike_time (1 - y)), or not at all from max_spike_time on. x_min and x_max are kept for each "
               "feature beside the weights.",
        .source = "SpikingJelly, tempotron example, encoding GaussianTuning",
        .inputs = {{"image", PortType::Static, "Values; the first axis lists the features."}},
        .outputs = {{"s", PortType::Spikes, "max_spike_time steps, with an axis of m neurons at the end."},
                    {"times", PortType::Static, "The step of each spike, -1 for none."}},
        .params = {
            {.name = "m", .caption = "Neurons", .type = ParamType::Int, .initial = 8,
             .range = between(3, 10'000), .doc = "Neurons for each value.", .applies = Applies::Rebuild},
            {.name = "x_min", .caption = "Smallest value", .type = ParamType::Real, .initial = 0.0,
             .range = anyReal(), .doc = "Where the values begin."},
            {.name = "x_max", .caption = "Largest value", .type = ParamType::Real, .initial = 1.0,
             .range = anyReal(), .doc = "Where the values end."},
            {.name = "max_spike_time", .caption = "Steps", .type = ParamType::Int, .initial = 50,
             .range = between(1, 100'000), .unit = Unit::Steps, .doc = "Steps of the code.", .applies = Applies::Rebuild},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer spikes = shapes::like(q, PortType::Spikes), times = shapes::like(q, PortType::Static);
            for (ShapeAnswer* one : {&spikes, &times})
                if (!one->outputs[0].features.empty())
                    one->outputs[0].features.push_back(q.values.integer("m"));
            spikes.outputs[0].steps = q.values.integer("max_spike_time");
            times.outputs[0].steps = std::nullopt;
            spikes.outputs.push_back(times.outputs[0]);
            return spikes;
        },
        .check = [](const ParamValues& v, NodeReport& report) {
            if (v.real("x_max") <= v.real("x_min"))
                report.error("x_max", "The values end where they begin, or before.", "The neurons then have no width.",
                             "Let 'Largest value' be above 'Smallest value'.");
        },
    };
    return spec;
}

} // namespace spw
