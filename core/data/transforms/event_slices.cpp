// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/transforms/event_slices.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace spw {

namespace {

constexpr double kMostSliceValues = double(std::int64_t(1) << 30);   // 4 GiB of floats: beyond that a typing mistake

[[noreturn]] void refuse(const std::string& what, const std::string& fix) { throw Error(what, "slices of events", fix); }

std::size_t indexAt(const Events& events, double time)
{
    return std::size_t(std::lower_bound(events.t.begin(), events.t.end(), time,
                                        [](std::int64_t t, double wanted) { return double(t) < wanted; })
                       - events.t.begin());
}

PlainTensor zeros(double first, std::int64_t channels, const Events& events)
{
    const double count = first * double(channels) * double(events.width) * double(events.height);
    if (events.width < 1 || events.height < 1 || !(count <= kMostSliceValues))
        refuse("The frames do not fit in memory, or the sensor has no size.", "Use fewer windows; give the sensor's size.");
    return {{std::int64_t(first), channels, events.height, events.width}, std::vector<float>(std::size_t(count))};
}

std::size_t pixel(const Events& events, std::size_t i)
{
    if (events.x[i] >= events.width || events.y[i] >= events.height || events.p[i] > 1)
        refuse("An event lies outside the sensor.", "Give the size of the sensor that made the recording.");
    return std::size_t(events.y[i]) * std::size_t(events.width) + events.x[i];
}

} // namespace

std::vector<std::pair<std::size_t, std::size_t>> eventSlices(const SliceOptions& options, const Events& events)
{
    using By = SliceOptions::By;
    std::vector<std::pair<std::size_t, std::size_t>> slices;
    if (events.size() == 0)
        return slices;
    const bool bins = options.by == By::TimeBins || options.by == By::EventBins;
    const bool timed = options.by == By::TimeWindow || options.by == By::TimeBins;
    const double first = timed ? double(options.by == By::TimeWindow ? options.start.value_or(events.t.front()) : events.t.front()) : 0;
    const double last = !timed ? double(events.size())
                               : double(options.by == By::TimeWindow ? options.end.value_or(events.t.back()) : events.t.back());
    if (options.size < 1 || !(options.overlap >= 0) || !(options.overlap < (bins ? 1.0 : double(options.size))))
        refuse("A window has no size, or overlaps the next one wholly.", "Make windows larger or overlaps smaller.");

    double size = double(options.size), stride = size - options.overlap, count = size;
    if (bins) {   // a share of overlap makes windows longer and brings them closer
        const double whole = std::floor((last - first) / size);
        size = whole * (1 + options.overlap);
        stride = size * (1 - options.overlap);
        if (options.by == By::EventBins) {
            size = std::floor(size);
            stride = std::floor(size * (1 - options.overlap));
        }
    } else {
        if (options.by == By::EventCount)
            size = std::min(size, last);
        stride = size - options.overlap;
        if (!(stride > 0))
            refuse("A window overlaps the next one wholly.", "Make overlaps smaller.");
        const double more = (last - first - size) / stride;
        count = std::max((options.includeIncomplete ? std::ceil(more) : std::floor(more)) + 1, 1.0);
    }
    if (!(count <= kMostSliceValues / 1024))
        refuse("There are too many windows.", "Make windows larger.");
    for (double i = 0; i < count; ++i) {
        const double from = first + i * stride, to = from + size;
        if (timed)
            slices.emplace_back(indexAt(events, from), indexAt(events, to));
        else
            slices.emplace_back(std::min(std::size_t(from), events.size()), std::min(std::size_t(to), events.size()));
    }
    return slices;
}

PlainTensor sliceFrames(const SliceOptions& options, const Events& events)
{
    const auto slices = eventSlices(options, events);
    PlainTensor frames = zeros(double(slices.size()), 2, events);
    const std::size_t plane = std::size_t(events.width * events.height);
    for (std::size_t f = 0; f < slices.size(); ++f)
        for (std::size_t i = slices[f].first; i < slices[f].second; ++i)
            frames.data[(f * 2 + events.p[i]) * plane + pixel(events, i)] += 1;
    return frames;
}

PlainTensor voxelGrid(std::int64_t bins, const Events& events)
{
    if (bins < 1)
        refuse("There are no bins.", "Use at least one.");
    PlainTensor grid = zeros(double(bins), 1, events);
    if (events.size() == 0)
        return grid;
    const std::size_t plane = std::size_t(events.width * events.height);
    const double span = std::max(double(events.t.back() - events.t.front()), 1.0);
    std::vector<double> sums(grid.data.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
        const double place = double(bins) * double(events.t[i] - events.t.front()) / span;
        const auto bin = std::int64_t(place);
        const double right = place - double(bin);
        if (bin >= 0 && bin < bins)
            sums[std::size_t(bin) * plane + pixel(events, i)] += 1 - right;
        if (bin + 1 >= 0 && bin + 1 < bins)
            sums[std::size_t(bin + 1) * plane + pixel(events, i)] += right;
    }
    std::copy(sums.begin(), sums.end(), grid.data.begin());
    return grid;
}

PlainTensor timeSurfaces(std::int64_t dt, double tau, const Events& events)
{
    if (!(tau > 0))
        refuse("The time constant is not above 0.", "Give a larger one.");
    SliceOptions options;
    options.size = dt;
    const auto slices = eventSlices(options, events);
    PlainTensor surfaces = zeros(double(slices.size()), 2, events);
    const std::size_t plane = std::size_t(events.width * events.height);
    std::vector<double> last(2 * plane, -std::numeric_limits<double>::infinity());
    for (std::size_t f = 0; f < slices.size(); ++f) {
        for (std::size_t i = slices[f].first; i < slices[f].second; ++i)
            last[events.p[i] * plane + pixel(events, i)] = double(events.t[i]);
        const double end = double(events.t.front()) + double(f + 1) * double(dt);
        for (std::size_t k = 0; k < last.size(); ++k)
            surfaces.data[f * last.size() + k] = float(std::exp((last[k] - end) / tau));
    }
    return surfaces;
}

PlainTensor binaryFrames(const PlainTensor& counts, std::int64_t frames, std::int64_t bits)
{
    if (frames < 1 || bits < 1 || bits > 24 || counts.shape.empty() || counts.shape[0] != frames * bits)
        refuse("There are not frames x bits frames.", "Cut the recording into as many frames.");
    PlainTensor result = counts;
    result.shape[0] = frames;
    const std::size_t plane = counts.data.size() / std::size_t(frames * bits);
    result.data.assign(std::size_t(frames) * plane, 0.0f);
    const double all = std::ldexp(1.0, int(bits)) - 1;
    for (std::int64_t f = 0; f < frames; ++f)
        for (std::size_t k = 0; k < plane; ++k) {
            double number = 0;
            for (std::int64_t b = 0; b < bits; ++b)
                number = 2 * number + (counts.data[std::size_t(f * bits + b) * plane + k] > 0 ? 1 : 0);
            result.data[std::size_t(f) * plane + k] = float(number / all);
        }
    return result;
}

} // namespace spw
