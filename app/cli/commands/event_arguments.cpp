// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/event_arguments.h"

#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "core/base/error.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

namespace spw::cli {

namespace {

/// A pipe cannot be read at any place, so it is taken into memory.
std::shared_ptr<const ByteSource> eventsFromStandardInput()
{
    constexpr std::size_t kMost = std::size_t(2) << 30, kPiece = std::size_t(1) << 20;
    std::string bytes;
    for (std::size_t got = 1; got > 0;) {
        const std::size_t had = bytes.size();
        if (had > kMost)
            throw Error("The recording has more than 2 GiB.", "standard input", "Give the name of a file instead: it is read piece by piece.");
        bytes.resize(had + kPiece);
        got = std::fread(bytes.data() + had, 1, kPiece, stdin);
        bytes.resize(had + got);
    }
    return bytesInMemory(std::move(bytes), "standard input");
}

} // namespace

std::vector<OptionSpec> eventReadOptions()
{
    return {{"--format", "ID", "read it as this format instead of looking at its content"},
            {"--option", "NAME=VALUE", "how the format is read; the list below", false, true}};
}

std::string eventFormatNotes()
{
    std::string text = "Formats and their options:\n";
    for (const EventFormat& format : eventFormats()) {
        std::string endings;
        for (const std::string& ending : format.extensions)
            endings += " " + ending;
        text += "  " + format.id + ": " + format.title + "," + endings + "\n";
        for (const ReadOptionSpec& option : format.options) {
            std::string choices;
            for (const std::string& choice : option.choices)
                choices += (choices.empty() ? "" : "|") + choice;
            text += "      " + option.name + "=" + (choices.empty() ? "..." : choices) + "  " + option.help + "\n";
        }
    }
    text.pop_back();
    return text;
}

std::unique_ptr<EventReader> openEventArgument(const Arguments& arguments, const std::string& positional)
{
    ReadOptions options;
    for (const std::string& given : arguments.values("--option")) {
        const std::size_t equals = given.find('=');
        if (equals == std::string::npos || equals == 0)
            throw UsageError("--option needs NAME=VALUE, not \"" + given + "\"");
        options[given.substr(0, equals)] = given.substr(equals + 1);
    }
    if (const auto format = arguments.value("--format"))
        options["format"] = *format;
    if (arguments.at(positional) == "-")
        return openEvents(eventsFromStandardInput(), options);
    return openEvents(std::filesystem::path(arguments.at(positional)), options);
}

void warnOfDamage(const EventReader& reader, const std::string& name, std::int64_t events)
{
    for (const std::string& sentence : reader.warnings())
        printWarning(sentence);
    if (reader.droppedBytes() > 0)
        printWarning(name + " ends early or is damaged: " + std::to_string(reader.droppedBytes())
                     + " bytes are no whole event and were left out"
                     + (events >= 0 ? "; " + countText(double(events)) + " events could be read" : std::string())
                     + ". Copy the file again if it should be longer.");
}

bool showShare(const char* what, double share)
{
    if (::isatty(STDERR_FILENO)) {
        std::fprintf(stderr, "\r%s %3.0f %%", what, 100.0 * share);
    } else if (std::getenv("SPW_PROGRESS")) {            // another program reads it, line by line
        static int before = -1;
        if (const int now = int(100.0 * share); now != before)
            std::fprintf(stderr, "%s %d %%\n", what, before = now);
    } else {                                                  // into a log: a line now and then
        static std::chrono::steady_clock::time_point last = std::chrono::steady_clock::now();
        if (const auto now = std::chrono::steady_clock::now(); now - last >= std::chrono::seconds(5)) {
            std::fprintf(stderr, "%s %3.0f %%\n", what, 100.0 * share);
            last = now;
        }
    }
    return !InterruptGuard::interrupted();
}

void endShare()
{
    if (::isatty(STDERR_FILENO))
        std::fprintf(stderr, "\r\033[K");
}

} // namespace spw::cli
