// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/transforms/event_frames.h"

#include "core/base/error.h"
#include "core/data/transforms/event_changes.h"
#include "kernels/events/events.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

namespace spw {

namespace {

constexpr const char* kFramesId = "transform.frames";
constexpr std::int64_t kMaxValues = std::int64_t(1) << 30;   // 4 GiB of floats: beyond that a typing mistake

/// first + frames * duration, or the largest time there is.
std::int64_t timeAfter(std::int64_t first, std::size_t frames, std::int64_t duration)
{
    constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
    if (frames != 0 && duration > kLast / std::int64_t(frames))
        return kLast;
    const std::int64_t span = std::int64_t(frames) * duration;
    return first > kLast - span ? kLast : first + span;
}

/// As frameCuts of the header; needs times in order.
std::vector<std::size_t> cutsInOrder(const FrameOptions& options, const std::vector<std::int64_t>& t)
{
    const auto steps = std::size_t(options.steps);
    const std::size_t count = t.size();
    std::vector<std::size_t> cuts(steps + 1, count);
    cuts[0] = 0;
    if (count == 0)
        return cuts;
    switch (options.method) {
    case FrameOptions::Method::Count:
        for (std::size_t f = 1; f < steps; ++f)
            cuts[f] = f * (count / steps);
        break;
    case FrameOptions::Method::Time: {
        const std::int64_t dt = (t.back() - t.front()) / options.steps;
        for (std::size_t f = 1; f < steps; ++f)
            cuts[f] = std::size_t(std::lower_bound(t.begin(), t.end(), t.front() + std::int64_t(f) * dt) - t.begin());
        break;
    }
    case FrameOptions::Method::Duration:
        for (std::size_t f = 1; f <= steps && cuts[f - 1] < count; ++f)
            cuts[f] = std::size_t(
                std::lower_bound(t.begin(), t.end(), timeAfter(t.front(), f, options.durationMicros)) - t.begin());
        break;
    }
    return cuts;
}

/// The recording in order of time: itself where it already is, else a sorted copy kept in `copy`.
const Events& inOrder(const Events& events, std::optional<Events>& copy)
{
    if (std::is_sorted(events.t.begin(), events.t.end()))
        return events;
    return copy.emplace(orderedByTime(events));
}

} // namespace

FrameOptions FrameOptions::from(const ParamValues& values)
{
    FrameOptions options;
    const std::string& method = values.text("method");
    if (method == "time")
        options.method = Method::Time;
    else if (method == "duration")
        options.method = Method::Duration;
    else if (method != "count")
        throw Error("The method \"" + method + "\" is not known.", "transform 'Events to frames'",
                    "Choose count, time or duration.");
    options.steps = values.integer("T");
    options.durationMicros = values.integer("duration_us");
    if (options.steps < 1)
        throw Error("T is " + std::to_string(options.steps) + ".", "transform 'Events to frames'",
                    "Set T to at least 1.");
    if (options.method == Method::Duration && options.durationMicros < 1)
        throw Error("The duration of a frame is " + std::to_string(options.durationMicros) + " microseconds.",
                    "transform 'Events to frames'", "Set the duration to at least 1 microsecond.");
    return options;
}

PlainTensor makeFrames(const FrameOptions& options, const Events& events)
{
    kernels::FrameShape shape{2, events.height, events.width};
    if (shape.width <= 0 && events.size() > 0)
        shape.width = *std::max_element(events.x.begin(), events.x.end()) + 1;
    if (shape.height <= 0 && events.size() > 0)
        shape.height = *std::max_element(events.y.begin(), events.y.end()) + 1;
    constexpr std::int64_t kMaxSide = 65536;   // coordinates have 16 bits
    if (shape.width < 0 || shape.height < 0 || shape.width > kMaxSide || shape.height > kMaxSide
        || (shape.size() > 0 && options.steps > kMaxValues / shape.size()))
        throw Error(std::to_string(options.steps) + " frames of " + std::to_string(shape.width) + " x "
                        + std::to_string(shape.height) + " pixels do not fit in memory.",
                    "transform 'Events to frames'", "Choose a smaller T or a smaller sensor.");
    PlainTensor frames{{options.steps, 2, shape.height, shape.width},
                       std::vector<float>(std::size_t(options.steps * shape.size()))};
    std::optional<Events> copy;
    const Events& e = inOrder(events, copy);
    const std::vector<std::size_t> cuts = cutsInOrder(options, e.t);
    const std::size_t outside = kernels::accumulateFrames(e.x, e.y, e.p, cuts, shape, frames.data);
    if (outside > 0)
        throw Error(std::to_string(outside) + " events lie outside the sensor of " + std::to_string(shape.width)
                        + " x " + std::to_string(shape.height) + " pixels.",
                    "transform 'Events to frames'", "Set 'Width' and 'Height' of the dataset to the sensor's size.");
    return frames;
}

std::vector<std::int64_t> frameCuts(const FrameOptions& options, const Events& events)
{
    std::optional<Events> copy;
    const std::vector<std::size_t> cuts = cutsInOrder(options, inOrder(events, copy).t);
    return {cuts.begin(), cuts.end()};
}

std::int64_t durationFrameCount(std::int64_t durationMicros, const Events& events)
{
    if (durationMicros < 1)
        throw Error("The duration of a frame is " + std::to_string(durationMicros) + " microseconds.",
                    "transform 'Events to frames'", "Set the duration to at least 1 microsecond.");
    if (events.t.empty())
        return 0;
    const auto [first, last] = std::minmax_element(events.t.begin(), events.t.end());
    return std::int64_t((std::uint64_t(*last) - std::uint64_t(*first)) / std::uint64_t(durationMicros)) + 1;
}

std::vector<std::int64_t> frameEdges(const FrameOptions& options, const Events& events)
{
    const auto steps = std::size_t(options.steps);
    std::optional<Events> copy;
    const std::vector<std::int64_t>& t = inOrder(events, copy).t;
    const std::int64_t first = t.empty() ? 0 : t.front(), end = t.empty() ? 0 : t.back() + 1;
    std::vector<std::int64_t> edges(steps + 1, end);
    edges[0] = first;
    const std::vector<std::size_t> cuts = cutsInOrder(options, t);
    const auto timeOfCut = [&](std::size_t cut) { return cut < t.size() ? t[cut] : end; };
    switch (options.method) {
    case FrameOptions::Method::Count:
        for (std::size_t f = 1; f < steps; ++f)
            edges[f] = timeOfCut(cuts[f]);
        break;
    case FrameOptions::Method::Time:
        for (std::size_t f = 1; f < steps; ++f)
            edges[f] = first + std::int64_t(f) * ((t.empty() ? 0 : t.back() - first) / options.steps);
        break;
    case FrameOptions::Method::Duration:
        for (std::size_t f = 1; f <= steps; ++f)
            edges[f] = timeAfter(first, f, options.durationMicros);
        break;
    }
    return edges;
}

std::vector<std::int64_t> frameEdges(const std::string& type, const ParamValues& values, const Events& events)
{
    const bool cuts = type == kFramesId || type == "transform.custom_frames";
    return cuts ? frameEdges(FrameOptions::from(values), events) : std::vector<std::int64_t>();
}

PlainTensor applyEventTransform(const std::string& type, const ParamValues& values, const Events& events)
{
    if (type == kFramesId)
        return makeFrames(FrameOptions::from(values), events);
    throw Error("A node of type \"" + type + "\" cannot turn events into frames.", "", "Use 'Events to frames'.");
}

} // namespace spw
