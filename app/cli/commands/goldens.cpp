// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/engine_library.h"
#include "app/cli/interrupt.h"
#include "app/cli/interrupt_stop.h"
#include "app/cli/output.h"
#include "core/goldens_api.h"

#include <cstdio>

#include <unistd.h>

namespace spw::cli {
namespace {

Json caseJson(const GoldenCaseReport& one)
{
    Json json{{"id", one.id}, {"outcome", goldenOutcomeName(one.outcome)}};
    if (!one.why.empty())
        json["why"] = one.why;
    return json;
}

template <class Counted>
Json countsJson(const Counted& counted)
{
    return {{"passed", counted.count(GoldenOutcome::Passed)},
            {"failed", counted.count(GoldenOutcome::Failed)},
            {"skipped", counted.count(GoldenOutcome::Skipped)}};
}

template <class Counted>
std::string countsText(const Counted& counted)
{
    std::string text;
    for (const GoldenOutcome outcome : {GoldenOutcome::Passed, GoldenOutcome::Failed, GoldenOutcome::Skipped})
        text += (text.empty() ? "" : ", ") + std::to_string(counted.count(outcome)) + " " + goldenOutcomeName(outcome);
    return text;
}

void printReportJson(const GoldenReport& report)
{
    Json families = Json::array();
    for (const GoldenFamilyReport& family : report.families) {
        Json cases = Json::array();
        for (const GoldenCaseReport& one : family.cases)
            cases.push_back(caseJson(one));
        Json json{{"family", family.family}, {"files", family.files}};
        json.update(countsJson(family));
        json["cases"] = std::move(cases);
        families.push_back(std::move(json));
    }
    Json json{{"families", std::move(families)}, {"notes", report.notes}};
    json.update(countsJson(report));
    json["cancelled"] = report.cancelled;
    printJson(json);
}

void printReport(const GoldenReport& report, bool verbose)
{
    for (const GoldenFamilyReport& family : report.families) {
        std::printf("%s: %s\n", family.family.c_str(), countsText(family).c_str());
        if (verbose)
            for (const GoldenCaseReport& one : family.cases)
                std::printf("  %-7s  %s%s%s\n", goldenOutcomeName(one.outcome), one.id.c_str(), one.why.empty() ? "" : ": ",
                            one.why.c_str());
    }
    std::fflush(stdout);
    for (const GoldenFamilyReport& family : report.families)
        for (const GoldenCaseReport& one : family.cases)
            if (!verbose && one.outcome == GoldenOutcome::Failed)
                std::fprintf(stderr, "%s %s: %s\n", family.family.c_str(), one.id.c_str(), one.why.c_str());
    std::printf("%s\n", countsText(report).c_str());
}

int runGoldens(const Arguments& arguments)
{
    const bool json = arguments.has("--json"), quiet = arguments.has("--quiet") || json;
    const auto run = reinterpret_cast<RunGoldensFunction>(libraryFunction("spw_engine", "spwRunGoldens"));
    const bool terminal = !quiet && isatty(STDERR_FILENO);

    const InterruptStop interrupt;
    GoldenRequest request;
    request.path = arguments.at("DIR");
    request.only = arguments.values("--only");
    request.stop = interrupt.token();
    if (terminal)
        request.report = [](const std::string& family, const std::string& id) {
            std::fprintf(stderr, "\r\033[K%s %s", family.c_str(), id.c_str());
        };
    GoldenReport report;
    run(request, report);
    if (terminal)
        std::fprintf(stderr, "\r\033[K");

    for (const std::string& note : report.notes)
        std::fprintf(stderr, "%s\n", note.c_str());
    if (json)
        printReportJson(report);
    else
        printReport(report, arguments.has("--verbose"));
    if (report.cancelled)
        return kCancelled;
    return report.count(GoldenOutcome::Failed) > 0 ? kInputAtFault : kDone;
}

} // namespace

Command goldensCommand()
{
    return {"goldens", "Run reference cases of other libraries through the models and compare.",
            {{"DIR", "a folder with files of schema snn-golden/1, searched with its subfolders; or one file"}},
            {{"--only", "FAMILY", "only this family", false, true},
             {"--verbose", "", "one line a case, with the reason"},
             {"--json", "", "every case as JSON"},
             {"--quiet", "", "no progress"}}, runGoldens, true,
            "One line a family; the last line is 'N passed, M failed, K skipped'. A case is skipped if its family or variant\n"
            "is not known here; --verbose says why. Exit code 1 if a case failed or a file is damaged."};
}

} // namespace spw::cli
