// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/commands/event_arguments.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/data/dataset_sources.h"
#include "core/data/download.h"
#include "core/data/sample_cache.h"
#include "core/data/unpack.h"

#include <cstdio>

namespace spw::cli {
namespace {

namespace fs = std::filesystem;

int runDataList(const Arguments& arguments)
{
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const DatasetSource& source : datasetSources()) {
            Json files = Json::array();
            for (const SourceFile& file : source.files)
                files.push_back({{"name", file.name}, {"url", file.url}, {"checksum", file.checksum}});
            list.push_back({{"id", source.id}, {"node", source.node}, {"title", source.title}, {"page", source.page}, {"terms", source.terms},
                            {"steps", source.steps}, {"files", files}});
        }
        std::printf("%s\n", list.dump(2).c_str());
        return kDone;
    }
    for (const DatasetSource& source : datasetSources())
        std::printf("%-16s %s\n%-16s %s%s\n%-16s %s\n\n", source.id.c_str(), source.title.c_str(), "", source.page.c_str(),
                    source.files.empty() ? "" : "  ('data get' downloads it)", "",
                    (source.terms + " " + (source.files.empty() ? source.steps : "")).c_str());
    return kDone;
}

int runGet(const Arguments& arguments)
{
    const DatasetSource* source = datasetSource(arguments.at("NAME"));
    if (!source)
        throw Error("There is no dataset '" + arguments.at("NAME") + "'.", "data get", "'data list' names those there are.");
    if (source->files.empty())
        throw Error(source->title + " cannot be downloaded by a program: " + source->terms, source->page, source->steps);
    const fs::path folder = *arguments.value("--to");
    std::string mirror = arguments.value("--from").value_or("");
    if (!mirror.empty() && mirror.back() != '/')
        mirror += '/';
    const InterruptGuard guard;
    std::vector<std::string> archives;
    for (const SourceFile& file : source->files) {
        const fs::path place = folder / file.name;
        std::fprintf(stderr, "%s\n", (mirror.empty() ? file.url : mirror + file.name).c_str());
        const bool whole = download({.url = mirror.empty() ? file.url : mirror + file.name, .file = place, .checksum = file.checksum,
                                     .progress = [](std::uint64_t done, std::uint64_t total) {
                                         return total == 0 ? !InterruptGuard::interrupted() : showShare("Downloading", double(done) / double(total));
                                     }});
        endShare();
        if (!whole)
            return kCancelled;
    }
    std::int64_t unpacked = 0;
    for (const SourceFile& file : source->files) {
        if (!source->unpack || !isArchive(file.name))
            continue;
        const std::int64_t count = unpackArchive(folder / file.name, folder / file.into, [](double share) { return showShare("Unpacking", share); });
        endShare();
        if (count < 0)
            return kCancelled;
        unpacked += count;
        if (!arguments.has("--keep-archives")) {
            std::error_code ignored;
            fs::remove(folder / file.name, ignored);
        }
    }
    if (arguments.has("--json"))
        std::printf("%s\n", Json({{"id", source->id}, {"node", source->node}, {"folder", folder.string()}, {"files", source->files.size()},
                                  {"unpacked", unpacked}}).dump(2).c_str());
    else
        std::printf("%s is in %s: choose it as 'Folder' of the node.\n%s\n", source->title.c_str(), folder.string().c_str(), source->terms.c_str());
    return kDone;
}

int runCache(const Arguments& arguments)
{
    const auto cache = SampleCache::standard();
    if (!cache)
        throw Error("Prepared samples are not kept on this machine.", "data cache",
                    "SPW_SAMPLE_CACHE is \"off\", or there is no folder for caches: set it to a folder.");
    const std::uint64_t before = cache->bytes();
    if (arguments.has("--clear"))
        cache->clear();
    const std::uint64_t now = arguments.has("--clear") ? cache->bytes() : before;
    if (arguments.has("--json"))
        std::printf("%s\n", Json({{"folder", cache->folder().string()}, {"bytes", now}, {"cleared", before - now}}).dump(2).c_str());
    else
        std::printf("%s: %.1f MB%s\n", cache->folder().string().c_str(), double(now) / 1e6, arguments.has("--clear") ? " (cleared)" : "");
    return kDone;
}

} // namespace

Command dataListCommand()
{
    return {"data list", "Datasets there are, where they come from, and what their publishers allow.", {}, {{"--json", "", "one JSON document", false, false}},
            runDataList};
}

Command dataGetCommand()
{
    return {"data get",
            "Download a dataset, check it and unpack it.",
            {{"NAME", "as 'data list' names it", false}},
            {{"--to", "DIR", "folder for the data; it is made", true, false},
             {"--from", "URL", "another server that has the same files, by their names", false, false},
             {"--keep-archives", "", "keep what was unpacked", false, false},
             {"--json", "", "one JSON document", false, false}},
            runGet, false,
            "Nothing is downloaded unless this command is given. What was broken off goes on where it stopped; a file counts only with the\n"
            "checksum its publisher gives."};
}

Command dataCacheCommand()
{
    return {"data cache",
            "Where prepared samples are kept, and how much that is.",
            {},
            {{"--clear", "", "remove them: they are made again when they are needed", false, false}, {"--json", "", "one JSON document", false, false}},
            runCache, false, "SPW_SAMPLE_CACHE names another folder; \"off\" keeps nothing on disk."};
}

} // namespace spw::cli
