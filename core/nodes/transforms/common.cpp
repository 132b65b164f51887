// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/transforms/common.h"

namespace spw::transforms {

std::vector<ParamSpec> cutParams()
{
    return {
        {.name = "method", .caption = "Cut by", .type = ParamType::Choice, .initial = "count",
         .doc = "How the recording is cut into frames.",
         .choices = {{"count", "Equally many events"}, {"time", "Equal time"}, {"duration", "Fixed duration"}}},
        {.name = "T", .caption = "Frames", .type = ParamType::Int, .initial = 16, .range = between(1, 100'000),
         .unit = Unit::Steps, .doc = "Number of frames: the time steps of the network.",
         .applies = Applies::Rebuild},
        {.name = "duration_us", .caption = "Frame duration", .type = ParamType::Int, .initial = 10000,
         .range = between(1, 3'600'000'000.0), .unit = Unit::Microseconds, .doc = "Length of one frame.",
         .visibleWhen = "method=duration"},
    };
}

std::vector<ParamSpec> chanceParams()
{
    return {
        {.name = "when", .caption = "Applied", .type = ParamType::Choice, .initial = "training",
         .doc = "Samples that test the network usually stay as they are.",
         .choices = {{"training", "While learning"}, {"always", "Always"}}, .common = false},
        {.name = "draw", .caption = "Drawn", .type = ParamType::Choice, .initial = "epoch",
         .doc = "The seed of the project, the sample and the epoch decide what is drawn, so a run that resumes draws the same. Once for each "
                "sample: prepared samples can be kept, which is faster.",
         .choices = {{"epoch", "Anew in every epoch"}, {"once", "Once for each sample"}}, .common = false},
    };
}

std::vector<ParamSpec> joined(std::vector<ParamSpec> first, const std::vector<ParamSpec>& more)
{
    first.insert(first.end(), more.begin(), more.end());
    return first;
}

PortSpec eventsIn() { return {"events", PortType::Events, "Recordings of an event camera."}; }

std::vector<PortSpec> eventsOut(const char* doc) { return {{"y", PortType::Events, doc}}; }

ShapeAnswer same(const ShapeQuery& query, NodeReport&) { return shapes::like(query, PortType::Events); }

ShapeAnswer sequence(const ShapeQuery& query, std::int64_t steps)
{
    ShapeAnswer answer = shapes::like(query, PortType::Sequence);
    answer.outputs[0].steps = steps;
    return answer;
}

} // namespace spw::transforms
