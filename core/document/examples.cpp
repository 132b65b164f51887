// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/examples.h"

#include "core/base/error.h"
#include "core/document/document.h"

#include <algorithm>
#include <cstdlib>

namespace spw {

namespace fs = std::filesystem;

fs::path resourcesFolder()
{
    std::error_code ec;
    if (const char* folder = std::getenv("SPW_RESOURCES"); folder && *folder)
        return folder;
    const fs::path program = fs::read_symlink("/proc/self/exe", ec);
    if (!ec) {
        const fs::path installed = program.parent_path() / ".." / "share" / "spikewright";
        if (fs::is_directory(installed, ec))
            return fs::weakly_canonical(installed, ec);
    }
    const fs::path source = fs::path(SPW_SOURCE_RESOURCES);
    return fs::is_directory(source, ec) ? source : fs::path();
}

std::vector<Example> builtinExamples(std::vector<std::string>* problems)
{
    std::vector<Example> examples;
    std::error_code ec;
    const fs::path resources = resourcesFolder();
    if (resources.empty())
        return examples;
    for (fs::directory_iterator it(resources / "examples", ec), end; !ec && it != end; it.increment(ec)) {
        const fs::path file = it->path();
        if (file.extension() != ".spw")
            continue;
        try {
            const Document document = loadDocument(file);
            const auto line = document.description.find('\n');
            Example example{.id = file.stem().string(), .title = document.description.substr(0, line),
                            .description = {}, .file = file};
            if (const auto rest = document.description.find_first_not_of('\n', line);
                line != std::string::npos && rest != std::string::npos)
                example.description = document.description.substr(rest);
            if (example.title.empty())
                example.title = example.id;
            examples.push_back(std::move(example));
        } catch (const Error& error) {
            if (problems)
                problems->push_back(error.what());
        }
    }
    std::sort(examples.begin(), examples.end(), [](const Example& a, const Example& b) { return a.id < b.id; });
    return examples;
}

Example findExample(const std::string& id)
{
    std::string known;
    for (Example& example : builtinExamples()) {
        if (example.id == id)
            return std::move(example);
        known += (known.empty() ? "" : ", ") + example.id;
    }
    throw Error("There is no example '" + id + "'.", "examples",
                known.empty() ? "Install Spikewright's resources, or set SPW_RESOURCES to their folder."
                              : "Use one of: " + known + ".");
}

} // namespace spw
