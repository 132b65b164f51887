// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/document/document.h"
#include "core/document/examples.h"
#include "core/zoo/template.h"

#include <cstdio>
#include <utility>

namespace spw::cli {
namespace {

int runExamples(const Arguments& arguments)
{
    std::vector<std::string> problems;
    const std::vector<Example> examples = builtinExamples(&problems);
    for (const std::string& problem : problems)
        printWarning(problem);
    if (examples.empty())
        throw Error("The examples are not installed.", (resourcesFolder() / "examples").string(),
                    "Install the program again, or set SPW_RESOURCES to the folder that holds them.");
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const Example& e : examples)
            list.push_back({{"name", e.id}, {"title", e.title}, {"description", e.description}, {"file", e.file.string()}});
        printJson({{"examples", list}});
        return kDone;
    }
    for (const Example& e : examples)
        std::printf("%s: %s\n  %s\n", e.id.c_str(), e.title.c_str(), e.description.c_str());
    return kDone;
}

/// Title and text of the project that was asked for.
std::pair<std::string, std::string> projectOf(const Arguments& arguments)
{
    if (arguments.has("--example") == arguments.has("--template"))
        throw UsageError("give either --example or --template");
    if (arguments.has("--example") && arguments.has("--set"))
        throw UsageError("--set is for --template; set values of examples with train --set or in the file");
    if (arguments.has("--example")) {
        const Example example = findExample(*arguments.value("--example"));
        return {example.title, readFile(example.file, std::uintmax_t(64) << 20)};
    }
    const zoo::Template& row = zoo::findTemplate(*arguments.value("--template"));
    zoo::Options options = row.defaults();
    for (const std::string& setting : arguments.values("--set"))
        zoo::setOption(row, options, setting);
    return {row.title, writeDocument(zoo::makeProject(row, options))};
}

int runNew(const Arguments& arguments)
{
    const auto [title, text] = projectOf(arguments);
    const std::string out = *arguments.value("--out");
    if (out == "-") {
        std::fwrite(text.data(), 1, text.size(), stdout);
        return kDone;
    }
    if (std::filesystem::exists(out))
        throw Error("The file exists already.", out, "Choose another name, or delete it first.");
    writeFileAtomically(out, text);
    std::fprintf(stderr, "Wrote %s: %s\n", out.c_str(), title.c_str());
    return kDone;
}

} // namespace

Command examplesCommand()
{
    return {"examples", "List the built-in projects.", {}, {{"--json", "", "the list as JSON"}}, runExamples};
}

Command newCommand()
{
    return {.name = "new", .summary = "Write a built-in project or a known network to a file.", .positionals = {},
            .options = {{"--example", "NAME", "one of 'spikewright-cli examples'"},
                        {"--template", "NAME", "one of 'spikewright-cli templates'"},
                        {"--set", "OPTION=VALUE", "an option of the template", false, true},
                        {"--out", "F.spw", "file to write; - for standard output", true}},
            .run = runNew,
            .notes = "Options of a template: 'spikewright-cli templates NAME'. For example\n"
                     "  spikewright-cli new --template sew_resnet18 --set cnf=IAND --set data=shapes --set size=32 --out sew.spw"};
}

} // namespace spw::cli
