// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/transforms/sample_transform.h"

#include "core/base/error.h"
#include "core/data/transforms/event_changes.h"
#include "core/data/transforms/event_filters.h"
#include "core/data/transforms/event_frames.h"
#include "core/data/transforms/event_slices.h"
#include "core/data/transforms/formula_frames.h"
#include "core/data/transforms/picture_augment.h"
#include "core/data/transforms/spike_bins.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spw {

namespace {

using Outputs = std::map<std::string, SampleValue>;

/// One transform at work.
struct Call {
    const ParamValues& values;
    const SamplePlace& place;

    Random random() const
    {
        const bool anew = place.split == Split::Train && values.has("draw") && values.text("draw") == "epoch";
        const std::uint64_t epoch = anew ? std::uint64_t(place.epoch) : 0;
        return Random(place.seed ^ (place.node + 1) * 0x9e3779b97f4a7c15ull, epoch << 1 | (place.split == Split::Test), std::uint64_t(place.index));
    }
    /// By chance only while learning, unless asked for always.
    bool isOn() const { return place.split == Split::Train || values.text("when") == "always"; }
    bool is(const char* param, const char* choice) const { return values.text(param) == choice; }
};

Events crop(const Call& c, const Events& e)
{
    const std::int64_t width = c.values.integer("width"), height = c.values.integer("height");
    if (c.is("where", "fixed"))
        return cropped(e, c.values.integer("left"), c.values.integer("top"), width, height);
    if (c.is("where", "random") && c.isOn() && width <= e.width && height <= e.height) {
        Random random = c.random();
        const auto left = std::int64_t(random.below(std::uint64_t(e.width - width + 1)));
        return cropped(e, left, std::int64_t(random.below(std::uint64_t(e.height - height + 1))), width, height);
    }
    return centerCropped(e, width, height);
}

Events downsample(const Call& c, const Events& e) { return downsampled(e, c.values.real("space"), c.values.real("time")); }

Events mirror(const Call& c, const Events& e)
{
    if (!c.isOn())
        return e;
    Random random = c.random();
    const bool columns = c.is("axis", "columns") || c.is("axis", "both"), rows = c.is("axis", "rows") || c.is("axis", "both");
    const double chance = c.values.real("chance");
    const bool first = random.uniform() < chance, second = random.uniform() < chance;
    return mirrored(e, columns && first, rows && second);
}

Events timeJitter(const Call& c, const Events& e)
{
    Random random = c.random();
    return c.isOn() ? timesJittered(e, c.values.real("deviation_us"), random) : e;
}

Events spaceJitter(const Call& c, const Events& e)
{
    Random random = c.random();
    return c.isOn() ? placesJittered(e, c.values.real("deviation_x"), c.values.real("deviation_y"), random) : e;
}

Events drop(const Call& c, const Events& e)
{
    if (!c.isOn())
        return e;
    Random random = c.random();
    return c.is("what", "interval") ? intervalDropped(e, c.values.real("share"), random) : someDropped(e, c.values.real("share"), random);
}

Events noise(const Call& c, const Events& e)
{
    Random random = c.random();
    return c.isOn() ? withNoise(e, c.values.real("rate"), random) : e;
}

Events refractory(const Call& c, const Events& e) { return withRefractoryPeriod(orderedByTime(e), c.values.integer("period_us")); }
Events denoise(const Call& c, const Events& e) { return denoised(orderedByTime(e), c.values.integer("filter_us")); }
Events decimate(const Call& c, const Events& e) { return decimated(e, c.values.integer("n")); }
Events cutTime(const Call& c, const Events& e) { return cutInTime(e, c.values.integer("start_us"), c.values.integer("duration_us")); }

Events polarity(const Call& c, const Events& e)
{
    return withPolarity(e, c.is("change", "merge") ? PolarityChange::Merge
                           : c.is("change", "on")  ? PolarityChange::OnOnly
                           : c.is("change", "off") ? PolarityChange::OffOnly
                                                   : PolarityChange::Swap);
}

/// [T, 2, H, W] of both polarities as the node's channels.
PlainTensor withChannels(PlainTensor frames, const ParamValues& values)
{
    const std::string kind = values.has("polarities") ? values.text("polarities") : "split";
    if (kind == "split")
        return frames;
    const std::size_t plane = std::size_t(frames.shape[2] * frames.shape[3]);
    const float sign = kind == "difference" ? -1.0f : 1.0f;
    PlainTensor one{{frames.shape[0], 1, frames.shape[2], frames.shape[3]}, std::vector<float>(frames.data.size() / 2)};
    for (std::size_t f = 0; f < std::size_t(frames.shape[0]); ++f)
        for (std::size_t k = 0; k < plane; ++k)
            one.data[f * plane + k] = frames.data[(2 * f + 1) * plane + k] + sign * frames.data[2 * f * plane + k];
    return one;
}

/// 1 for the frames that belong to the recording: with a fixed duration short ones end before the last frame.
PlainTensor maskOf(const FrameOptions& options, const Events& events)
{
    PlainTensor mask{{options.steps, 1}, std::vector<float>(std::size_t(options.steps), 1.0f)};
    if (options.method == FrameOptions::Method::Duration)
        for (std::int64_t f = durationFrameCount(options.durationMicros, events); f < options.steps; ++f)
            mask.data[std::size_t(f)] = 0.0f;
    return mask;
}

Outputs frames(const Call& c, const Events& e)
{
    const FrameOptions options = FrameOptions::from(c.values);
    Outputs out;
    out["x"] = withChannels(makeFrames(options, e), c.values);
    out["mask"] = maskOf(options, e);
    return out;
}

Outputs formula(const Call& c, const Events& e)
{
    Outputs out;
    out["x"] = formulaFrames(FrameOptions::from(c.values), c.values.text("formula"), e);
    return out;
}

Outputs voxels(const Call& c, const Events& e)
{
    Outputs out;
    out["x"] = voxelGrid(c.values.integer("T"), orderedByTime(e));
    return out;
}

Outputs surfaces(const Call& c, const Events& e)
{
    // As many windows as asked for: later ones are cut off before they are made (a window counts when it is full, so one more
    // is looked at), missing ones stay silent.
    constexpr std::int64_t kLongest = std::numeric_limits<std::int64_t>::max();
    const std::int64_t steps = c.values.integer("T"), dt = c.values.integer("dt_us");
    const Events ordered = orderedByTime(cutInTime(e, 0, dt > kLongest / (steps + 1) ? kLongest : dt * (steps + 1)));
    PlainTensor made = timeSurfaces(dt, c.values.real("tau_us"), ordered);
    PlainTensor x{{steps, 2, e.height, e.width}, {}};
    const std::int64_t frame = 2 * e.height * e.width;
    if (frame > 0 && steps > (std::int64_t(1) << 30) / frame)
        throw Error("The frames do not fit in memory.", "transform 'Time surface'", "Choose a smaller T or a smaller sensor.");
    made.data.resize(std::size_t(steps * frame), 0.0f);
    x.data = std::move(made.data);
    Outputs out;
    out["x"] = std::move(x);
    return out;
}

Outputs bins(const Call& c, const Events& e)
{
    const BinOptions options{.samplingMillis = c.values.real("sampling_ms"), .channels = 2, .height = e.height, .width = e.width,
                             .steps = c.values.integer("T"), .count = c.is("amount", "count")};
    Events shifted = e;
    if (c.is("origin", "first") && e.size() > 0) {
        const std::int64_t first = *std::min_element(e.t.begin(), e.t.end());
        for (std::int64_t& t : shifted.t)
            t = std::int64_t(std::uint64_t(t) - std::uint64_t(first));
    }
    const PlainTensor made = binEvents(options, shifted);   // [2, H, W, T]
    PlainTensor x{{options.steps, 2, e.height, e.width}, std::vector<float>(made.data.size())};
    const std::size_t steps = std::size_t(options.steps), frame = made.data.size() / steps;
    for (std::size_t k = 0; k < frame; ++k)
        for (std::size_t t = 0; t < steps; ++t)
            x.data[t * frame + k] = made.data[k * steps + t];
    Outputs out;
    out["x"] = std::move(x);
    return out;
}

/// models.md B4, for each sample. Where nothing is drawn, steps spread evenly remain: the network's T stays the same.
Outputs temporalDelete(const Call& c, const PlainTensor& x)
{
    const std::int64_t steps = x.shape.empty() ? 0 : x.shape[0], remain = c.values.integer("T_remain");
    if (remain > steps)
        throw Error("The sequence has " + std::to_string(steps) + " steps, " + std::to_string(remain) + " cannot remain.",
                    "transform 'Random temporal delete'", "Set 'Steps kept' to at most " + std::to_string(steps) + ".");
    Random random = c.random();
    const std::size_t frame = x.data.size() / std::size_t(std::max<std::int64_t>(steps, 1));
    PlainTensor kept{x.shape, {}};
    kept.shape[0] = remain;
    kept.data.reserve(std::size_t(remain) * frame);
    std::int64_t wanted = remain;
    for (std::int64_t t = 0; t < steps; ++t) {
        const bool keep = c.isOn() ? random.uniform() * double(steps - t) < double(wanted)
                                   : (t + 1) * remain / steps > t * remain / steps;
        if (!keep)
            continue;
        --wanted;
        kept.data.insert(kept.data.end(), x.data.begin() + std::int64_t(std::size_t(t) * frame),
                         x.data.begin() + std::int64_t(std::size_t(t + 1) * frame));
    }
    Outputs out;
    out["y"] = std::move(kept);
    return out;
}

Outputs hold(const Call& c, const PlainTensor& x)
{
    const std::int64_t steps = x.shape.empty() ? 0 : x.shape[0], times = c.values.integer("times");
    const std::size_t frame = x.data.size() / std::size_t(std::max<std::int64_t>(steps, 1));
    if (!x.data.empty() && times > (std::int64_t(1) << 30) / std::int64_t(x.data.size()))
        throw Error("The sequence does not fit in memory.", "transform 'Hold'", "Hold each step for fewer steps.");
    PlainTensor held{x.shape, {}};
    held.shape[0] = steps * times;
    held.data.reserve(x.data.size() * std::size_t(times));
    for (std::int64_t t = 0; t < steps; ++t)
        for (std::int64_t k = 0; k < times; ++k)
            held.data.insert(held.data.end(), x.data.begin() + std::int64_t(std::size_t(t) * frame),
                             x.data.begin() + std::int64_t(std::size_t(t + 1) * frame));
    Outputs out;
    out["y"] = std::move(held);
    return out;
}

Outputs augment(const Call& c, const PlainTensor& x)
{
    Outputs out;
    Random random = c.random();
    out["y"] = c.isOn() ? augmented(x, AugmentOptions::from(c.values), random) : x;
    return out;
}

struct Row {
    Events (*change)(const Call&, const Events&) = nullptr;           // events to events, port "y"
    Outputs (*fromEvents)(const Call&, const Events&) = nullptr;
    Outputs (*fromTensor)(const Call&, const PlainTensor&) = nullptr;
};

/// Every transform there is, by node id.
const std::map<std::string, Row>& rows()
{
    static const std::map<std::string, Row> list = {
        {"transform.augment_frames", {.fromTensor = augment}},
        {"transform.augment_pictures", {.fromTensor = augment}},
        {"transform.bins", {.fromEvents = bins}},
        {"transform.crop", {.change = crop}},
        {"transform.custom_frames", {.fromEvents = formula}},
        {"transform.cut_time", {.change = cutTime}},
        {"transform.decimate", {.change = decimate}},
        {"transform.denoise", {.change = denoise}},
        {"transform.downsample", {.change = downsample}},
        {"transform.drop_events", {.change = drop}},
        {"transform.flip", {.change = mirror}},
        {"transform.frames", {.fromEvents = frames}},
        {"transform.hold", {.fromTensor = hold}},
        {"transform.noise", {.change = noise}},
        {"transform.polarity", {.change = polarity}},
        {"transform.refractory", {.change = refractory}},
        {"transform.spatial_jitter", {.change = spaceJitter}},
        {"transform.temporal_delete", {.fromTensor = temporalDelete}},
        {"transform.time_jitter", {.change = timeJitter}},
        {"transform.time_surface", {.fromEvents = surfaces}},
        {"transform.voxel_grid", {.fromEvents = voxels}},
    };
    return list;
}

} // namespace

