// SPDX-License-Identifier: GPL-3.0-or-later
//
// Events to tensors in other ways than counting, and what happens to sequences before the network.
#include "core/base/error.h"
#include "core/base/expression.h"
#include "core/data/transforms/formula_frames.h"
#include "core/nodes/transforms/common.h"

namespace spw {

namespace {

ParamSpec steps(const char* caption, const char* doc)
{
    return {.name = "T", .caption = caption, .type = ParamType::Int, .initial = 16, .range = between(1, 100'000), .unit = Unit::Steps,
            .doc = doc, .applies = Applies::Rebuild};
}

} // namespace

const NodeSpec& voxelGridSpec()
{
    static const NodeSpec spec{
        .id = "transform.voxel_grid",
        .title = "Voxel grid",
        .category = Category::Transform,
        .caption = "Every event is shared by the two moments beside it.",
        .doc = "With T bins and s = T (t - t_first) / max(t_last - t_first, 1), an event adds 1 - (s - floor(s)) to bin floor(s) and "
               "s - floor(s) to the next; beyond the last bin nothing. Polarities are not told apart: T x 1 x height x width.",
        .source = "Zhu, Yuan, Chaney, Daniilidis 2019; tonic, ToVoxelGrid",
        .inputs = {transforms::eventsIn()},
        .outputs = {{"x", PortType::Sequence, "T bins of 1 x height x width."}},
        .params = {steps("Bins", "Number of bins: the time steps of the network.")},
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = transforms::sequence(q, q.values.integer("T"));
            if (answer.outputs[0].features.size() == 3)
                answer.outputs[0].features[0] = 1;
            return answer;
        },
    };
    return spec;
}

const NodeSpec& timeSurfaceSpec()
{
    static const NodeSpec spec{
        .id = "transform.time_surface",
        .title = "Time surface",
        .category = Category::Transform,
        .caption = "How long ago did each pixel see something?",
        .doc = "At the end e of each window of dt, S[p, y, x] = exp(-(e - t_last) / tau) for the last event of that polarity and pixel so far, "
               "0 where there was none. T windows are kept; shorter samples are padded with zeros.",
        .source = "Lagorce and others 2017 (HOTS); tonic, ToTimesurface",
        .inputs = {transforms::eventsIn()},
        .outputs = {{"x", PortType::Sequence, "T surfaces of 2 x height x width, 0 to 1."}},
        .params = {steps("Windows", "Number of windows: the time steps of the network."),
                   {.name = "dt_us", .caption = "Window", .type = ParamType::Int, .initial = 10000, .range = between(1, 3'600'000'000.0),
                    .unit = Unit::Microseconds, .doc = "Length of a window."},
                   {.name = "tau_us", .caption = "Decay", .type = ParamType::Real, .initial = 5000.0, .range = above(0),
                    .unit = Unit::Microseconds, .doc = "After this time a value has fallen to 37 %."}},
        .shape = [](const ShapeQuery& q, NodeReport&) { return transforms::sequence(q, q.values.integer("T")); },
    };
    return spec;
}

const NodeSpec& customFramesSpec()
{
    static const NodeSpec spec{
        .id = "transform.custom_frames",
        .title = "Frames by a formula",
        .category = Category::Transform,
        .caption = "Your own way from events to numbers.",
        .doc = "The recording is cut as by 'Events to frames'; the formula gives the value of every frame, polarity and pixel from n (its events "
               "there), m (those of the other polarity), age (microseconds from the last event of this polarity and pixel to the end of the "
               "frame, 1e18 if there was none), p (0 or 1), f (number of the frame) and T. min(n, 1): spikes. log(1 + n): less contrast. "
               "exp(-age / 5000): a time surface.",
        .source = "SpikingJelly, custom_integrate_function",
        .inputs = {transforms::eventsIn()},
        .outputs = {{"x", PortType::Sequence, "T frames of 2 x height x width."}},
        .params = transforms::joined(transforms::cutParams(),
                                     {{.name = "formula", .caption = "Formula", .type = ParamType::Text, .initial = "min(n, 1)",
                                       .doc = "Numbers, + - * / ^, brackets, exp log sqrt abs tanh sigmoid relu sin cos floor min max."}}),
        .shape = [](const ShapeQuery& q, NodeReport&) { return transforms::sequence(q, q.values.integer("T")); },
        .check = [](const ParamValues& values, NodeReport& report) {
            try {
                Expression::parse(values.text("formula"), formulaFrameNames());
            } catch (const Error& e) {
                report.error("formula", e.happened(), e.where(), e.fix());
            }
        },
    };
    return spec;
}

const NodeSpec& spikeBinsSpec()
{
    static const NodeSpec spec{
        .id = "transform.bins",
        .title = "Spike bins",
        .category = Category::Transform,
        .caption = "Events at the nearest tick of a clock, as SLAYER takes them.",
        .doc = "With the sampling time Ts in milliseconds, an event goes to step round(t / Ts), halves to the even one; steps beyond T are left "
               "out. once: a step holds 1 / Ts however many events it has. count: each event adds 1 / Ts.",
        .source = "SLAYER, spikeFileIO.event.toSpikeArray",
        .inputs = {transforms::eventsIn()},
        .outputs = {{"x", PortType::Sequence, "T steps of 2 x height x width."}},
        .params = {steps("Steps", "Number of steps: the time steps of the network."),
                   {.name = "sampling_ms", .caption = "Sampling time", .type = ParamType::Real, .initial = 1.0, .range = above(0),
                    .unit = Unit::Milliseconds, .doc = "Length of a step."},
                   {.name = "amount", .caption = "Amount", .type = ParamType::Choice, .initial = "once", .doc = "What several events of a step make.",
                    .choices = {{"once", "As much as one"}, {"count", "Their number"}}},
                   {.name = "origin", .caption = "Time 0", .type = ParamType::Choice, .initial = "zero",
                    .doc = "Where counting begins. Recordings whose times do not start near 0 need the first event.",
                    .choices = {{"zero", "Of the recording's clock"}, {"first", "The first event"}}}},
        .shape = [](const ShapeQuery& q, NodeReport&) { return transforms::sequence(q, q.values.integer("T")); },
    };
    return spec;
}

const NodeSpec& temporalDeleteSpec()
{
    static const NodeSpec spec{
        .id = "transform.temporal_delete",
        .title = "Random temporal delete",
        .category = Category::Transform,
        .caption = "Leave out some frames, so that none becomes indispensable.",
        .doc = "Of T steps, T_remain different ones are kept in their order, drawn for each sample while learning; otherwise steps spread evenly: "
               "t is kept if floor((t + 1) T_remain / T) > floor(t T_remain / T). Stands between the frames and the network.",
        .source = "SpikingJelly, RandomTemporalDelete (which draws once for a batch)",
        .inputs = {{"x", PortType::Sequence, "The frames."}},
        .outputs = {{"y", PortType::Sequence, "T_remain of them."}},
        .params = transforms::joined({{.name = "T_remain", .caption = "Steps kept", .type = ParamType::Int, .initial = 12,
                                       .range = between(1, 100'000), .unit = Unit::Steps, .doc = "The time steps of the network.",
                                       .applies = Applies::Rebuild}},
                                     transforms::chanceParams()),
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            const std::int64_t remain = q.values.integer("T_remain");
            if (q.inputs[0] && q.inputs[0]->steps && *q.inputs[0]->steps < remain) {
                report.error("T_remain", "The sequence has " + std::to_string(*q.inputs[0]->steps) + " steps.",
                             std::to_string(remain) + " of them cannot remain.", "Keep fewer, or make more frames.");
                return shapes::refused(PortType::Sequence);
            }
            return transforms::sequence(q, remain);
        },
    };
    return spec;
}

const NodeSpec& holdSpec()
{
    static const NodeSpec spec{
        .id = "transform.hold",
        .title = "Hold",
        .category = Category::Transform,
        .caption = "Show each frame for a while: neurons need time to find their rate.",
        .doc = "y[t] = x[floor(t / times)]: T steps become T times as many. Stands between the frames and the network. Converted analog "
               "networks need it, whose neurons stand for one value of each frame by how often they fire.",
        .source = "SpikingJelly, ann2snn (the input is held for T steps)",
        .inputs = {{"x", PortType::Sequence, "The frames."}},
        .outputs = {{"y", PortType::Sequence, "The frames, each shown several times."}},
        .params = {{.name = "times", .caption = "Steps each", .type = ParamType::Int, .initial = 4, .range = between(1, 100'000),
                    .unit = Unit::Steps, .doc = "How many steps each frame is shown.", .applies = Applies::Rebuild}},
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            const std::int64_t times = q.values.integer("times");
            constexpr std::int64_t kMostSteps = 100'000;
            if (q.inputs[0] && q.inputs[0]->steps && *q.inputs[0]->steps > kMostSteps / times) {
                report.error("times", "The sequence would be longer than " + std::to_string(kMostSteps) + " steps.",
                             "It has " + std::to_string(*q.inputs[0]->steps) + " already.", "Hold each step for fewer steps.");
                return shapes::refused(PortType::Sequence);
            }
            ShapeAnswer answer = transforms::sequence(q, times);
            if (q.inputs[0] && q.inputs[0]->steps)
                answer.outputs[0].steps = *q.inputs[0]->steps * times;
            else
                answer.outputs[0].steps.reset();
            return answer;
        },
    };
    return spec;
}

} // namespace spw
