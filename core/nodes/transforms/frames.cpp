// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& framesSpec()
{
    static const NodeSpec spec{
        .id = "transform.frames",
        .title = "Events to frames",
        .category = Category::Transform,
        .caption = "Turn a stream of events into frames.",
        .doc = "Frame j counts events per polarity and pixel: F[j, p, y, x] = number of its events there; channel 0 is "
               "p = 0, channel 1 is p = 1; counts are not normalised. "
               "count: of N events, frame j takes those numbered j*floor(N/T) to (j+1)*floor(N/T) - 1, the last frame "
               "also the rest. time: with dt = floor((t_last - t_first)/T), frame j takes t_first + j*dt <= t < "
               "t_first + (j+1)*dt, the last frame the rest; an empty slice is a frame of zeros. duration: frame "
               "j takes t_first + j*duration_us <= t < t_first + (j+1)*duration_us; T frames are kept, shorter samples "
               "are padded with silence.",
        .source = "SpikingJelly, integrate_events_by_fixed_frames_number and integrate_events_by_fixed_duration",
        .inputs = {{"events", PortType::Events, "Recordings of an event camera."}},
        .outputs = {{"x", PortType::Sequence, "T frames of 2 x height x width event counts."}},
        .params = {
            {.name = "method", .caption = "Cut by", .type = ParamType::Choice, .initial = "count",
             .doc = "How the recording is cut into frames.",
             .choices = {{"count", "Equally many events"}, {"time", "Equal time"}, {"duration", "Fixed duration"}}},
            {.name = "T", .caption = "Frames", .type = ParamType::Int, .initial = 16, .range = between(1, 100'000),
             .unit = Unit::Steps, .doc = "Number of frames: the time steps of the network.",
             .applies = Applies::Rebuild},
            {.name = "duration_us", .caption = "Frame duration", .type = ParamType::Int, .initial = 10000,
             .range = between(1, 3'600'000'000.0), .unit = Unit::Microseconds, .doc = "Length of one frame.",
             .visibleWhen = "method=duration"},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            answer.outputs[0].steps = q.values.integer("T");
            return answer;
        },
    };
    return spec;
}

} // namespace spw
