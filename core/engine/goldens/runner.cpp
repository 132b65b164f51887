// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/runner.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <exception>
#include <map>

namespace spw {

extern "C" void spwRunGoldens(const GoldenRequest& request, GoldenReport& out)
{
    out = engine::golden::runGoldens(request);
}

} // namespace spw

namespace spw::engine::golden {

namespace {

std::vector<std::filesystem::path> jsonFilesAt(const std::filesystem::path& path)
{
    namespace fs = std::filesystem;
    std::error_code error;
    if (fs::is_regular_file(path, error))
        return {path};
    if (!fs::is_directory(path, error))
        throw Error("There is no such file or folder.", path.string(), "Give a folder of reference cases.");
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator it(path, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end; it.increment(error))
        if (it->path().extension() == ".json" && it->is_regular_file(error))
            files.push_back(it->path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string oneLine(std::string text)
{
    if (const std::size_t end = text.find('\n'); end != std::string::npos)
        text.resize(end);   // LibTorch adds where in its sources it gave up
    return text;
}

} // namespace

CaseResult runCase(const GoldenCase& golden)
{
    std::string whySkipped;
    for (const HandlerRow& row : handlers()) {
        if (golden.file->family() != row.family)
            continue;
        try {
            const CaseResult result = row.run(golden);
            if (result.outcome != GoldenOutcome::Skipped)
                return result;
            whySkipped = result.why;
        } catch (const Skip& skip) {
            whySkipped = skip.why;
        } catch (const c10::Error& e) {
            return {GoldenOutcome::Failed, oneLine(e.what_without_backtrace())};
        } catch (const std::exception& e) {
            return {GoldenOutcome::Failed, oneLine(e.what())};
        }
    }
    if (whySkipped.empty())
        whySkipped = "the family " + golden.file->family() + " is not known";
    return {GoldenOutcome::Skipped, whySkipped};
}

GoldenReport runGoldens(const GoldenRequest& request)
{
    GoldenReport report;
    std::map<std::string, GoldenFamilyReport> families;
    bool any = false;
    for (const std::filesystem::path& path : jsonFilesAt(request.path)) {
        const std::filesystem::path relative = path.lexically_relative(request.path);
        const std::string name = relative.empty() || relative == "." ? path.filename().string() : relative.string();
        std::unique_ptr<GoldenFile> file;
        try {
            const std::string text = readFile(path, kLargestFile);
            if (text.find("snn-golden/") == std::string::npos) {
                report.notes.push_back(name + " holds no reference cases.");
                continue;
            }
            any = true;
            file = GoldenFile::parse(text, name, path.parent_path());
        } catch (const Error& e) {
            any = true;
            ++report.unreadable;
            report.notes.push_back(name + ": " + e.happened() + " " + e.where());
            continue;
        }
        if (!request.only.empty()
            && std::find(request.only.begin(), request.only.end(), file->family()) == request.only.end())
            continue;
        GoldenFamilyReport& family = families[file->family()];
        family.family = file->family();
        family.files.push_back(name);
        for (const GoldenCase& golden : file->cases()) {
            if (request.stop.stop_requested()) {
                report.cancelled = true;
                break;
            }
            if (request.report)
                request.report(file->family(), golden.id);
            const CaseResult result = runCase(golden);
            family.cases.push_back({golden.id, result.outcome, result.why});
        }
        if (report.cancelled)
            break;
    }
    for (auto& [name, family] : families)
        report.families.push_back(std::move(family));
    if (!any)
        throw Error("There are no reference cases here.", request.path.string(),
                    "Give a folder with files of schema snn-golden/1.");
    if (report.families.empty() && report.unreadable == 0)
        throw Error("No file has the family that was asked for.", request.path.string(), "Leave out --only.");
    return report;
}

} // namespace spw::engine::golden
