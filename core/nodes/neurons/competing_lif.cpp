// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/common.h"
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& competingLifSpec()
{
    static const NodeSpec spec{
        .id = "neuron.competing_lif",
        .title = "Competing LIF",
        .category = Category::Neuron,
        .caption = "Who fires first silences the others, and grows harder to excite.",
        .doc = "Charges as the LIF does. Neuron i fires where H >= v_threshold + theta[i]; of those that do at one step only the "
               "`winners` that are furthest above are let fire. Each spike lowers the membranes of all other neurons of its group by "
               "`inhibition`, at most to v_reset - inhibition. While training theta grows by theta_plus at a spike and decays by "
               "exp(-1/tau_theta) a step: neurons that fire often leave room for others. theta outlives samples and is saved with the "
               "weights. A group is the whole layer, or all channels at one place; then each channel has one theta. Not differentiable "
               "through the competition: backward a spike has the slope of the surrogate.",
        .source = "Diehl, Cook 2015; Querlioz, Bichler, Gamrat 2011; Kheradpisheh and others 2018 (competition of channels)",
        .inputs = neurons::inputs(),
        .outputs = neurons::outputs(),
        .params = neurons::withCommonParams({
            neurons::timeConstant("tau", "Time constant", "Larger values forget input more slowly."),
            neurons::decayInput(),
            {.name = "theta_plus", .caption = "Homeostasis", .type = ParamType::Real, .initial = 0.0, .range = atLeast(0),
             .doc = "How much a spike raises the neuron's threshold; 0: thresholds stay.", .applies = Applies::Live},
            {.name = "tau_theta", .caption = "Time constant of thresholds", .type = ParamType::Real, .initial = 1e5, .range = above(0),
             .unit = Unit::Steps, .doc = "How slowly raised thresholds come down again.", .applies = Applies::Live},
            {.name = "winners", .caption = "Winners", .type = ParamType::Int, .initial = 1, .range = between(0, 1'000'000),
             .doc = "At most so many neurons of a group fire at one step; 0: as many as want to.", .applies = Applies::Live},
            {.name = "inhibition", .caption = "Inhibition", .type = ParamType::Real, .initial = 1.0, .range = atLeast(0),
             .doc = "How far a spike lowers the membranes of the others.", .applies = Applies::Live},
            {.name = "compete", .caption = "Group", .type = ParamType::Choice, .initial = "all",
             .doc = "Who competes with whom.",
             .choices = {{"all", "The whole layer"}, {"channels", "Channels at the same place"}}, .applies = Applies::Rebuild},
            {.name = "refractory", .caption = "Refractory steps", .type = ParamType::Int, .initial = 0, .range = between(0, 1'000'000),
             .doc = "So many steps after a spike the membrane stays at reset.", .applies = Applies::Live, .common = false},
        }),
        .shape = [](const ShapeQuery& query, NodeReport&) { return shapes::like(query, PortType::Spikes); },
        .check = neurons::check,
        .states = {"v"},
    };
    return spec;
}

} // namespace spw
