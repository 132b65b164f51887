// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/program_files.h"
#include "core/base/atomic_file.h"

#include <cstdio>

namespace spw::cli {
namespace {

int runList(const Arguments& arguments)
{
    const std::vector<Example> examples = listExamples();
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const Example& e : examples)
            list.push_back({{"name", e.name}, {"title", e.title}, {"description", e.description}, {"file", e.file.string()}});
        printJson({{"examples", list}});
        return kDone;
    }
    for (const Example& e : examples)
        std::printf("%s: %s\n  %s\n", e.name.c_str(), e.title.c_str(), e.description.c_str());
    return kDone;
}

int runNew(const Arguments& arguments)
{
    const std::string name = *arguments.value("--example"), out = *arguments.value("--out");
    std::string names;
    for (const Example& e : listExamples()) {
        if (e.name == name) {
            const std::string text = readFile(e.file, std::uintmax_t(64) << 20);
            if (out == "-") {
                std::fwrite(text.data(), 1, text.size(), stdout);
                return kDone;
            }
            if (std::filesystem::exists(out))
                throw Error("The file exists already.", out, "Choose another name, or delete it first.");
            writeFileAtomically(out, text);
            std::fprintf(stderr, "Wrote %s: %s\n", out.c_str(), e.title.c_str());
            return kDone;
        }
        names += (names.empty() ? "" : ", ") + e.name;
    }
    throw Error("There is no example \"" + name + "\".", "--example", "Use one of: " + names + ".");
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
