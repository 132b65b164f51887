// SPDX-License-Identifier: GPL-3.0-or-later
//
// Events in, events out: what moves, mirrors, parts or leaves out events before they become frames.
#include "core/nodes/transforms/common.h"

#include <cmath>

namespace spw {

namespace {

/// The sensor as height and width, where known.
bool knownSensor(const ShapeQuery& q) { return q.inputs[0] && q.inputs[0]->features.size() == 3; }

ParamSpec deviation(const char* name, const char* caption, double initial, Unit unit, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::Real, .initial = initial, .range = between(0, 1e9), .unit = unit, .doc = doc};
}

} // namespace

const NodeSpec& cropEventsSpec()
{
    static const NodeSpec spec{
        .id = "transform.crop",
        .title = "Crop",
        .category = Category::Transform,
        .caption = "Look at a part of the sensor.",
        .doc = "Keeps events of a rectangle and counts its pixels from 0. center: floor((sensor - size) / 2) columns and rows are left out "
               "before it. random: anywhere while learning, the middle otherwise.",
        .source = "tonic, CenterCrop and RandomCrop",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The events of the rectangle."),
        .params = transforms::joined(
            {{.name = "width", .caption = "Width", .type = ParamType::Int, .initial = 32, .range = between(1, 65536), .unit = Unit::Pixels,
              .doc = "Columns that are kept.", .applies = Applies::Rebuild},
             {.name = "height", .caption = "Height", .type = ParamType::Int, .initial = 32, .range = between(1, 65536), .unit = Unit::Pixels,
              .doc = "Rows that are kept.", .applies = Applies::Rebuild},
             {.name = "where", .caption = "Where", .type = ParamType::Choice, .initial = "center", .doc = "Where the rectangle lies.",
              .choices = {{"center", "In the middle"}, {"fixed", "At a place"}, {"random", "Anywhere, by chance"}}},
             {.name = "left", .caption = "Left", .type = ParamType::Int, .initial = 0, .range = between(0, 65535), .unit = Unit::Pixels,
              .doc = "Its first column.", .visibleWhen = "where=fixed"},
             {.name = "top", .caption = "Top", .type = ParamType::Int, .initial = 0, .range = between(0, 65535), .unit = Unit::Pixels,
              .doc = "Its first row.", .visibleWhen = "where=fixed"}},
            transforms::chanceParams()),
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            const std::int64_t width = q.values.integer("width"), height = q.values.integer("height");
            ShapeAnswer answer = shapes::like(q, PortType::Events);
            if (!knownSensor(q))
                return answer;
            std::vector<Dim>& features = answer.outputs[0].features;
            const bool fixed = q.values.text("where") == "fixed";
            const std::int64_t right = width + (fixed ? q.values.integer("left") : 0), bottom = height + (fixed ? q.values.integer("top") : 0);
            if ((features[2] && right > *features[2]) || (features[1] && bottom > *features[1])) {
                report.error("width", "The rectangle is not within the sensor of " + shapeText(features) + ".",
                             "It ends at column " + std::to_string(right) + " and row " + std::to_string(bottom) + ".",
                             "Choose a smaller one.");
                return shapes::refused(PortType::Events);
            }
            features = {features[0], height, width};
            return answer;
        },
    };
    return spec;
}

