// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/transforms/event_filters.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace spw {

namespace {

/// Pixels that occur or that the sensor has, whichever are more.
struct Grid {
    std::size_t width = 0, height = 0;
    explicit Grid(const Events& events)
    {
        for (std::size_t i = 0; i < events.size(); ++i) {
            width = std::max<std::size_t>(width, events.x[i] + 1u);
            height = std::max<std::size_t>(height, events.y[i] + 1u);
        }
    }
    std::size_t size() const { return width * height; }
    std::size_t at(const Events& e, std::size_t i) const { return std::size_t(e.y[i]) * width + e.x[i]; }
};

void append(Events& to, const Events& from, std::size_t i)
{
    to.t.push_back(from.t[i]);
    to.x.push_back(from.x[i]);
    to.y.push_back(from.y[i]);
    to.p.push_back(from.p[i]);
}

Events emptyLike(const Events& events)
{
    Events result;
    result.width = events.width;
    result.height = events.height;
    return result;
}

} // namespace

Events denoised(const Events& events, std::int64_t filterMicros)
{
    const Grid grid(events);
    // Until when the last event of a pixel supports its neighbours; the start counts as an event at time 0.
    std::vector<std::int64_t> until(grid.size(), filterMicros);
    Events result = emptyLike(events);
    for (std::size_t i = 0; i < events.size(); ++i) {
        const std::size_t x = events.x[i], y = events.y[i], here = grid.at(events, i);
        const std::int64_t t = events.t[i];
        until[here] = t + filterMicros;
        if ((x > 0 && until[here - 1] > t) || (x + 1 < grid.width && until[here + 1] > t)
            || (y > 0 && until[here - grid.width] > t) || (y + 1 < grid.height && until[here + grid.width] > t))
            append(result, events, i);
    }
    return result;
}

Events withRefractoryPeriod(const Events& events, std::int64_t micros)
{
    const Grid grid(events);
    std::vector<std::int64_t> last(grid.size(), -micros);
    Events result = emptyLike(events);
    for (std::size_t i = 0; i < events.size(); ++i) {
        std::int64_t& before = last[grid.at(events, i)];
        if (events.t[i] - before > micros)
            append(result, events, i);
        before = events.t[i];
    }
    return result;
}

Events decimated(const Events& events, std::int64_t n)
{
    if (n < 1)
        throw Error("Every " + std::to_string(n) + "-th event cannot be kept.", "transform 'Decimation'", "Set n to at least 1.");
    const Grid grid(events);
    std::vector<std::int64_t> seen(grid.size(), 0);
    Events result = emptyLike(events);
    for (std::size_t i = 0; i < events.size(); ++i)
        if (std::int64_t& count = seen[grid.at(events, i)]; ++count >= n) {
            count = 0;
            append(result, events, i);
        }
    return result;
}

Events centerCropped(const Events& events, std::int64_t width, std::int64_t height)
{
    if (width < 1 || height < 1 || width > events.width || height > events.height)
        throw Error("The middle of " + std::to_string(width) + " x " + std::to_string(height) + " pixels is not within the sensor of "
                        + std::to_string(events.width) + " x " + std::to_string(events.height) + ".",
                    "transform 'Center crop'", "Choose a size within the sensor.");
    const std::int64_t left = (events.width - width) / 2, top = (events.height - height) / 2;
    Events result;
    result.width = width;
    result.height = height;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const std::int64_t x = events.x[i] - left, y = events.y[i] - top;
        if (x < 0 || y < 0 || x >= width || y >= height)
            continue;
        append(result, events, i);
        result.x.back() = std::uint16_t(x);
        result.y.back() = std::uint16_t(y);
    }
    return result;
}

Events downsampled(const Events& events, double spatialFactor, double timeFactor)
{
    if (!(spatialFactor > 0 && spatialFactor <= 1) || !(timeFactor > 0 && timeFactor <= 1))
        throw Error("A factor is not above 0 and at most 1.", "transform 'Downsample'", "Set both factors between 0 and 1.");
    Events result = events;
    result.width = std::int64_t(std::ceil(double(events.width) * spatialFactor));
    result.height = std::int64_t(std::ceil(double(events.height) * spatialFactor));
    for (std::size_t i = 0; i < events.size(); ++i) {
        result.t[i] = std::int64_t(double(events.t[i]) * timeFactor);
        result.x[i] = std::uint16_t(double(events.x[i]) * spatialFactor);
        result.y[i] = std::uint16_t(double(events.y[i]) * spatialFactor);
    }
    return result;
}

} // namespace spw
