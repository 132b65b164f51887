// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/progress.h"
#include "app/cli/project.h"
#include "core/engine_api.h"

namespace spw::cli {

struct FinishedJob {
    RunResult result;
    std::shared_ptr<const Snapshot> last;
};

/// Runs a request to its end on the engine, shows its progress, and turns Ctrl+C into a clean stop.
/// @throws Error of a failed run.
FinishedJob runJob(RunRequest request, ProgressStyle style);

/// The options every computing command has: --seed --device --threads --set --progress --quiet --json.
std::vector<OptionSpec> runOptions();
/// Applies them to the project. @throws UsageError, Error
void applyRunOptions(const Arguments& arguments, Project& project);
ProgressStyle progressStyle(const Arguments& arguments);

/// kCancelled or kDone.
int exitCode(RunState state);

} // namespace spw::cli