const NodeSpec& downsampleEventsSpec()
{
    static const NodeSpec spec{
        .id = "transform.downsample",
        .title = "Downsample",
        .category = Category::Transform,
        .caption = "See less sharply: several pixels become one.",
        .doc = "x' = floor(x s), y' = floor(y s), t' = floor(t r) with the factors s of space and r of time; no event is left out. The sensor "
               "becomes ceil(width s) x ceil(height s).",
        .source = "tonic, Downsample",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The same events on a coarser sensor."),
        .params = {
            {.name = "space", .caption = "Space factor", .type = ParamType::Real, .initial = 0.5, .range = {0, 1, true, false},
             .doc = "0.5 halves width and height.", .applies = Applies::Rebuild},
            {.name = "time", .caption = "Time factor", .type = ParamType::Real, .initial = 1.0, .range = {0, 1, true, false},
             .doc = "0.001 makes milliseconds of microseconds.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            ShapeAnswer answer = shapes::like(q, PortType::Events);
            if (knownSensor(q))
                for (const std::size_t side : {std::size_t(1), std::size_t(2)})
                    if (Dim& size = answer.outputs[0].features[side])
                        size = std::int64_t(std::ceil(double(*size) * q.values.real("space")));
            return answer;
        },
    };
    return spec;
}

const NodeSpec& flipEventsSpec()
{
    static const NodeSpec spec{
        .id = "transform.flip",
        .title = "Mirror",
        .category = Category::Transform,
        .caption = "A cat that looks to the left is a cat as well.",
        .doc = "With the chance given, x' = width - 1 - x (columns), y' = height - 1 - y (rows); each is drawn for itself.",
        .source = "tonic, RandomFlipLR and RandomFlipUD",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The events, mirrored or not."),
        .params = transforms::joined({{.name = "axis", .caption = "What", .type = ParamType::Choice, .initial = "columns",
                                       .doc = "Letters and digits are others when mirrored: take care.",
                                       .choices = {{"columns", "Left and right"}, {"rows", "Top and bottom"}, {"both", "Both"}}},
                                      {.name = "chance", .caption = "Chance", .type = ParamType::Real, .initial = 0.5, .range = between(0, 1),
                                       .doc = "1 mirrors every sample."}},
                                     transforms::chanceParams()),
        .shape = transforms::same,
    };
    return spec;
}

const NodeSpec& timeJitterSpec()
{
    static const NodeSpec spec{
        .id = "transform.time_jitter",
        .title = "Time jitter",
        .category = Category::Transform,
        .caption = "No clock is exact: networks should not rely on one.",
        .doc = "t' = round(t + e) with e normal of the deviation given, independently for each event; then in order of time.",
        .source = "tonic, TimeJitter",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The events at other times."),
        .params = transforms::joined({deviation("deviation_us", "Deviation", 1000.0, Unit::Microseconds, "How far times move.")},
                                     transforms::chanceParams()),
        .shape = transforms::same,
    };
    return spec;
}

const NodeSpec& spatialJitterSpec()
{
    static const NodeSpec spec{
        .id = "transform.spatial_jitter",
        .title = "Spatial jitter",
        .category = Category::Transform,
        .caption = "Shake every event a little.",
        .doc = "x' = round(x + a), y' = round(y + b) with a and b normal of the deviations given, independently for each event; events that "
               "leave the sensor are left out.",
        .source = "tonic, SpatialJitter",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The events at other places."),
        .params = transforms::joined({deviation("deviation_x", "Deviation of x", 1.0, Unit::Pixels, "How far columns move."),
                                      deviation("deviation_y", "Deviation of y", 1.0, Unit::Pixels, "How far rows move.")},
                                     transforms::chanceParams()),
        .shape = transforms::same,
    };
    return spec;
}

const NodeSpec& dropEventsSpec()
{
    static const NodeSpec spec{
        .id = "transform.drop_events",
        .title = "Drop events",
        .category = Category::Transform,
        .caption = "Learn to do with less: a part of the events is lost.",
        .doc = "events: floor(share n + 1/2) of n events, each as likely as any other. interval: everything within `share` of the recording's "
               "time, which begins anywhere.",
        .source = "tonic, DropEvent and DropEventByTime",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The events that remain."),
        .params = transforms::joined({{.name = "what", .caption = "What", .type = ParamType::Choice, .initial = "events",
                                       .doc = "What is lost.", .choices = {{"events", "Single events"}, {"interval", "A piece of time"}}},
                                      {.name = "share", .caption = "Share", .type = ParamType::Real, .initial = 0.1, .range = between(0, 1),
                                       .doc = "How much of the recording."}},
                                     transforms::chanceParams()),
        .shape = transforms::same,
    };
    return spec;
}

const NodeSpec& noiseEventsSpec()
{
    static const NodeSpec spec{
        .id = "transform.noise",
        .title = "Noise",
        .category = Category::Transform,
        .caption = "Pixels that fire for no reason, as those of every camera do.",
        .doc = "Adds round(rate width height duration) events of any place, polarity and time of the recording.",
        .source = "tonic, UniformNoise",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The events with noise between them, in order of time."),
        .params = transforms::joined({{.name = "rate", .caption = "Rate", .type = ParamType::Real, .initial = 1.0, .range = between(0, 1e6),
                                       .unit = Unit::Hertz, .doc = "Events of a pixel in a second."}},
                                     transforms::chanceParams()),
        .shape = transforms::same,
    };
    return spec;
}

const NodeSpec& refractorySpec()
{
    static const NodeSpec spec{
        .id = "transform.refractory",
        .title = "Refractory filter",
        .category = Category::Transform,
        .caption = "A pixel that has just fired must rest.",
        .doc = "Keeps an event if more than the period has passed since the last event of its pixel, kept or not.",
        .source = "tonic, RefractoryPeriod",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The events that remain."),
        .params = {{.name = "period_us", .caption = "Period", .type = ParamType::Int, .initial = 1000, .range = between(0, 1e12),
                    .unit = Unit::Microseconds, .doc = "How long a pixel rests."}},
        .shape = transforms::same,
    };
    return spec;
}

const NodeSpec& denoiseSpec()
{
    static const NodeSpec spec{
        .id = "transform.denoise",
        .title = "Denoise",
        .category = Category::Transform,
        .caption = "What moves touches its neighbours; noise stands alone.",
        .doc = "The background activity filter: keeps an event if one of its four neighbours had one less than the time before.",
        .source = "tonic, Denoise",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The events that remain."),
        .params = {{.name = "filter_us", .caption = "Time", .type = ParamType::Int, .initial = 10000, .range = between(0, 1e12),
                    .unit = Unit::Microseconds, .doc = "How long an event supports its neighbours."}},
        .shape = transforms::same,
    };
    return spec;
}

const NodeSpec& decimateSpec()
{
    static const NodeSpec spec{
        .id = "transform.decimate",
        .title = "Decimate",
        .category = Category::Transform,
        .caption = "Only every n-th event of a pixel counts.",
        .doc = "Keeps the events numbered n, 2n, 3n, ... of each pixel.",
        .source = "tonic, Decimation",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The events that remain."),
        .params = {{.name = "n", .caption = "Every", .type = ParamType::Int, .initial = 2, .range = between(1, 1'000'000),
                    .doc = "2 keeps every second event."}},
        .shape = transforms::same,
    };
    return spec;
}

const NodeSpec& polaritySpec()
{
    static const NodeSpec spec{
        .id = "transform.polarity",
        .title = "Polarity",
        .category = Category::Transform,
        .caption = "Brighter or darker: sometimes only the change matters.",
        .doc = "merge: every event becomes p = 1. on, off: keeps p = 1 or p = 0. swap: p' = 1 - p. The sensor keeps two channels; 'Events to "
               "frames' can make one of them.",
        .source = "tonic, MergePolarities",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The events with other polarities."),
        .params = {{.name = "change", .caption = "Change", .type = ParamType::Choice, .initial = "merge", .doc = "What happens to polarities.",
                    .choices = {{"merge", "Merge"}, {"on", "Only ON"}, {"off", "Only OFF"}, {"swap", "Swap"}}}},
        .shape = transforms::same,
    };
    return spec;
}

const NodeSpec& cutTimeSpec()
{
    static const NodeSpec spec{
        .id = "transform.cut_time",
        .title = "Cut in time",
        .category = Category::Transform,
        .caption = "A piece of the recording is often enough.",
        .doc = "Keeps t_first + start <= t < t_first + start + duration, where t_first is the earliest time.",
        .source = "tonic, CropTime",
        .inputs = {transforms::eventsIn()},
        .outputs = transforms::eventsOut("The events of that time; times stay as they are."),
        .params = {{.name = "start_us", .caption = "Start", .type = ParamType::Int, .initial = 0, .range = between(0, 1e12),
                    .unit = Unit::Microseconds, .doc = "Counted from the first event."},
                   {.name = "duration_us", .caption = "Duration", .type = ParamType::Int, .initial = 100000, .range = between(1, 1e12),
                    .unit = Unit::Microseconds, .doc = "How much is kept."}},
        .shape = transforms::same,
    };
    return spec;
}

} // namespace spw
