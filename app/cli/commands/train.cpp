// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/engine_library.h"
#include "app/cli/output.h"
#include "app/cli/run_folder.h"
#include "app/cli/run_job.h"
#include "app/report/report.h"

#include <cstdio>
#include <limits>

namespace spw::cli {
namespace {

Json resultJson(const RunResult& r)
{
    return {{"state", runStateName(r.state)}, {"epochs", r.epochs}, {"train_loss", jsonNumber(r.trainLoss)},
            {"train_accuracy", jsonNumber(r.trainAccuracy)}, {"test_accuracy", jsonNumber(r.testAccuracy)},
            {"best_test_accuracy", jsonNumber(r.bestTestAccuracy)}, {"samples_per_second", jsonNumber(r.samplesPerSecond)},
            {"seconds", jsonNumber(r.seconds)}, {"peak_rss_bytes", r.peakRssBytes}, {"device", r.device},
            {"run_dir", r.runDir.string()}};
}

void printResult(const RunResult& r)
{
    std::printf("%s after %lld epochs in %s on %s\n", r.state == RunState::Cancelled ? "Cancelled" : "Finished",
                static_cast<long long>(r.epochs), durationText(r.seconds).c_str(), r.device.c_str());
    std::printf("Training: loss %s, accuracy %s, %s samples/s\n", numberText(r.trainLoss).c_str(),
                numberText(r.trainAccuracy).c_str(), countText(r.samplesPerSecond).c_str());
    std::printf("Test: accuracy %s, best epoch %s\n", numberText(r.testAccuracy).c_str(),
                numberText(r.bestTestAccuracy).c_str());
    std::printf("Memory: %s at most\nRun folder: %s\n", bytesText(double(r.peakRssBytes)).c_str(), r.runDir.string().c_str());
}

/// One test sample through the trained network, for the raster. Nothing is written.
std::shared_ptr<const SampleRecord> lookAtOneSample(const Project& project, const RunResult& result)
{
    const std::filesystem::path weights = result.runDir / "checkpoints" / "latest" / "weights.h5";
    if (!std::filesystem::exists(weights))
        return nullptr;
    RunRequest request;
    request.mode = RunMode::Simulate;
    request.document = project.document;
    request.base = project.base;
    request.weights = weights;
    return runJob(std::move(request), ProgressStyle::None).last->sample;
}

int runTrain(const Arguments& arguments)
{
    const ProgressStyle style = progressStyle(arguments);
    const bool json = arguments.has("--json") || style == ProgressStyle::Json;
    const auto epochs = arguments.integer("--epochs", 1, 1'000'000'000);
    Project project = loadProject(arguments.at("F.spw"));
    applyRunOptions(arguments, project);
    requireRunnable(project);

    RunRequest request;
    request.mode = RunMode::Train;
    request.document = project.document;
    request.base = project.base;
    request.name = arguments.value("--run").value_or("");
    request.epochs = epochs;
    request.monitorSeconds = 0;   // nobody is watching
    if (const auto resume = arguments.value("--resume"))
        request.resume = checkpointFolder(*resume);
    if (const auto weights = arguments.value("--weights"))
        request.weights = *weights;
    if (request.resume && request.weights)
        throw UsageError("--resume brings its own weights: leave --weights out");
    request.runDir = chooseRunFolder(project, arguments.value("--out"), request.name, request.resume);

    const FinishedJob job = runJob(request, style);
    if (const auto folder = arguments.value("--report")) {
        report::Input input;
        input.title = project.name;
        input.document = project.document;
        input.result = job.result;
        input.engine = engine().info();
        if (job.last->epochsDone)
            input.epochs = *job.last->epochsDone;
        input.sample = job.result.state == RunState::Finished ? lookAtOneSample(project, job.result) : job.last->sample;
        const std::filesystem::path page = report::write(input, *folder);
        std::fprintf(stderr, "Report: %s\n", page.string().c_str());
    }
    if (json)
        printJson(resultJson(job.result), false);
    else
        printResult(job.result);
    return exitCode(job.result.state);
}

} // namespace

Command trainCommand()
{
    std::vector<OptionSpec> options{
        {"--run", "NAME", "name of the run, part of its folder's name"},
        {"--out", "DIR", "folder for the run; without it PROJECT.runs/<time>-<name> beside the project"},
        {"--epochs", "N", "epochs in all, instead of the learner's"},
        {"--resume", "CKPT", "go on from a checkpoint folder, or from the latest one of a run folder"},
        {"--weights", "W.h5", "start from these weights"},
        {"--report", "DIR", "write a page with curves, raster and confusion matrix: DIR/index.html"},
    };
    const std::vector<OptionSpec> common = runOptions();
    options.insert(options.end(), common.begin(), common.end());
    return {"train", "Train a project with its learner; write a run folder.", {{"F.spw", "project file; - for standard input"}},
            options, runTrain, true,
            "Ctrl+C writes the checkpoint and ends with exit code 3; --resume goes on from there.\n"
            "An earlier run in DIR is kept: it is moved to DIR.1, DIR.2, ..."};
}

} // namespace spw::cli
