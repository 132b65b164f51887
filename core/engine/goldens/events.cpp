// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/bs2_reader.h"
#include "core/data/transforms/event_frames.h"
#include "core/engine/goldens/golden_case.h"

#include <ATen/ATen.h>

#include <limits>

namespace spw::engine::golden {

namespace {

/// t, x, y, p of a case as a recording. @throws Error for values that no recording can hold.
Events eventsOf(const GoldenCase& golden)
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
    events.width = golden.params.at("W").integer();
    events.height = golden.params.at("H").integer();
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

} // namespace

CaseResult runEvents(const GoldenCase& golden)
{
    Checks checks(golden);
    const auto events = [&] { return eventsOf(golden.hasInput("t") ? golden : golden.file->shared("_events")); };
    if (golden.isKind("sj_fixed_frames"))
        runFixedFrames(golden, events(), checks);
    else if (golden.isKind("sj_fixed_duration"))
        runFixedDuration(golden, events(), checks);
    else if (golden.isKind("sj_load_ATIS_bin"))
        checkEvents(decodeBs2File(bytesOf(golden.inputs.at("bytes")), golden.id).events, checks);
    else
        throw Skip{"there is no transform or reader " + golden.kind()};
    return checks.result();
}

} // namespace spw::engine::golden
