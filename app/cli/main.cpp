// SPDX-License-Identifier: GPL-3.0-or-later
//
// spikewright-cli: everything the studio can do without a picture. Exit codes and formats: app/README.md.
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/base/process_environment.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>

#ifndef SPW_VERSION
#error "the build gives SPW_VERSION"
#endif

namespace spw::cli {
namespace {

const std::vector<Command>& commands()
{
    static const std::vector<Command> list{
        nodesCommand(),      examplesCommand(),     templatesCommand(),    newCommand(),          checkCommand(),
        trainCommand(),      evaluateCommand(),     simulateCommand(),     exportCommand(),
        importCommand(),     convertCommand(),    dataListCommand(),     dataGetCommand(),       dataCacheCommand(),     eventsInfoCommand(),  eventsConvertCommand(), eventsFramesCommand(), eventsRenderCommand(), goldensCommand(), kernelsCheckCommand(), kernelsBenchCommand(), doctorCommand(),
    };
    return list;
}

std::string usageLine(const Command& command)
{
    std::string out = "spikewright-cli " + command.name;
    for (const PositionalSpec& p : command.positionals)
        out += p.optional ? " [" + p.name + "]" : " " + p.name;
    for (const OptionSpec& o : command.options) {
        const std::string text = o.name + (o.value.empty() ? "" : " " + o.value);
        out += (o.required ? " " + text : " [" + text + "]") + (o.repeatable ? "..." : "");
    }
    return out;
}

void printHelp(const Command& command)
{
    std::printf("%s\n\nusage: %s\n", command.summary.c_str(), usageLine(command).c_str());
    std::size_t width = 6;
    for (const PositionalSpec& p : command.positionals)
        width = std::max(width, p.name.size());
    for (const OptionSpec& o : command.options)
        width = std::max(width, o.name.size() + (o.value.empty() ? 0 : 1 + o.value.size()));
    std::printf("\n");
    for (const PositionalSpec& p : command.positionals)
        std::printf("  %-*s  %s\n", int(width), p.name.c_str(), p.help.c_str());
    for (const OptionSpec& o : command.options)
        std::printf("  %-*s  %s%s\n", int(width), (o.name + (o.value.empty() ? "" : " " + o.value)).c_str(), o.help.c_str(),
                    o.repeatable ? " (may be repeated)" : "");
    std::printf("  %-*s  %s\n", int(width), "--help", "this text");
    if (!command.notes.empty())
        std::printf("\n%s\n", command.notes.c_str());
    if (command.lists)
        std::printf("\n%s", command.lists().c_str());
}

/// @param group  only commands that start with this word; empty: all.
void printOverview(std::FILE* to, const std::string& group)
{
    if (group.empty())
        std::fprintf(to, "Spikewright " SPW_VERSION ": design, train and inspect spiking neural networks.\n\n");
    std::fprintf(to, "usage: spikewright-cli %s [...]\n\n", group.empty() ? "COMMAND" : (group + " COMMAND").c_str());
    for (const Command& c : commands())
        if (group.empty() || c.name.rfind(group + " ", 0) == 0)
            std::fprintf(to, "  %-14s  %s\n", c.name.c_str(), c.summary.c_str());
    std::fprintf(to, "\n  COMMAND --help says more; --version prints the version.\n"
                     "Exit codes: 0 done, 1 the input is at fault, 2 wrong usage, 3 cancelled,\n"
                     "4 a device or library is missing, 70 a defect of ours.\n");
}

int wrongUsage(const std::string& reason, const std::string& command)
{
    std::fprintf(stderr, "Wrong usage: %s. See: spikewright-cli %s--help\n", reason.c_str(),
                 command.empty() ? "" : (command + " ").c_str());
    return kWrongUsage;
}

int reportDefect(const char* what)
{
    std::fprintf(stderr,
                 "This is a defect of Spikewright, not of your input: %s\n"
                 "Please report it with the command line you used.\n", what);
    return kDefect;
}

int runCommand(const Command& command, const std::vector<std::string>& words, char** argv)
{
    if (std::find(words.begin(), words.end(), "--help") != words.end()) {
        printHelp(command);
        return kDone;
    }
    // Whoever asked for JSON gets JSON, also when things go wrong.
    const bool json = std::find(words.begin(), words.end(), "--json") != words.end();
    try {
        const Arguments arguments = Arguments::parse(words, command.positionals, command.options);
        if (command.computes)
            prepareProcessEnvironment(argv);
        return command.run(arguments);
    } catch (const UsageError& e) {
        return wrongUsage(e.what(), command.name);
    } catch (const MissingDeviceError& e) {
        printError(e, json);
        return kMissing;
    } catch (const Error& e) {
        printError(e, json);
        return kInputAtFault;
    } catch (const std::bad_alloc&) {
        printError(Error("There is not enough memory for this.", command.name,
                         "Use smaller batches, fewer steps or a smaller network, or free memory."), json);
        return kInputAtFault;
    }
}

int run(const std::vector<std::string>& words, char** argv)
{
    if (words.empty()) {
        printOverview(stderr, {});
        return kWrongUsage;
    }
    if (words[0] == "--help" || words[0] == "help") {
        printOverview(stdout, {});
        return kDone;
    }
    if (words[0] == "--version") {
        std::printf("spikewright-cli " SPW_VERSION "\n");
        return kDone;
    }
    bool isGroup = false;
    for (const Command& c : commands()) {
        const std::size_t space = c.name.find(' ');
        if (space == std::string::npos) {
            if (c.name == words[0])
                return runCommand(c, {words.begin() + 1, words.end()}, argv);
        } else if (c.name.substr(0, space) == words[0]) {
            isGroup = true;
            if (words.size() > 1 && c.name.substr(space + 1) == words[1])
                return runCommand(c, {words.begin() + 2, words.end()}, argv);
        }
    }
    if (isGroup && words.size() > 1 && words[1] == "--help") {
        printOverview(stdout, words[0]);
        return kDone;
    }
    if (isGroup)
        return wrongUsage(words.size() > 1 ? "there is no command \"" + words[0] + " " + words[1] + "\""
                                           : "\"" + words[0] + "\" needs a second word", words[0]);
    return wrongUsage("there is no command \"" + words[0] + "\"", {});
}

} // namespace
} // namespace spw::cli

int main(int argc, char** argv)
{
    try {
        return spw::cli::run({argv + std::min(argc, 1), argv + argc}, argv);
    } catch (const std::exception& e) {
        return spw::cli::reportDefect(e.what());
    } catch (...) {
        return spw::cli::reportDefect("an unknown exception");
    }
}
