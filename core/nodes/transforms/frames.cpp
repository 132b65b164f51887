// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/transforms/common.h"

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
               "are padded with silence, and mask tells which frames are padding.",
        .source = "SpikingJelly, integrate_events_by_fixed_frames_number and integrate_events_by_fixed_duration",
        .inputs = {{"events", PortType::Events, "Recordings of an event camera."}},
        .outputs = {{"x", PortType::Sequence, "T frames of 2 x height x width event counts."},
                    {"mask", PortType::Sequence, "1 for frames of the recording, 0 for padding: one value a frame."}},
        .params = transforms::joined(transforms::cutParams(),
                                     {{.name = "polarities", .caption = "Channels", .type = ParamType::Choice, .initial = "split",
                                       .doc = "What becomes of the two polarities.",
                                       .choices = {{"split", "One for each polarity"}, {"sum", "One, of all events"},
                                                   {"difference", "One, ON less OFF"}},
                                       .applies = Applies::Rebuild, .common = false}}),
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = transforms::sequence(q, q.values.integer("T"));
            if (q.values.text("polarities") != "split" && answer.outputs[0].features.size() == 3)
                answer.outputs[0].features[0] = 1;
            answer.outputs.push_back({.type = PortType::Sequence, .features = {1}, .steps = q.values.integer("T"), .classes = {}});
            return answer;
        },
    };
    return spec;
}

} // namespace spw
