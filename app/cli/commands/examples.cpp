// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/document/examples.h"

#include <cstdio>

namespace spw::cli {
namespace {

int runList(const Arguments& arguments)
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

int runNew(const Arguments& arguments)
{
    const Example example = findExample(*arguments.value("--example"));
    const std::string out = *arguments.value("--out");
    const std::string text = readFile(example.file, std::uintmax_t(64) << 20);
    if (out == "-") {
        std::fwrite(text.data(), 1, text.size(), stdout);
        return kDone;
    }
    if (std::filesystem::exists(out))
        throw Error("The file exists already.", out, "Choose another name, or delete it first.");
    writeFileAtomically(out, text);
    std::fprintf(stderr, "Wrote %s: %s\n", out.c_str(), example.title.c_str());
    return kDone;
}

} // namespace

Command examplesCommand()
{
    return {"examples", "List the built-in projects.", {}, {{"--json", "", "the list as JSON"}}, runList};
}

Command newCommand()
{
    return {"new", "Write a built-in project to a file.", {},
            {{"--example", "NAME", "one of 'spikewright-cli examples'", true},
             {"--out", "F.spw", "file to write; - for standard output", true}}, runNew};
}

} // namespace spw::cli