bool isSampleTransform(const std::string& type) { return rows().count(type) != 0; }

bool variesByEpoch(const std::string& type, const ParamValues& values)
{
    if (!isSampleTransform(type) || !values.has("draw") || values.text("draw") != "epoch")
        return false;
    return !values.has("where") || values.text("where") == "random";
}

std::map<std::string, SampleValue> applySampleTransform(const std::string& type, const ParamValues& values, const SampleValue& input,
                                                        const SamplePlace& place)
{
    const auto row = rows().find(type);
    if (row == rows().end())
        throw Error("A node of type \"" + type + "\" cannot stand before the network.", "", "Use a transform there.");
    const Call call{values, place};
    if (row->second.fromTensor) {
        const auto* tensor = std::get_if<PlainTensor>(&input);
        if (!tensor)
            throw Error("This transform reads frames; the port has events.", "", "Put 'Events to frames' before it.");
        return row->second.fromTensor(call, *tensor);
    }
    const auto* events = std::get_if<Events>(&input);
    if (!events)
        throw Error("This transform reads events; the port has none.", "", "Wire an events port to it.");
    if (row->second.fromEvents)
        return row->second.fromEvents(call, *events);
    Outputs out;
    out["y"] = row->second.change(call, *events);
    return out;
}

} // namespace spw
