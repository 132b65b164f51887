// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/run_job.h"
#include "core/base/error.h"

#include <cstdio>
#include <limits>

namespace spw::cli {
namespace {

std::int64_t spikeCount(const ProbeRecord& probe) { return std::int64_t(probe.spikeStep.size()); }

Json sampleJson(const SampleRecord& sample)
{
    Json probes = Json::array();
    for (const ProbeRecord& p : sample.probes) {
        Json row{{"node", p.nodeName}, {"quantity", p.quantity}, {"steps", p.steps}, {"shape", p.shape}};
        if (p.spikes)
            row["spikes"] = spikeCount(p);
        probes.push_back(row);
    }
    return {{"split", sample.split == Split::Train ? "train" : "test"}, {"index", sample.index}, {"name", sample.name},
            {"steps", sample.steps}, {"label", sample.label},
            {"prediction", sample.prediction < 0 ? Json(nullptr) : Json(sample.prediction)}, {"output", sample.output},
            {"recorded", probes}};
}

void printSample(const SampleRecord& sample)
{
    std::printf("%s: %lld steps\n", sample.name.empty() ? "Input" : sample.name.c_str(), static_cast<long long>(sample.steps));
    if (sample.prediction >= 0)
        std::printf("Label %lld, answer %lld\n", static_cast<long long>(sample.label), static_cast<long long>(sample.prediction));
    std::vector<std::vector<std::string>> rows{{"recorded", "shape", "spikes"}};
    for (const ProbeRecord& p : sample.probes) {
        std::string shape;
        for (const std::int64_t dim : p.shape)
            shape += (shape.empty() ? "" : "x") + std::to_string(dim);
        rows.push_back({p.nodeName + "." + p.quantity, shape, p.spikes ? countText(double(spikeCount(p))) : ""});
    }
    std::printf("%s", tableText(rows).c_str());
}

int runSimulate(const Arguments& arguments)
{
    const ProgressStyle style = progressStyle(arguments);
    const std::string split = arguments.choice("--split", {"train", "test"}, "test");
    const auto index = arguments.integer("--sample", 0, std::numeric_limits<std::int64_t>::max());
    if (index && arguments.has("--input"))
        throw UsageError("give --sample or --input, not both");
    Project project = loadProject(arguments.at("F.spw"));
    applyRunOptions(arguments, project);
    requireRunnable(project);

    RunRequest request;
    request.mode = RunMode::Simulate;
    request.document = project.document;
    request.base = project.base;
    if (const auto weights = arguments.value("--weights"))
        request.weights = *weights;
    if (const auto input = arguments.value("--input"))
        request.inputFile = *input;
    request.monitorSplit = split == "train" ? Split::Train : Split::Test;
    request.monitorIndex = index.value_or(0);
    for (const std::string& port : arguments.values("--record"))
        request.probes.push_back(parsePort(project.document.graph, port));
    request.recording = *arguments.value("--out");

    const FinishedJob job = runJob(std::move(request), style);
    if (job.result.state == RunState::Cancelled)
        return kCancelled;
    const std::string recording = *arguments.value("--out");
    if (arguments.has("--json") || style == ProgressStyle::Json) {
        Json out{{"state", runStateName(job.result.state)}, {"recording", recording}};
        if (job.last->sample)
            out.update(sampleJson(*job.last->sample));
        out["seconds"] = jsonNumber(job.result.seconds);
        out["device"] = job.result.device;
        printJson(out, style != ProgressStyle::Json);
    } else {
        if (job.last->sample)
            printSample(*job.last->sample);
        std::printf("Recording: %s\n", recording.c_str());
    }
    return kDone;
}

} // namespace

Command simulateCommand()
{
    std::vector<OptionSpec> options{
        {"--weights", "W.h5", "weights; without them the network has its initial ones"},
        {"--sample", "I", "index of the sample to show the network (0)"},
        {"--split", "SPLIT", "where the sample is from: test (default) or train"},
        {"--input", "FILE", "an event file instead of a sample"},
        {"--record", "NODE.PORT", "an output or state to record; without any: spikes and v of every neuron", false, true},
        {"--out", "REC.h5", "the recording to write (/NODE/PORT, [T, N, ...])", true},
    };
    const std::vector<OptionSpec> common = runOptions();
    options.insert(options.end(), common.begin(), common.end());
    return {"simulate", "Run a project forward on one input and record what happens.",
            {{"F.spw", "project file; - for standard input"}}, options, runSimulate, true};
}

} // namespace spw::cli
