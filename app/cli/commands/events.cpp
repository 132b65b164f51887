// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "core/catalog/catalog.h"
#include "core/data/dataset.h"
#include "core/data/event_file.h"
#include "core/data/npy.h"
#include "core/data/transforms/event_frames.h"

#include <algorithm>
#include <cstdio>
#include <limits>

namespace spw::cli {
namespace {

/// A cut file is usable: a word about it, and exit code 0.
void warnIfCut(const EventFile& file, const std::string& name)
{
    if (file.droppedBytes == 0)
        return;
    printWarning(name + " ends early: the last " + std::to_string(file.droppedBytes) + " bytes are no whole event and were "
                 "left out; " + countText(double(file.events.size())) + " events could be read. Copy the file again if it "
                 "should be longer.");
}

void printInfo(const EventFileInfo& info)
{
    std::printf("Format      %s\nEvents      %s (%s ON, %s OFF)\n", info.format.c_str(), countText(double(info.eventCount)).c_str(),
                countText(double(info.onCount)).c_str(), countText(double(info.offCount)).c_str());
    if (info.eventCount > 0)
        std::printf("Time        %lld to %lld us, %s\nx           %lld to %lld\ny           %lld to %lld\n",
                    static_cast<long long>(info.tMin), static_cast<long long>(info.tMax),
                    info.monotonic ? "in order" : (countText(double(info.backwardSteps)) + " steps back").c_str(),
                    static_cast<long long>(info.xMin), static_cast<long long>(info.xMax), static_cast<long long>(info.yMin),
                    static_cast<long long>(info.yMax));
    if (info.width > 0)
        std::printf("Sensor      %lld x %lld\n", static_cast<long long>(info.width), static_cast<long long>(info.height));
    std::printf("SHA-256     %s\n", info.sha256.c_str());
}

int runInfo(const Arguments& arguments)
{
    const std::string& name = arguments.at("FILE");
    const EventFile file = readEventFile(name);
    warnIfCut(file, name);
    const EventFileInfo info = describe(file);
    if (arguments.has("--json"))
        std::printf("%s\n", toJson(info, 2).c_str());
    else
        printInfo(info);
    return kDone;
}

int runFrames(const Arguments& arguments)
{
    const auto frames = arguments.integer("--frames", 1, 1'000'000);
    const auto duration = arguments.integer("--dt", 1, std::numeric_limits<std::int64_t>::max());
    if (frames.has_value() == duration.has_value())
        throw UsageError("give either --frames N or --dt US");
    if (duration && arguments.has("--by"))
        throw UsageError("--by goes with --frames");
    const std::string by = arguments.choice("--by", {"number", "time"}, "number");

    const std::string& name = arguments.at("IN");
    const EventFile file = readEventFile(name);
    warnIfCut(file, name);
    ParamValues values = builtinCatalog().find("transform.frames")->initialValues();
    if (frames) {
        values.set("method", std::string(by == "number" ? "count" : "time"));
        values.set("T", *frames);
    } else {
        values.set("method", std::string("duration"));
        values.set("T", std::max<std::int64_t>(durationFrameCount(*duration, file.events), 1));
        values.set("duration_us", *duration);
    }
    const PlainTensor tensor = applyEventTransform("transform.frames", values, file.events);
    const std::string out = *arguments.value("--out");
    writeNpy(out, tensor);
    std::fprintf(stderr, "Wrote %s: %lld frames of %lld x %lld x %lld\n", out.c_str(), static_cast<long long>(tensor.shape.at(0)),
                 static_cast<long long>(tensor.shape.at(1)), static_cast<long long>(tensor.shape.at(2)),
                 static_cast<long long>(tensor.shape.at(3)));
    return kDone;
}

} // namespace

Command eventsInfoCommand()
{
    std::string formats;
    for (const EventFormat& format : eventFormats())
        formats += (formats.empty() ? "" : ", ") + std::string(format.id);
    return {"events info", "Describe an event file: counts, spans, sensor, hash.", {{"FILE", "an event file (" + formats + ")"}},
            {{"--json", "", "the facts as one JSON document"}}, runInfo, false,
            "Times are in microseconds. A file that is cut at the end is read as far as it goes, with a warning."};
}

Command eventsFramesCommand()
{
    return {"events frames", "Turn an event file into frames, a NumPy array [T, 2, height, width] of counts.",
            {{"IN", "an event file"}},
            {{"--frames", "N", "this many frames"},
             {"--by", "WHAT", "frames of equal number of events (default) or of equal time: number, time"},
             {"--dt", "US", "frames of this many microseconds"},
             {"--out", "F.npy", "file to write", true}}, runFrames};
}

} // namespace spw::cli
