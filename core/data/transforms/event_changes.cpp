// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/transforms/event_changes.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace spw {

namespace {

/// Those events for which keep(i), in their order.
template <class Keep>
Events selected(const Events& events, const Keep& keep)
{
    Events result;
    result.width = events.width;
    result.height = events.height;
    for (std::size_t i = 0; i < events.size(); ++i)
        if (keep(i)) {
            result.t.push_back(events.t[i]);
            result.x.push_back(events.x[i]);
            result.y.push_back(events.y[i]);
            result.p.push_back(events.p[i]);
        }
    return result;
}

struct Span {
    std::int64_t first = 0;
    std::uint64_t length = 0;   // last - first
};

Span spanOf(const Events& events)
{
    if (events.size() == 0)
        return {};
    const auto [low, high] = std::minmax_element(events.t.begin(), events.t.end());
    return {*low, std::uint64_t(*high) - std::uint64_t(*low)};
}

/// Time since `first`, which is the earliest.
std::uint64_t since(std::int64_t first, std::int64_t t) { return std::uint64_t(t) - std::uint64_t(first); }

} // namespace

Events orderedByTime(Events events)
{
    if (std::is_sorted(events.t.begin(), events.t.end()))
        return events;
    std::vector<std::size_t> order(events.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return events.t[a] < events.t[b]; });
    Events result;
    result.width = events.width;
    result.height = events.height;
    for (const std::size_t i : order) {
        result.t.push_back(events.t[i]);
        result.x.push_back(events.x[i]);
        result.y.push_back(events.y[i]);
        result.p.push_back(events.p[i]);
    }
    return result;
}

Events cropped(const Events& events, std::int64_t left, std::int64_t top, std::int64_t width, std::int64_t height)
{
    if (width < 1 || height < 1 || left < 0 || top < 0 || left > events.width - width || top > events.height - height)
        throw Error(std::to_string(width) + " x " + std::to_string(height) + " pixels from column " + std::to_string(left) + ", row "
                        + std::to_string(top) + " on are not within the sensor of " + std::to_string(events.width) + " x "
                        + std::to_string(events.height) + ".",
                    "transform 'Crop'", "Choose a rectangle within the sensor.");
    Events result = selected(events, [&](std::size_t i) {
        return events.x[i] >= left && events.x[i] < left + width && events.y[i] >= top && events.y[i] < top + height;
    });
    for (std::size_t i = 0; i < result.size(); ++i) {
        result.x[i] = std::uint16_t(result.x[i] - left);
        result.y[i] = std::uint16_t(result.y[i] - top);
    }
    result.width = width;
    result.height = height;
    return result;
}

Events mirrored(Events events, bool columns, bool rows)
{
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (events.x[i] >= events.width || events.y[i] >= events.height)
            throw Error("Event " + std::to_string(i) + " at x " + std::to_string(events.x[i]) + ", y " + std::to_string(events.y[i])
                            + " lies outside the sensor.",
                        "transform 'Mirror'", "Set the size of the sensor in the dataset.");
        if (columns)
            events.x[i] = std::uint16_t(events.width - 1 - events.x[i]);
        if (rows)
            events.y[i] = std::uint16_t(events.height - 1 - events.y[i]);
    }
    return events;
}

Events cutInTime(const Events& events, std::int64_t start, std::int64_t duration)
{
    const Span span = spanOf(events);
    return selected(events, [&](std::size_t i) {
        const std::uint64_t at = since(span.first, events.t[i]);
        return at >= std::uint64_t(start) && at - std::uint64_t(start) < std::uint64_t(duration);
    });
}

Events withPolarity(const Events& events, PolarityChange change)
{
    if (change == PolarityChange::OnOnly || change == PolarityChange::OffOnly)
        return selected(events, [&](std::size_t i) { return (events.p[i] != 0) == (change == PolarityChange::OnOnly); });
    Events result = events;
    for (std::uint8_t& p : result.p)
        p = change == PolarityChange::Merge ? 1 : p == 0;
    return result;
}

Events timesJittered(Events events, double micros, Random& random)
{
    constexpr double kFar = 4e18;   // within 64 bits
    for (std::int64_t& t : events.t)
        t = std::int64_t(std::clamp(std::floor(double(t) + 0.5 + micros * random.normal()), -kFar, kFar));
    return orderedByTime(std::move(events));
}

Events placesJittered(const Events& events, double deviationX, double deviationY, Random& random)
{
    Events moved = events;
    std::vector<bool> inside(events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
        const double x = std::floor(double(events.x[i]) + 0.5 + deviationX * random.normal());
        const double y = std::floor(double(events.y[i]) + 0.5 + deviationY * random.normal());
        inside[i] = x >= 0 && y >= 0 && x < double(events.width) && y < double(events.height);
        if (inside[i]) {
            moved.x[i] = std::uint16_t(x);
            moved.y[i] = std::uint16_t(y);
        }
    }
    return selected(moved, [&](std::size_t i) { return inside[i]; });
}

Events someDropped(const Events& events, double share, Random& random)
{
    // Selection sampling (Knuth, algorithm S): exactly that many, in one pass.
    std::size_t left = events.size(), wanted = std::min(std::size_t(std::floor(share * double(left) + 0.5)), left);
    return selected(events, [&](std::size_t) {
        const bool drop = random.uniform() * double(left) < double(wanted);
        --left;
        wanted -= drop;
        return !drop;
    });
}

Events intervalDropped(const Events& events, double share, Random& random)
{
    const Span span = spanOf(events);
    const double gap = share * double(span.length), start = (double(span.length) - gap) * random.uniform();
    return selected(events, [&](std::size_t i) {
        const double at = double(since(span.first, events.t[i]));
        return at < start || at >= start + gap;
    });
}

Events withNoise(const Events& events, double hertzPerPixel, Random& random)
{
    constexpr double kMost = 100e6;
    const Span span = spanOf(events);
    const double wanted = hertzPerPixel * double(events.width) * double(events.height) * double(span.length) / 1e6;
    if (!(wanted <= kMost))
        throw Error("The noise would have more than 100 million events.", "transform 'Noise'", "Choose a lower rate, or cut the recording in time.");
    Events result = events;
    for (auto count = std::uint64_t(std::floor(wanted + 0.5)); count > 0; --count) {
        result.t.push_back(std::int64_t(std::uint64_t(span.first) + std::uint64_t(random.uniform() * double(span.length))));
        result.x.push_back(std::uint16_t(random.below(std::uint64_t(events.width))));
        result.y.push_back(std::uint16_t(random.below(std::uint64_t(events.height))));
        result.p.push_back(std::uint8_t(random.below(2)));
    }
    return orderedByTime(std::move(result));
}

} // namespace spw
