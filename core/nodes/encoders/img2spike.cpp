// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& img2spikeSpec()
{
    static const NodeSpec spec{
        .id = "encoder.img2spike",
        .title = "Image to spikes",
        .category = Category::Encoder,
        .caption = "Brightness becomes a firing rate in hertz.",
        .doc = "s[t] = 1 where U < (x / norm) max_rate / 1000, with a fresh uniform number U in [0, 1) for every step and value; one "
               "step is a millisecond. negative_spikes: |x| decides, and the spike has the sign of x.",
        .source = "sinabs, layers.Img2SpikeLayer",
        .inputs = {{"image", PortType::Static, "A picture, values 0 to norm."}},
        .outputs = {{"s", PortType::Spikes, "Spikes drawn afresh at each of tw steps."}},
        .params = {
            {.name = "tw", .caption = "Steps", .type = ParamType::Int, .initial = 100,
             .range = between(1, 100'000), .unit = Unit::Steps, .doc = "Time window: how many steps are drawn.", .applies = Applies::Rebuild},
            {.name = "max_rate", .caption = "Largest rate", .type = ParamType::Real, .initial = 1000.0,
             .range = above(0), .unit = Unit::Hertz, .doc = "Rate of the brightest value."},
            {.name = "norm", .caption = "Brightest value", .type = ParamType::Real, .initial = 255.0,
             .range = above(0), .doc = "The value that fires at the largest rate."},
            {.name = "negative_spikes", .caption = "Negative spikes", .type = ParamType::Bool, .initial = false,
             .doc = "Let negative values send spikes of -1.", .common = false},
            {.name = "seed", .caption = "Seed", .type = ParamType::Int, .initial = 1,
             .range = between(0, 2'147'483'647), .doc = "Another seed draws other spikes.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = shapes::like(q, PortType::Spikes);
            answer.outputs[0].steps = q.values.integer("tw");
            return answer;
        },
    };
    return spec;
}

} // namespace spw
