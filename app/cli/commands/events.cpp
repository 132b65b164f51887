// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/commands/event_arguments.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "core/data/event_file.h"
#include "core/data/event_writer.h"
#include "core/data/transforms/frame_stream.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <limits>

namespace spw::cli {
namespace {

/// Wanted spike counts (bsn): what the file holds instead of events, so the first of them are shown.
void printRows(const EventFileInfo& info)
{
    constexpr std::size_t kShown = 20;
    const auto textOf = [&](const char* wanted) {
        for (const auto& [name, text] : info.more)
            if (name == wanted)
                return nlohmann::json::parse(text, nullptr, false);
        return nlohmann::json();
    };
    const nlohmann::json rows = textOf("rows"), columns = textOf("columns");
    if (!rows.is_array() || !columns.is_string())
        return;
    std::printf("Rows        %zu: %s\n", rows.size(), columns.get<std::string>().c_str());
    for (std::size_t i = 0; i < rows.size() && i < kShown; ++i) {
        std::string line;
        for (const nlohmann::json& value : rows[i])
            line += (line.empty() ? "" : ", ") + value.dump();
        std::printf("            %s\n", line.c_str());
    }
    if (rows.size() > kShown)
        std::printf("            and %zu more, all with --json\n", rows.size() - kShown);
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
    printRows(info);
    const bool hasRows = std::any_of(info.more.begin(), info.more.end(), [](const auto& fact) { return fact.first == "rows"; });
    for (const auto& [name, text] : info.more)
        if (text.size() < 120 && !(hasRows && (name == "rows" || name == "columns")))   // long ones (headers) are for --json
            std::printf("%-11s %s\n", name.c_str(), text.c_str());
    std::printf("SHA-256     %s\n", info.sha256.empty() ? "only with --json: of so many events it takes minutes" : info.sha256.c_str());
}

int runInfo(const Arguments& arguments)
{
    constexpr std::int64_t kQuicklyHashed = 32'000'000;
    const auto reader = openEventArgument(arguments, "FILE");
    DescribeOptions options;
    if (!arguments.has("--json"))
        options.hashAtMost = kQuicklyHashed;
    options.progress = [](double share) { return showShare("Reading", share); };
    const InterruptGuard guard;
    const EventFileInfo info = describe(*reader, options);
    endShare();
    if (info.eventCount < 0)
        return kCancelled;
    warnOfDamage(*reader, arguments.at("FILE"), info.eventCount);
    for (std::size_t i = reader->warnings().size(); i < info.warnings.size(); ++i)
        printWarning(info.warnings[i]);
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

    FrameOptions options;
    options.method = duration ? FrameOptions::Method::Duration : by == "number" ? FrameOptions::Method::Count : FrameOptions::Method::Time;
    options.steps = frames.value_or(0);
    options.durationMicros = duration.value_or(0);
    const auto reader = openEventArgument(arguments, "IN");
    const std::string out = *arguments.value("--out");
    const InterruptGuard guard;
    const auto shape = writeFrames(*reader, options, out, [](double share) { return showShare("Frames", share); });
    endShare();
    if (shape.empty())
        return kCancelled;
    warnOfDamage(*reader, arguments.at("IN"), -1);
    if (const RecordingFacts& facts = reader->facts(); facts.width > 0 && (shape[3] > facts.width || shape[2] > facts.height))
        printWarning("Events lie outside the sensor of " + std::to_string(facts.width) + " x " + std::to_string(facts.height)
                     + " pixels that the file names: the frames are as large as the events need.");
    std::fprintf(stderr, "Wrote %s: %lld frames of %lld x %lld x %lld\n", out.c_str(), static_cast<long long>(shape.at(0)),
                 static_cast<long long>(shape.at(1)), static_cast<long long>(shape.at(2)), static_cast<long long>(shape.at(3)));
    return kDone;
}

int runEventsConvert(const Arguments& arguments)
{
    const auto reader = openEventArgument(arguments, "IN");
    ConvertOptions options;
    options.format = arguments.value("--to").value_or("");
    options.startAtZero = arguments.has("--start-at-zero");
    options.progress = [](double share) { return showShare("Converting", share); };
    const std::string& out = arguments.at("OUT");
    const InterruptGuard guard;
    const std::int64_t count = convertEvents(*reader, out, options);
    endShare();
    if (count < 0)
        return kCancelled;
    warnOfDamage(*reader, arguments.at("IN"), count);
    std::fprintf(stderr, "Wrote %s: %s events\n", out.c_str(), countText(double(count)).c_str());
    return kDone;
}

} // namespace

Command eventsInfoCommand()
{
    std::vector<OptionSpec> options = eventReadOptions();
    options.insert(options.begin(), {"--json", "", "the facts as one JSON document"});
    return {"events info", "Describe an event file: counts, spans, sensor, hash.", {{"FILE", "an event file; - for standard input"}}, options, runInfo, false,
            "Times are in microseconds. A file that is cut at the end is read as far as it goes, with a warning.\n"
                + eventFormatNotes()};
}

Command eventsConvertCommand()
{
    std::string formats;
    for (const EventWriterFormat& format : eventWriters())
        formats += (formats.empty() ? "" : ", ") + format.id + " (" + format.extensions.front() + ")";
    std::vector<OptionSpec> options = eventReadOptions();
    options.push_back({"--to", "ID", "write this format instead of the one of OUT's ending"});
    options.push_back({"--start-at-zero", "", "the earliest time becomes 0"});
    return {"events convert", "Write an event file in another format.",
            {{"IN", "an event file; - for standard input"}, {"OUT", "file to write: " + formats}}, options, runEventsConvert, false,
            "Times, coordinates and polarities are kept; what the format cannot hold is refused by name. Any length is converted in "
            "little memory, and OUT appears when it is complete."};
}

Command eventsFramesCommand()
{
    std::vector<OptionSpec> options = {{"--frames", "N", "this many frames"},
             {"--by", "WHAT", "frames of equal number of events (default) or of equal time: number, time"},
             {"--dt", "US", "frames of this many microseconds"},
             {"--out", "F.npy", "file to write", true}};
    for (OptionSpec& option : eventReadOptions())
        options.push_back(std::move(option));
    return {"events frames", "Turn an event file into frames, a NumPy array [T, 2, height, width] of counts.",
            {{"IN", "an event file; - for standard input"}}, options, runFrames};
}

} // namespace spw::cli
