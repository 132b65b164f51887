// SPDX-License-Identifier: GPL-3.0-or-later
// export and import.
#include "app/cli/command.h"
#include "app/cli/engine_library.h"
#include "app/cli/interrupt_stop.h"
#include "app/cli/output.h"
#include "app/cli/plugins.h"
#include "app/cli/project.h"
#include "core/exchange/exchange_job.h"

#include <cstdio>

namespace spw::cli {
namespace {

std::map<std::string, std::string> givenOptions(const Arguments& arguments)
{
    std::map<std::string, std::string> out;
    for (const std::string& text : arguments.values("--option")) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            throw UsageError("--option takes NAME=VALUE");
        out[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return out;
}

template <class T>
const T& named(const std::vector<std::unique_ptr<T>>& all, const std::string& id, const std::string& option)
{
    std::string names;
    for (const auto& one : all) {
        if (one->id() == id)
            return *one;
        names += (names.empty() ? "" : ", ") + one->id();
    }
    throw UsageError(option + " must be one of: " + names);
}

OpenNetwork opener()
{
    return [](const NetworkRequest& request) { return engine().open(request); };
}

ExchangeProgress progressLines(bool quiet)
{
    if (quiet)
        return [](double, const std::string&) {};
    return [last = std::string()](double share, const std::string& doing) mutable {
        if (doing != last)
            std::fprintf(stderr, "%3.0f %%  %s\n", 100 * share, doing.c_str());
        last = doing;
    };
}

int finish(const Arguments& arguments, const ExchangeReport& report, const std::string& done)
{
    if (arguments.has("--json"))
        printJson(Json::parse(toJson(report)));
    else
        std::printf("%s", toText(report).c_str());
    if (!report.complete()) {
        std::fprintf(stderr, "Nothing was written: see the lines that begin with 'refused'.\n");
        return kInputAtFault;
    }
    std::fprintf(stderr, "%s\n", done.c_str());
    return kDone;
}

int runExport(const Arguments& arguments)
{
    const Exporter& exporter = named(plugins().registry().exporters(), *arguments.value("--to"), "--to");
    ExportRequest request;
    request.options = exchangeOptions(exporter.options(), givenOptions(arguments), "the exporter '" + exporter.id() + "'");
    Project project = loadProject(arguments.at("F.spw"));
    printDiagnostics(project.warnings);
    request.document = std::move(project.document);
    request.base = project.base;
    request.out = *arguments.value("--out");
    request.open = opener();
    request.progress = progressLines(arguments.has("--quiet"));
    const InterruptStop stop;
    request.stop = stop.token();
    std::optional<std::filesystem::path> weights;
    if (const auto file = arguments.value("--weights"))
        weights = *file;
    else
        printWarning("No --weights: the initial weights are exported.");
    try {
        const ExchangeReport report = exportProject(exporter, weights, std::move(request));
        return finish(arguments, report, "Wrote " + *arguments.value("--out"));
    } catch (const CancelledError& e) {
        std::fprintf(stderr, "%s\n", e.happened().c_str());
        return kCancelled;
    }
}

int runImport(const Arguments& arguments)
{
    const std::string from = arguments.value("--from").value_or("auto");
    ImportRequest request;
    request.file = arguments.at("PATH");
    const Importer& importer = from == "auto" ? plugins().importerOf(request.file)
                                              : named(plugins().registry().importers(), from, "--from");
    request.options = exchangeOptions(importer.options(), givenOptions(arguments), "the importer '" + importer.id() + "'");
    if (const auto onto = arguments.value("--onto")) {
        Project project = loadProject(*onto);
        request.onto = std::move(project.document);
        request.base = project.base;
    } else if (importer.needsNetwork()) {
        throw UsageError("--from " + importer.id() + " brings weights only: say with --onto which project they are for");
    }
    request.open = opener();
    request.progress = progressLines(arguments.has("--quiet"));
    const InterruptStop stop;
    request.stop = stop.token();
    try {
        ImportResult result = importer.read(request);
        result.report.format = importer.id();
        const std::string out = *arguments.value("--out");
        if (result.report.complete())
            saveImport(result, out);
        return finish(arguments, result.report, "Wrote " + out + " and " + weightsBeside(out).string());
    } catch (const CancelledError& e) {
        std::fprintf(stderr, "%s\n", e.happened().c_str());
        return kCancelled;
    }
}

std::string optionLines(const std::vector<ParamSpec>& options)
{
    std::string text;
    for (const ParamSpec& option : options) {
        std::string choices;
        for (const Choice& choice : option.choices)
            choices += (choices.empty() ? "" : "|") + choice.id;
        if (option.type == ParamType::Bool)
            choices = "true|false";
        const std::string initial = toText(option.initial);
        text += "      " + option.name + "=" + (choices.empty() ? "..." : choices) + (initial.empty() ? "" : " (" + initial + ")") + "  " + option.doc + "\n";
    }
    return text;
}

std::string exporterLists()
{
    std::string text = "Formats and their options:\n";
    for (const auto& exporter : plugins().registry().exporters())
        text += "  " + exporter->id() + ": " + exporter->title() + (exporter->folder() ? ", a folder\n" : ", " + exporter->suffix() + "\n") +
                optionLines(exporter->options());
    return text;
}

std::string importerLists()
{
    std::string text = "Formats and their options:\n";
    for (const auto& importer : plugins().registry().importers())
        text += "  " + importer->id() + ": " + importer->title() + "\n" + optionLines(importer->options());
    return text;
}

} // namespace

Command exportCommand()
{
    return {"export", "Write a network for another program, with an account of what became of each node.",
            {{"F.spw", "project file; - for standard input"}},
            {{"--to", "FORMAT", "lava, lynxi, nir, python, torchscript or onnx", true},
             {"--weights", "W.h5", "weights or a checkpoint; without it the initial ones"},
             {"--out", "PATH", "the file or folder to write", true},
             {"--option", "NAME=VALUE", "an option of the format; the list below", false, true},
             {"--quiet", "", "no progress"},
             {"--json", "", "the account as one JSON object"}},
            runExport, true,
            "Exit code 1 if anything could not be mapped; then nothing is written.", exporterLists};
}

Command importCommand()
{
    return {"import", "Make a project of a network of another program; its weights lie beside it.",
            {{"PATH", "the foreign file"}},
            {{"--from", "FORMAT", "lava, nir, python-weights, ... or auto (default)"},
             {"--out", "F.spw", "the project to write; its weights go to F.weights.h5", true},
             {"--onto", "G.spw", "for weights alone: the project they are for"},
             {"--option", "NAME=VALUE", "an option of the format; the list below", false, true},
             {"--quiet", "", "no progress"},
             {"--json", "", "the account as one JSON object"}},
            runImport, true, {}, importerLists};
}

} // namespace spw::cli
