// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/commands/event_arguments.h"
#include "app/cli/engine_library.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/video_module.h"
#include "app/program_files.h"
#include "core/data/pictures/event_film.h"

#include <cstdio>
#include <limits>

namespace spw::cli {
namespace {

constexpr std::int64_t kAnyTime = std::numeric_limits<std::int64_t>::max();

/// "ffb03a". @throws UsageError
Rgb colour(const Arguments& arguments, const char* option, Rgb initial)
{
    const auto text = arguments.value(option);
    if (!text)
        return initial;
    const std::string digits = text->rfind('#', 0) == 0 ? text->substr(1) : *text;
    if (digits.size() != 6 || digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
        throw UsageError(std::string(option) + " needs six hexadecimal digits, RRGGBB");
    const auto value = std::uint32_t(std::stoul(digits, nullptr, 16));
    return {std::uint8_t(value >> 16), std::uint8_t(value >> 8), std::uint8_t(value)};
}

std::unique_ptr<PictureWriter> createFilm(const std::string& out, const FilmFormat& format)
{
    const auto endsWith = [&](const std::string& ending) {
        return out.size() > ending.size() && out.compare(out.size() - ending.size(), ending.size(), ending) == 0;
    };
    if (endsWith(".gif") || endsWith(".GIF"))
        return createGif(out, format);
    for (const char* const other : {".png", ".jpg", ".jpeg", ".bmp", ".webp", ".apng", ".avi", ".mov", ".mkv", ".webm", ".mpg"})
        if (endsWith(other))   // a folder of that name would surprise
            throw Error(std::string("No film is written to files that end with \"") + other + "\".", out,
                        "Use .gif or .mp4, or the name of a folder for pictures in PNG.");
    if (!endsWith(".mp4") && !endsWith(".MP4"))
        return createPngFolder(out, format);
    std::error_code ec;
    if (!std::filesystem::exists(libraryFile("spw_video"), ec))
        throw MissingDeviceError("This build writes no MP4: FFmpeg's libraries were not found when it was made.", out,
                                 "Install libavcodec-dev, libavformat-dev and libavutil-dev and build again, or write a .gif or a "
                                 "folder of pictures.");
    std::unique_ptr<PictureWriter> writer;
    reinterpret_cast<CreateVideoFunction>(libraryFunction("spw_video", "spwCreateVideo"))(out, format, writer);
    return writer;
}

int runRender(const Arguments& arguments)
{
    FilmOptions options;
    options.framesPerSecond = int(arguments.integer("--fps", 1, 100).value_or(25));
    options.microsPerPicture = arguments.integer("--dt", 1, kAnyTime).value_or(1'000'000 / options.framesPerSecond);
    options.accumulateMicros = arguments.integer("--accumulate", 1, kAnyTime).value_or(0);
    options.scale = int(arguments.integer("--scale", 1, 64).value_or(1));
    options.from = arguments.integer("--from", std::numeric_limits<std::int64_t>::min() + 1, kAnyTime);
    options.to = arguments.integer("--to", std::numeric_limits<std::int64_t>::min() + 1, kAnyTime);
    options.background = colour(arguments, "--background", options.background);
    options.on = colour(arguments, "--on", options.on);
    options.off = colour(arguments, "--off", options.off);
    options.progress = [](double share) { return showShare("Rendering", share); };
    const auto reader = openEventArgument(arguments, "IN");
    options.upsideDown = reader->facts().originBelow != arguments.has("--flip-y");
    const std::string out = *arguments.value("--out");
    const InterruptGuard guard;
    const std::int64_t count = filmEvents(*reader, options, [&](const FilmFormat& format) { return createFilm(out, format); });
    endShare();
    if (count < 0)
        return kCancelled;
    warnOfDamage(*reader, arguments.at("IN"), -1);
    std::fprintf(stderr, "Wrote %s: %s pictures\n", out.c_str(), countText(double(count)).c_str());
    return kDone;
}

} // namespace

Command eventsRenderCommand()
{
    std::vector<OptionSpec> options = {
        {"--out", "PATH", "an animated .gif, an .mp4 (where FFmpeg was found at build time), else a folder of PNG pictures", true},
        {"--dt", "US", "microseconds from one picture to the next (default: so that it plays as fast as it was recorded)"},
        {"--accumulate", "US", "microseconds of events that a picture shows (default: as --dt)"},
        {"--fps", "N", "pictures a second, 1 to 100 (default 25)"},
        {"--scale", "N", "pixels of the picture for each of the sensor's, along each side"},
        {"--from", "US", "start at this time"},
        {"--to", "US", "end before this time"},
        {"--on", "RRGGBB", "colour of brighter pixels"},
        {"--off", "RRGGBB", "colour of darker pixels"},
        {"--background", "RRGGBB", "colour of the rest"},
        {"--flip-y", "", "upside down (formats with their origin at the lower left are turned by themselves)"}};
    for (OptionSpec& option : eventReadOptions())
        options.push_back(std::move(option));
    return {"events render", "Show an event file as a film: GIF, MP4 or numbered PNG pictures.", {{"IN", "an event file; - for standard input"}}, options,
            runRender, false, "A pixel shows the polarity of its last event. Any length is rendered in little memory."};
}

} // namespace spw::cli
