// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/neurons/variants.h"

namespace spw {

const NodeSpec& eifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.eif",
        .title = "EIF",
        .category = Category::Neuron,
        .caption = "A sharp exponential upswing replaces the hard threshold of LIF.",
        .doc = std::string("Exponential integrate-and-fire. Charge H[t] = V[t-1] + (X[t] - (V[t-1] - v_rest) + "
                           "delta_T exp((V[t-1] - theta_rh) / delta_T)) / tau. With hard reset v_reset must be below "
                           "v_threshold and not above v_rest.") +
               neurons::kFireAndReset,
        .source = "SpikingJelly, neuron.EIFNode",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::withCommonParams({
            neurons::timeConstant("tau", "Time constant", "Larger values make the membrane slower."),
            {.name = "delta_T", .caption = "Sharpness", .type = ParamType::Real, .initial = 1.0, .range = above(0),
             .doc = "Width of the upswing in units of the membrane: smaller is sharper."},
            {.name = "theta_rh", .caption = "Rheobase threshold", .type = ParamType::Real, .initial = 0.8,
             .range = anyReal(), .doc = "The membrane value at which the upswing takes over."},
            {.name = "v_rest", .caption = "Resting potential", .type = ParamType::Real, .initial = 0.0,
             .range = anyReal(), .doc = "Where the leak pulls the membrane to."},
        }, {.vReset = -0.1, .smooth = true}),
        .shape = neurons::shapeRule("neuron.eif"),
        .check = neurons::checkLevels,
        .states = {"v"},
    };
    return spec;
}

} // namespace spw
