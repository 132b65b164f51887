// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/adaptation.h"

namespace spw {

std::vector<ParamSpec> neurons::adaptationParams(double rest)
{
    return {
        {.name = "v_rest", .caption = "Resting potential", .type = ParamType::Real, .initial = rest,
         .range = anyReal(), .doc = "The membrane value around which the adaptation is measured."},
        {.name = "w_rest", .caption = "First adaptation", .type = ParamType::Real, .initial = 0.0, .range = anyReal(),
         .doc = "Value of the adaptation variable after a reset of the network."},
        {.name = "tau_w", .caption = "Adaptation time constant", .type = ParamType::Real, .initial = 2.0,
         .range = above(0), .unit = Unit::Steps, .doc = "How slowly the adaptation variable follows."},
        {.name = "a", .caption = "Coupling", .type = ParamType::Real, .initial = 0.0, .range = anyReal(),
         .doc = "How strongly the membrane below threshold drives the adaptation."},
        {.name = "b", .caption = "Jump per spike", .type = ParamType::Real, .initial = 0.0, .range = anyReal(),
         .doc = "What each spike adds to the adaptation."},
    };
}

const NodeSpec& adaptiveSpec()
{
    static const NodeSpec spec{
        .id = "neuron.adaptive",
        .title = "Adaptive IF",
        .category = Category::Neuron,
        .caption = "A second, slow variable makes a neuron tire: it fires quickly at first, then settles.",
        .doc = std::string("The adaptive base of SpikingJelly with the plainest charge, H[t] = V[t-1] + X[t] - W.") +
               neurons::kAdaptation + neurons::kFireAndReset,
        .source = "SpikingJelly, neuron.AdaptBaseNode",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::withCommonParams(neurons::adaptationParams(0.0), {.smooth = true}),
        .shape = neurons::shapeRule("neuron.adaptive"),
        .check = neurons::check,
        .states = {"v", "w"},
    };
    return spec;
}

} // namespace spw
