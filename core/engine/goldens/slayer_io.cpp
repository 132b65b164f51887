// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/bs2_reader.h"
#include "core/data/readers/slayer_files.h"
#include "core/data/transforms/spike_bins.h"
#include "core/engine/goldens/golden_case.h"
#include "kernels/torch/aten.h"

#include <algorithm>
#include <cmath>

namespace spw::engine::golden {

namespace {

std::int64_t micros(double millis) { return std::llround(millis * 1000.0); }

/// A column of the case as whole numbers; empty if there is none.
std::vector<std::int64_t> column(const Value& values, const std::string& name)
{
    if (!values[name])
        return {};
    return values[name].integers();
}

Events eventsOf(const Value& values)
{
    Events e;
    for (const double t : values.at("t_ms").reals())
        e.t.push_back(micros(t));
    const std::vector<std::int64_t> x = column(values, "x"), y = column(values, "y"), p = column(values, "p");
    e.x.assign(x.begin(), x.end());
    e.y.assign(y.begin(), y.end());
    e.p.assign(p.begin(), p.end());
    e.x.resize(e.size());
    e.y.resize(e.size());
    e.p.resize(e.size());
    return e;
}

template <class Numbers>
at::Tensor whole(const Numbers& numbers)
{
    return at::tensor(std::vector<std::int64_t>(numbers.begin(), numbers.end()), at::kLong);
}

at::Tensor millis(const std::vector<std::int64_t>& times)
{
    return whole(times).to(at::kDouble) / 1000.0;
}

at::Tensor bytesOf(const std::string& text)
{
    std::vector<std::int64_t> values;
    for (const char c : text)
        values.push_back(std::uint8_t(c));
    return whole(values);
}

std::string textOf(const std::vector<std::int64_t>& bytes)
{
    std::string text;
    for (const std::int64_t byte : bytes)
        text += char(std::uint8_t(byte));
    return text;
}

/// Columns as SLAYER's readers return them: the smallest polarity is 0.
void compareColumns(Checks& checks, Events e)
{
    if (!e.p.empty()) {
        const std::uint8_t least = *std::min_element(e.p.begin(), e.p.end());
        for (std::uint8_t& p : e.p)
            p = std::uint8_t(p - least);
    }
    checks.spikes("x", whole(e.x));
    if (checks.golden().hasOutput("y"))
        checks.spikes("y", whole(e.y));
    checks.spikes("p", whole(e.p));
    checks.analog("t_ms", millis(e.t));
}

EventFile decoded(const std::string& kind, const std::string& bytes)
{
    if (kind == "bs1")
        return decodeBs1File(bytes, "case");
    return kind == "bs2" ? decodeBs2File(bytes, "case") : decodeBs3File(bytes, "case");
}

std::string encoded(const std::string& kind, const Events& events)
{
    return kind == "bs1" ? encodeBs1(events) : kind == "bs2" ? encodeBs2(events) : encodeBs3(events);
}

CaseResult runEncoding(const GoldenCase& golden, const std::string& kind)
{
    Checks checks(golden);
    const Events events = eventsOf(golden.inputs);
    // SLAYER's writer loses the high byte of a neuron (bs1) and the high bits of y (bs3), ours does not. Its bytes are
    // those of what it kept.
    Events kept = events;
    for (std::uint16_t& value : kind == "bs1" ? kept.x : kept.y)
        if (kind != "bs2")
            value &= 0xFF;
    const std::string bytes = encoded(kind, kept);
    checks.spikes("bytes", bytesOf(bytes));
    compareColumns(checks, decoded(kind, bytes).events);
    const Events back = decoded(kind, encoded(kind, events)).events;
    checks.require(back.x == events.x && back.y == events.y && back.p == events.p && back.t == events.t,
                   "The events that were written do not read back.");
    return checks.result();
}

CaseResult runDecoding(const GoldenCase& golden, const std::string& kind)
{
    Checks checks(golden);
    const std::string bytes = textOf(golden.inputs.at("bytes").integers());
    const EventFile file = decoded(kind, bytes);
    compareColumns(checks, file.events);
    checks.require(encoded(kind, file.events) == bytes, "The events that were read write other bytes.");
    return checks.result();
}

CaseResult runRegions(const GoldenCase& golden)
{
    std::vector<SpikeRegion> regions;
    const std::vector<std::int64_t> id = column(golden.inputs, "id"), count = column(golden.inputs, "count");
    const std::vector<double> start = golden.inputs.at("start_ms").reals(), end = golden.inputs.at("end_ms").reals();
    for (std::size_t i = 0; i < id.size(); ++i)
        regions.push_back({id[i], micros(start.at(i)), micros(end.at(i)), count.at(i)});
    Checks checks(golden);
    const std::string bytes = encodeSpikeRegions(regions);
    checks.spikes("bytes", bytesOf(bytes));
    std::vector<std::int64_t> ids, starts, ends, counts;
    for (const SpikeRegion& region : decodeSpikeRegions(bytes)) {
        ids.push_back(region.neuron);
        starts.push_back(region.startMicros);
        ends.push_back(region.endMicros);
        counts.push_back(region.count);
    }
    checks.spikes("id", whole(ids));
    checks.analog("start_ms", millis(starts));
    checks.analog("end_ms", millis(ends));
    checks.spikes("count", whole(counts));
    return checks.result();
}

CaseResult runBinning(const GoldenCase& golden)
{
    const at::Tensor expected = golden.output("y");
    if (expected.dim() != 4)
        throw Skip{"only arrays of channels, height, width and time are binned"};
    BinOptions options;
    options.samplingMillis = golden.params.at("samplingTime").real();
    options.channels = expected.size(0);
    options.height = expected.size(1);
    options.width = expected.size(2);
    options.steps = expected.size(3);
    const PlainTensor bins = binEvents(options, eventsOf(golden.inputs));
    Checks checks(golden);
    checks.leaveOut("outputs.y");   // compared as float32: what 1/3 is depends on the type of the library's array
    checks.equal("y", at::tensor(bins.data).reshape(expected.sizes()), expected.to(at::kFloat));
    return checks.result();
}

} // namespace

CaseResult runSlayerIo(const GoldenCase& golden)
{
    const std::string kind = golden.kind();
    if (kind == "bs1" || kind == "bs2" || kind == "bs3")
        return runEncoding(golden, kind);
    if (kind == "bs1_read_any" || kind == "bs2_read_any" || kind == "bs3_read_any")
        return runDecoding(golden, kind.substr(0, 3));
    if (kind == "numSpikes")
        return runRegions(golden);
    if (kind == "toSpikeTensor")
        return runBinning(golden);
    throw Skip{"there is no file or transform " + kind};
}

} // namespace spw::engine::golden
