// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/adaptation.h"

namespace spw {

const NodeSpec& izhikevichSpec()
{
    static const NodeSpec spec = [] {
        std::vector<ParamSpec> own{
            neurons::timeConstant("tau", "Time constant", "Larger values make the membrane slower."),
            {.name = "v_c", .caption = "Critical voltage", .type = ParamType::Real, .initial = 0.8, .range = anyReal(),
             .doc = "Above it the membrane rises on its own."},
            {.name = "a0", .caption = "Curvature", .type = ParamType::Real, .initial = 1.0, .range = above(0),
             .doc = "How strongly the quadratic term pulls."},
        };
        for (ParamSpec& param : neurons::adaptationParams(-0.1))
            own.push_back(std::move(param));
        return NodeSpec{
            .id = "neuron.izhikevich",
            .title = "Izhikevich",
            .category = Category::Neuron,
            .caption = "Two equations, most of the firing patterns seen in cortex.",
            .doc = std::string("Charge H[t] = V[t-1] + (X[t] + a0 (V[t-1] - v_rest) (V[t-1] - v_c) - W) / tau.") +
                   neurons::kAdaptation + neurons::kFireAndReset,
            .source = "SpikingJelly, neuron.IzhikevichNode; Izhikevich 2003",
            .inputs = neurons::inputs(),
            .outputs = neurons::outputs(),
            .params = neurons::withCommonParams(std::move(own), {.smooth = true}),
            .shape = neurons::shapeRule("neuron.izhikevich"),
            .check = neurons::check,
            .states = {"v", "w"},
        };
    }();
    return spec;
}

} // namespace spw
