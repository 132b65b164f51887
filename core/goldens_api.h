// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

/// Reference cases of other libraries, run through our models: what the command line and the tests see of
/// core/engine/goldens. Free of LibTorch, like core/engine_api.h.
namespace spw {

enum class GoldenOutcome { Passed, Failed, Skipped };

inline const char* goldenOutcomeName(GoldenOutcome outcome)
{
    constexpr const char* kNames[] = {"passed", "failed", "skipped"};
    return kNames[int(outcome)];
}

struct GoldenCaseReport {
    std::string id;
    GoldenOutcome outcome = GoldenOutcome::Skipped;
    std::string why;        // empty if passed
};

/// All cases of one family; its files are merged.
struct GoldenFamilyReport {
    std::string family;
    std::vector<std::string> files;   // relative to the folder
    std::vector<GoldenCaseReport> cases;

    std::int64_t count(GoldenOutcome outcome) const
    {
        return std::count_if(cases.begin(), cases.end(), [=](const GoldenCaseReport& c) { return c.outcome == outcome; });
    }
};

struct GoldenReport {
    std::vector<GoldenFamilyReport> families;   // in order of their names
    std::vector<std::string> notes;             // files that are no goldens, or damaged
    std::int64_t unreadable = 0;                // damaged files, counted as failures
    bool cancelled = false;

    /// Failures include the unreadable files.
    std::int64_t count(GoldenOutcome outcome) const
    {
        std::int64_t sum = outcome == GoldenOutcome::Failed ? unreadable : 0;
        for (const GoldenFamilyReport& family : families)
            sum += family.count(outcome);
        return sum;
    }
};

struct GoldenRequest {
    std::filesystem::path path;       // a folder, searched with all its subfolders, or one file
    std::vector<std::string> only;    // families; empty: all
    std::stop_token stop;
    std::function<void(const std::string& family, const std::string& id)> report;   // before each case; may be empty
};

/// The engine library's function of this signature. @throws Error if the path holds no file of goldens.
extern "C" void spwRunGoldens(const GoldenRequest& request, GoldenReport& out);
using RunGoldensFunction = void (*)(const GoldenRequest&, GoldenReport&);

} // namespace spw
