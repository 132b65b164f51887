// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/synapses/delay_common.h"

namespace spw {

const NodeSpec& delaySpec()
{
    static const NodeSpec spec{
        .id = "synapse.delay",
        .title = "Delay",
        .category = Category::Synapse,
        .caption = "Axons take time.",
        .doc = "y[t] = x[t - delay_steps], zero before the first input has arrived. The gradient is shifted back by as "
               "many steps.",
        .source = "SpikingJelly, layer.Delay, functional.delay",
        .inputs = delays::inputs(),
        .outputs = delays::outputs(),
        .params = {
            {.name = "delay_steps", .caption = "Delay", .type = ParamType::Int, .initial = 1,
             .range = between(0, 100'000), .unit = Unit::Steps, .doc = "How many steps later everything arrives.",
             .applies = Applies::Rebuild},
        },
        .shape = delays::shape,
    };
    return spec;
}

const NodeSpec& stepDelaySpec()
{
    static const NodeSpec spec{
        .id = "synapse.step_delay",
        .title = "One step later",
        .category = Category::Synapse,
        .caption = "A chip hands spikes on one step later.",
        .doc = "y[t] = x[t - 1], y[0] = 0. lava-dl ends every block with it (delay_shift), except those of "
               "sigma-delta neurons. A loop of wires needs one of these.",
        .source = "lava-dl, slayer.block.base.step_delay",
        .inputs = delays::inputs(),
        .outputs = delays::outputs(),
        .shape = delays::shape,
        .delaysOutput = true,
    };
    return spec;
}

const NodeSpec& delayShiftSpec()
{
    static const NodeSpec spec{
        .id = "synapse.delay_shift",
        .title = "Delay shift",
        .category = Category::Synapse,
        .caption = "Line up spikes by hand.",
        .doc = "y[t] = x[t - trunc(delay / sampling_time)]: a fixed delay, fractions of a step are cut off. Below 0 it "
               "looks ahead, which only works on whole sequences. The gradient is shifted back; the delay gets none. "
               "With one delay for each channel or neuron they all start at 'delay' and come from a weights file.",
        .source = "SLAYER PyTorch, layer.delayShift",
        .inputs = delays::inputs(),
        .outputs = delays::outputs(),
        .params = {
            {.name = "delay", .caption = "Delay", .type = ParamType::Real, .initial = 1.0,
             .range = between(-100'000, 100'000), .doc = "How much later, in the unit of 'Time of a step'."},
            delays::samplingTime(),
            delays::per(true),
        },
        .shape = delays::shape,
    };
    return spec;
}

const NodeSpec& axonDelaySpec()
{
    static const NodeSpec spec{
        .id = "synapse.axon_delay",
        .title = "Learnable delay",
        .category = Category::Synapse,
        .caption = "The delay itself is learned.",
        .doc = "y[t] = x[t - floor(d / sampling_time)], one d for each channel or neuron, starting uniform in 0..1. "
               "Backward, the gradient of x is shifted back, that of d is sum over batch and time of g[t] (y[t-1] - "
               "y[t]) grad_scale. Before each use d is clamped to 0..max_delay.",
        .source = "SLAYER PyTorch, layer.delay; lava-dl, slayer.axon.Delay",
        .inputs = delays::inputs(),
        .outputs = delays::outputs(),
        .params = {
            delays::per(false),
            {.name = "max_delay", .caption = "Longest delay", .type = ParamType::OptionalReal, .initial = 62.0,
             .range = between(0, 100'000),
             .doc = "Delays are kept at or below it. Loihi has 62 steps; none sets no limit."},
            delays::samplingTime(),
            {.name = "grad_scale", .caption = "Gradient scale", .type = ParamType::Real, .initial = 1.0,
             .range = atLeast(0), .doc = "Factor on the gradient of the delays, as if their learning rate were so.",
             .common = false},
        },
        .shape = delays::learnableShape,
        .learns = true,
    };
    return spec;
}

} // namespace spw
