// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/node_spec.h"

namespace spw {

const NodeSpec& stimulusSpec()
{
    static const NodeSpec spec{
        .id = "dataset.stimulus",
        .title = "Stimulus",
        .category = Category::Dataset,
        .caption = "A current of a known form, to see how a neuron answers.",
        .doc = "x[t] for t = 0 ... T-1, with amplitude A and window start <= t < stop (0 outside of it): "
               "constant: A at every t; step: A in the window; ramp: A (t - start) / (stop - start) in the window; "
               "sine: A sin(2 pi (t - start) / period) in the window; pulses: A at t = start, start + period, ... in "
               "the window; noise: A times a standard normal number in the window. `noise` adds a normal number of that "
               "deviation to every kind. All units get the same form, each its own noise.",
        .source = "Classical current-clamp protocols; Gerstner, Kistler, Naud, Paninski 2014, chapter 1",
        .outputs = {{"x", PortType::Sequence, "The current, T steps for each unit."}},
        .params = {
            {.name = "kind", .caption = "Form", .type = ParamType::Choice, .initial = "constant",
             .doc = "The form of the current over time.",
             .choices = {{"constant", "Constant"}, {"step", "Step"}, {"ramp", "Ramp"}, {"sine", "Sine"},
                         {"pulses", "Pulses"}, {"noise", "Noise"}}},
            {.name = "T", .caption = "Steps", .type = ParamType::Int, .initial = 100, .range = between(1, 1'000'000),
             .unit = Unit::Steps, .doc = "Length of the stimulus.", .applies = Applies::Rebuild},
            {.name = "units", .caption = "Units", .type = ParamType::Int, .initial = 1, .range = between(1, 1'000'000),
             .doc = "How many neurons it feeds.", .applies = Applies::Rebuild},
            {.name = "amplitude", .caption = "Amplitude", .type = ParamType::Real, .initial = 1.5,
             .range = anyReal(), .doc = "Height of the current; the threshold of a neuron is usually 1."},
            {.name = "start", .caption = "Start", .type = ParamType::Int, .initial = 0,
             .range = between(0, 1'000'000), .unit = Unit::Steps, .doc = "First step of the window.",
             .visibleWhen = "kind=step|ramp|sine|pulses|noise"},
            {.name = "stop", .caption = "Stop", .type = ParamType::Int, .initial = 100,
             .range = between(0, 1'000'000), .unit = Unit::Steps, .doc = "First step after the window.",
             .visibleWhen = "kind=step|ramp|sine|pulses|noise"},
            {.name = "period", .caption = "Period", .type = ParamType::Int, .initial = 20,
             .range = between(1, 1'000'000), .unit = Unit::Steps, .doc = "Steps from one wave or pulse to the next.",
             .visibleWhen = "kind=sine|pulses"},
            {.name = "noise", .caption = "Added noise", .type = ParamType::Real, .initial = 0.0,
             .range = atLeast(0), .doc = "Standard deviation of a normal number added at every step.",
             .common = false},
            {.name = "seed", .caption = "Seed", .type = ParamType::Int, .initial = 1,
             .range = between(0, 2'147'483'647), .doc = "Another seed gives other noise.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            return ShapeAnswer{.outputs = {{.type = PortType::Sequence, .features = {q.values.integer("units")},
                                            .steps = q.values.integer("T"), .classes = {}}}};
        },
        .check = [](const ParamValues& values, NodeReport& report) {
            if (values.text("kind") != "constant" && values.integer("stop") <= values.integer("start"))
                report.warn("stop", "The window ends before it starts.", "The current is 0 at every step.",
                            "Raise 'Stop' above 'Start'.");
        },
    };
    return spec;
}

} // namespace spw
