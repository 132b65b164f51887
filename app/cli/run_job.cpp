// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_job.h"

#include "app/cli/command.h"
#include "app/cli/engine_library.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <thread>

#include <unistd.h>

namespace spw::cli {
namespace {

bool isDeviceName(const std::string& text)
{
    if (text == "cpu" || text == "cuda")
        return true;
    return text.rfind("cuda:", 0) == 0 && text.size() > 5 && text.size() < 9 &&
           std::all_of(text.begin() + 5, text.end(), [](unsigned char c) { return std::isdigit(c); });
}

} // namespace

FinishedJob runJob(RunRequest request, ProgressStyle style)
{
    const InterruptGuard guard;   // before the engine loads: that takes most of a second
    Engine& host = engine();
    const EngineInfo info = host.info();
    if (info.blasIsReference)
        printWarning("LibTorch uses the reference BLAS (" + info.blas + "), about 25 times slower than OpenBLAS. "
                     "Install libopenblas0-pthread.");
    const std::unique_ptr<Run> run = host.start(std::move(request));
    ProgressPrinter printer(style);
    bool stopping = false;
    while (!isOver(run->state())) {
        if (InterruptGuard::interrupted() && !stopping) {
            stopping = true;
            if (style != ProgressStyle::None)
                std::fprintf(stderr, "\nStopping: the checkpoint is being written ...\n");
            run->stop();
        }
        printer.show(*run->snapshot());
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    printer.finish(*run->snapshot());
    FinishedJob out;
    out.result = run->wait();
    out.last = run->snapshot();
    return out;
}

std::vector<OptionSpec> runOptions()
{
    return {
        {"--seed", "S", "seed of everything random, instead of the project's"},
        {"--device", "DEVICE", "cpu, cuda or cuda:K, instead of the project's"},
        {"--threads", "N", "threads to compute with; 0: all cores"},
        {"--set", "NODE.PARAM=VALUE", "another value for one parameter of one node", false, true},
        {"--json", "", "the result as one JSON object on standard output"},
        {"--progress", "STYLE", "bar, lines, json (one object a line on standard output) or none"},
        {"--quiet", "", "no progress"},
    };
}

void applyRunOptions(const Arguments& arguments, Project& project)
{
    RunSettings& run = project.document.run;
    if (const auto seed = arguments.integer("--seed", 0, std::numeric_limits<std::int64_t>::max()))
        run.seed = std::uint64_t(*seed);
    if (const auto threads = arguments.integer("--threads", 0, 1024))
        run.threads = int(*threads);
    if (const auto device = arguments.value("--device")) {
        if (!isDeviceName(*device))
            throw UsageError("--device is cpu, cuda or cuda:K, not \"" + *device + "\"");
        run.device = *device;
    }
    for (const std::string& setting : arguments.values("--set"))
        applySetting(project.document.graph, setting);
}

ProgressStyle progressStyle(const Arguments& arguments)
{
    const std::string style = arguments.choice("--progress", {"bar", "lines", "json", "none"}, "");
    if (arguments.has("--quiet") || style == "none")
        return ProgressStyle::None;
    if (style == "json")
        return ProgressStyle::Json;
    if (style == "bar" || (style.empty() && isatty(STDERR_FILENO)))
        return ProgressStyle::Bar;
    return ProgressStyle::Lines;
}

int exitCode(RunState state) { return state == RunState::Cancelled ? kCancelled : kDone; }

} // namespace spw::cli
