// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/run_job.h"
#include "core/base/error.h"

#include <cmath>
#include <cstdio>

namespace spw::cli {
namespace {

/// Share of the samples of a class that were recognised; NaN if there are none.
double recallOf(const std::vector<std::vector<std::int64_t>>& confusion, std::size_t label)
{
    double all = 0;
    for (const std::int64_t count : confusion[label])
        all += double(count);
    return all > 0 && label < confusion[label].size() ? double(confusion[label][label]) / all : std::nan("");
}

Json evaluationJson(const Evaluation& e)
{
    Json layers = Json::array();
    double synOps = 0, energy = 0;
    for (const Evaluation::Layer& layer : e.layers) {
        synOps += layer.synOps;
        energy += layer.energy;
        layers.push_back({{"node", layer.name}, {"node_id", layer.node}, {"rate", jsonNumber(layer.rate)},
                          {"dead_share", jsonNumber(layer.deadShare)}, {"saturated_share", jsonNumber(layer.saturatedShare)},
                          {"synops_per_sample", jsonNumber(layer.synOps)}, {"energy_joules", jsonNumber(layer.energy)}});
    }
    Json recall = Json::array();
    double sum = 0;
    int seen = 0;
    for (std::size_t c = 0; c < e.confusion.size(); ++c) {
        const double share = recallOf(e.confusion, c);
        recall.push_back(jsonNumber(share));   // null for a class without samples
        if (std::isfinite(share)) {
            sum += share;
            ++seen;
        }
    }
    return {{"samples", e.samples}, {"loss", jsonNumber(e.loss)}, {"accuracy", jsonNumber(e.accuracy)}, {"classes", e.classNames},
            {"confusion", e.confusion}, {"recall", recall}, {"balanced_accuracy", jsonNumber(seen ? sum / seen : std::nan(""))},
            {"layers", layers}, {"synops_per_sample", jsonNumber(synOps)}, {"energy_joules", jsonNumber(energy)}};
}

void printEvaluation(const Evaluation& e)
{
    std::printf("%s samples: loss %s, accuracy %s\n\n", countText(double(e.samples)).c_str(), numberText(e.loss).c_str(),
                numberText(e.accuracy).c_str());
    std::vector<std::vector<std::string>> rows{{"layer", "rate", "dead", "saturated", "SynOps/sample", "nJ/sample"}};
    for (const Evaluation::Layer& layer : e.layers)
        rows.push_back({layer.name, numberText(layer.rate, 3), numberText(100 * layer.deadShare, 3) + " %",
                        numberText(100 * layer.saturatedShare, 3) + " %", countText(layer.synOps), numberText(1e9 * layer.energy, 3)});
    std::printf("%s\nConfusion (rows: true class, columns: answer)\n", tableText(rows).c_str());
    rows = {{""}};
    for (const std::string& name : e.classNames)
        rows[0].push_back(name);
    for (std::size_t i = 0; i < e.confusion.size(); ++i) {
        rows.push_back({i < e.classNames.size() ? e.classNames[i] : std::to_string(i)});
        for (const std::int64_t count : e.confusion[i])
            rows.back().push_back(std::to_string(count));
    }
    std::printf("%s", tableText(rows).c_str());
}

int runEvaluate(const Arguments& arguments)
{
    const ProgressStyle style = progressStyle(arguments);
    const std::string split = arguments.choice("--split", {"train", "test"}, "test");
    Project project = loadProject(arguments.at("F.spw"));
    applyRunOptions(arguments, project);
    requireRunnable(project);

    RunRequest request;
    request.mode = RunMode::Evaluate;
    request.document = project.document;
    request.base = project.base;
    request.weights = *arguments.value("--weights");
    request.split = split == "train" ? Split::Train : Split::Test;
    request.monitorSeconds = 0;
    const FinishedJob job = runJob(std::move(request), style);
    if (job.result.state == RunState::Cancelled)
        return kCancelled;
    const Evaluation& evaluation = job.result.evaluation.value();
    if (arguments.has("--json") || style == ProgressStyle::Json) {
        Json out{{"state", runStateName(job.result.state)}, {"file", project.name}, {"weights", *arguments.value("--weights")},
                 {"split", split}};
        out.update(evaluationJson(evaluation));
        out["seconds"] = jsonNumber(job.result.seconds);
        out["device"] = job.result.device;
        printJson(out, style != ProgressStyle::Json);
    } else {
        printEvaluation(evaluation);
    }
    return kDone;
}

} // namespace

Command evaluateCommand()
{
    std::vector<OptionSpec> options{{"--weights", "W.h5", "weights to evaluate, e.g. RUN/checkpoints/best/weights.h5", true},
                                    {"--split", "SPLIT", "test (default) or train"}};
    const std::vector<OptionSpec> common = runOptions();
    options.insert(options.end(), common.begin(), common.end());
    return {"evaluate", "Measure a trained project: loss, accuracy, confusion, rates, SynOps.",
            {{"F.spw", "project file; - for standard input"}}, options, runEvaluate, true};
}

} // namespace spw::cli
