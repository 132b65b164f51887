// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/event_file.h"
#include "core/data/transforms/event_filters.h"
#include "core/data/transforms/event_frames.h"
#include "core/data/transforms/event_slices.h"
#include "core/engine/goldens/golden_case.h"
#include "kernels/torch/aten.h"

#include <limits>

namespace spw::engine::golden {

namespace {

/// t, x, y, p of a case as a recording; `sensor` tells its size as W and H. @throws Error for values that no recording can hold.
Events eventsOf(const GoldenCase& golden, const Value& sensor)
{
    Events events;
    events.t = golden.inputs.at("t").integers();
    const auto narrow = [&](const char* name, auto& list) {
        using Number = typename std::decay_t<decltype(list)>::value_type;
        for (const std::int64_t value : golden.inputs.at(name).integers()) {
            if (value < 0 || value > std::numeric_limits<Number>::max())
                throw Skip{"the events have a value of " + std::string(name) + " that no sensor has"};
            list.push_back(Number(value));
        }
    };
    narrow("x", events.x);
    narrow("y", events.y);
    narrow("p", events.p);
    events.width = sensor.at("W").integer();
    events.height = sensor.at("H").integer();
    if (events.x.size() != events.size() || events.y.size() != events.size() || events.p.size() != events.size())
        throw Skip{"the events have fields of different lengths"};
    return events;
}

at::Tensor tensorOf(const PlainTensor& plain)
{
    return at::tensor(plain.data, at::kFloat).reshape(plain.shape);
}

at::Tensor tensorOf(const std::vector<std::int64_t>& list) { return at::tensor(list, at::kLong); }

void runFixedFrames(const GoldenCase& golden, const Events& events, Checks& checks)
{
    const std::string by = golden.params.at("split_by").text();
    if (by != "number" && by != "time")
        throw Skip{"frames are not cut by " + by};
    const FrameOptions options{by == "time" ? FrameOptions::Method::Time : FrameOptions::Method::Count,
                               golden.params.at("frames_num").integer()};
    checks.spikes("frames", tensorOf(makeFrames(options, events)));
    const std::vector<std::int64_t> cuts = frameCuts(options, events);
    if (golden.hasOutput("j_l"))
        checks.spikes("j_l", tensorOf({cuts.begin(), cuts.end() - 1}));
    if (golden.hasOutput("j_r"))
        checks.spikes("j_r", tensorOf({cuts.begin() + 1, cuts.end()}));
}

void runFixedDuration(const GoldenCase& golden, const Events& events, Checks& checks)
{
    const std::int64_t duration = golden.params.at("duration").integer();
    const FrameOptions options{FrameOptions::Method::Duration, durationFrameCount(duration, events), duration};
    checks.spikes("frames", tensorOf(makeFrames(options, events)));
}

std::string bytesOf(const Value& value)
{
    std::string bytes;
    for (const std::int64_t byte : value.integers())
        bytes += char(static_cast<unsigned char>(byte));
    return bytes;
}

void checkEvents(const Events& events, Checks& checks)
{
    checks.spikes("t", tensorOf(events.t));
    checks.spikes("x", tensorOf({events.x.begin(), events.x.end()}));
    checks.spikes("y", tensorOf({events.y.begin(), events.y.end()}));
    checks.spikes("p", tensorOf({events.p.begin(), events.p.end()}));
}

void runToFrame(const GoldenCase& golden, const Events& events, Checks& checks)
{
    using By = SliceOptions::By;
    static const std::map<std::string, By> ways{{"time_window", By::TimeWindow}, {"event_count", By::EventCount},
                                                {"n_time_bins", By::TimeBins}, {"n_event_bins", By::EventBins}};
    SliceOptions options;
    bool cut = false;
    for (const std::string& name : golden.params.names()) {
        const Value value = golden.params[name];
        if (const auto way = ways.find(name); way != ways.end()) {
            options.by = way->second;
            options.size = value.integer();
            cut = true;
        } else if (name == "overlap") {
            options.overlap = value.real();
        } else if (name == "include_incomplete") {
            options.includeIncomplete = value.flag();
        } else if (name == "start_time") {
            options.start = value.integer();
        } else if (name == "end_time") {
            options.end = value.integer();
        } else {
            throw Skip{"frames are not cut by " + name};
        }
    }
    if (!cut)
        throw Skip{"it is not said how frames are cut"};
    checks.spikes("frames", tensorOf(sliceFrames(options, events)));
}

/// "tonic_X/..." to what X gives.  @return false if there is no X.
bool runTonic(const std::string& kind, const GoldenCase& golden, const Events& events, Checks& checks)
{
    const auto number = [&](const char* name) { return golden.params.at(name).integer(); };
    if (kind == "tonic_ToFrame")
        runToFrame(golden, events, checks);
    else if (kind == "tonic_ToVoxelGrid")
        checks.analog("grid", tensorOf(voxelGrid(number("n_time_bins"), events)));
    else if (kind == "tonic_ToTimesurface")
        checks.analog("surface", tensorOf(timeSurfaces(number("dt"), golden.params.at("tau").real(), events)));
    else if (kind == "tonic_Denoise")
        checkEvents(denoised(events, number("filter_time")), checks);
    else if (kind == "tonic_RefractoryPeriod")
        checkEvents(withRefractoryPeriod(events, number("delta")), checks);
    else if (kind == "tonic_Decimation")
        checkEvents(decimated(events, number("n")), checks);
    else if (kind == "tonic_CenterCrop")
        checkEvents(centerCropped(events, golden.params.at("size").item(0).integer(), golden.params.at("size").item(1).integer()),
                    checks);
    else if (kind == "tonic_Downsample")
        checkEvents(downsampled(events, golden.params["spatial_factor"].real(1.0), golden.params["time_factor"].real(1.0)), checks);
    else if (kind == "tonic_ToImage")
        checks.spikes("image", tensorOf(makeFrames({FrameOptions::Method::Count, 1}, events)).squeeze(0));
    else if (kind == "tonic_ToBinaRep") {
        const std::int64_t frames = number("n_frames"), bits = number("n_bits");
        SliceOptions options;
        options.by = SliceOptions::By::TimeBins;
        options.size = frames * bits;
        checks.analog("frames", tensorOf(binaryFrames(sliceFrames(options, events), frames, bits)));
    } else
        return false;
    return true;
}

} // namespace

CaseResult runEvents(const GoldenCase& golden)
{
    Checks checks(golden);
    const auto events = [&] {
        const GoldenCase& source = golden.hasInput("t") ? golden : golden.file->shared("_events");
        return eventsOf(source, source.params["W"] ? source.params : golden.file->shared("_events").params);
    };
    if (golden.isKind("sj_fixed_frames"))
        runFixedFrames(golden, events(), checks);
    else if (golden.isKind("sj_fixed_duration"))
        runFixedDuration(golden, events(), checks);
    else if (golden.isKind("sj_load_ATIS_bin"))
        checkEvents(readEventBytes(bytesOf(golden.inputs.at("bytes")), golden.id, {{"format", "bs2"}}).events, checks);
    else if (golden.isKind("sj_load_aedat_v3"))
        checkEvents(readEventBytes(bytesOf(golden.inputs.at("bytes")), golden.id, {{"format", "aedat3"}, {"invalid", "keep"}}).events,
                    checks);
    else if (!runTonic(golden.kind(), golden, events(), checks))
        throw Skip{"there is no transform or reader " + golden.kind()};
    return checks.result();
}

} // namespace spw::engine::golden
