// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_folder.h"

#include "core/base/error.h"

#include <cstdio>
#include <ctime>

namespace spw::cli {
namespace fs = std::filesystem;
namespace {

/// `<parent>/<time>-<name>`, with a number if that is taken.
fs::path freshFolder(const fs::path& parent, const std::string& name)
{
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    char stamp[32];
    std::strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &local);
    std::string safe = name.empty() ? "train" : name;
    for (char& c : safe)
        if (c == '/' || c == '\0')
            c = '_';
    const fs::path first = parent / (std::string(stamp) + "-" + safe);
    fs::path folder = first;
    for (int i = 2; fs::exists(folder); ++i)
        folder = first.string() + "-" + std::to_string(i);
    return folder;
}

bool isRunFolder(const fs::path& folder) { return fs::exists(folder / "config.json"); }

void moveAside(const fs::path& folder)
{
    fs::path target;
    for (int i = 1; target.empty() || fs::exists(target); ++i)
        target = folder.string() + "." + std::to_string(i);
    std::error_code error;
    fs::rename(folder, target, error);
    if (error)
        throw Error("The earlier run cannot be moved aside: " + error.message() + ".", folder.string(),
                    "Choose another folder with --out.");
    std::fprintf(stderr, "The earlier run was moved to %s\n", target.string().c_str());
}

} // namespace

fs::path checkpointFolder(const fs::path& given)
{
    const fs::path latest = given / "checkpoints" / "latest";
    const fs::path folder = fs::is_directory(latest) ? latest : given;
    if (!fs::is_directory(folder))
        throw Error("There is no checkpoint.", given.string(),
                    "Give a checkpoint folder (RUN/checkpoints/latest) or a run folder.");
    return folder;
}

fs::path chooseRunFolder(const Project& project, const std::optional<std::string>& out, const std::string& name,
                         const std::optional<fs::path>& resume)
{
    const fs::path resumedRun = resume ? fs::absolute(*resume).lexically_normal().parent_path().parent_path() : fs::path();
    if (out) {
        fs::path folder = fs::absolute(*out).lexically_normal();
        if (folder.filename().empty())
            folder = folder.parent_path();
        std::error_code error;
        if (!fs::exists(folder) || fs::is_empty(folder, error))
            return folder;
        if (!fs::is_directory(folder))
            throw Error("A file stands where the run folder should be.", folder.string(), "Choose another folder with --out.");
        if (resume && fs::equivalent(folder, resumedRun, error))
            return folder;
        if (!isRunFolder(folder))
            return freshFolder(folder, name);
        moveAside(folder);
        return folder;
    }
    if (resume && isRunFolder(resumedRun))
        return resumedRun;
    fs::path runs = project.file.empty() ? project.base / "project" : fs::absolute(project.file);
    return freshFolder(runs.replace_extension(".runs"), name);
}

} // namespace spw::cli
