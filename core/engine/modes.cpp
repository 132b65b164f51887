// SPDX-License-Identifier: GPL-3.0-or-later
// The two modes of a run that change no weights.
#include "core/base/error.h"
#include "core/engine/activity.h"
#include "core/engine/evaluation.h"
#include "core/engine/job.h"
#include "core/engine/run_folder.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine {

RunResult runEvaluation(Job& job)
{
    job.goal.requireAnswer();
    EvaluationOptions options;
    options.split = job.request.split;
    options.layers = true;
    if (job.goal.learner && job.goal.learner->spec->inputIndex("loss") >= 0)
        options.batchSize = job.goal.learner->values.integer("batch_size");
    Snapshot& draft = job.slot.draft;
    options.afterBatch = [&](std::int64_t done, std::int64_t all) {
        draft.progress = double(done) / double(all);
        draft.samplesPerSecond = double(done) / std::max(job.activeSeconds(), 1e-9);
        draft.etaSeconds = double(all - done) / draft.samplesPerSecond;
        job.publish();
        // The gate may show another sample, which leaves evaluation mode as it is and forgets all states.
        job.control.gate(StepUnit::Tick, StepUnit::Batch, [&job] { job.publish(true); });
        return !job.control.stopping();
    };
    job.say("Testing");
    job.control.begin([&job] { job.publish(true); });

    RunResult result;
    const Evaluation evaluation = evaluate(*job.network, *job.source, job.plan, job.goal, options);
    result.state = job.control.stopping() ? RunState::Cancelled : RunState::Finished;
    result.testLoss = evaluation.loss;
    result.testAccuracy = result.bestTestAccuracy = evaluation.accuracy;
    result.samplesPerSecond = double(evaluation.samples) / std::max(job.activeSeconds(), 1e-9);
    draft.loss = evaluation.loss;
    draft.accuracy = evaluation.accuracy;
    for (const Evaluation::Layer& layer : evaluation.layers)
        draft.activity[layer.node] = {layer.rate, layer.deadShare, layer.saturatedShare};
    result.evaluation = evaluation;
    if (!job.control.stopping())
        job.look();
    return result;
}

RunResult runSimulation(Job& job)
{
    Snapshot& draft = job.slot.draft;
    const RunRequest& request = job.request;
    const std::int64_t count = job.source->size(request.monitorSplit);
    if (!request.inputFile && (request.monitorIndex < 0 || request.monitorIndex >= count))
        throw Error("There is no sample " + std::to_string(request.monitorIndex) + ".", "the data",
                    count > 0 ? "Choose one from 0 to " + std::to_string(count - 1) + "."
                              : "Choose a dataset that has samples.");
    job.say("Simulating");
    job.control.begin([&job] { job.publish(true); });

    SampleRecord record = request.inputFile ? job.monitor->describe(*request.inputFile)
                                            : job.monitor->describe(request.monitorSplit, request.monitorIndex);
    job.monitor->begin(request.inputFile ? job.source->fromFile(*request.inputFile)
                                         : job.source->sample(request.monitorSplit, request.monitorIndex),
                       record);
    const auto show = [&job, &draft, &record] {
        draft.sample = std::make_shared<const SampleRecord>(record);
        draft.activity = ratesOf(record);
        job.publish(true);
    };
    bool more = true;
    while (more && !job.control.stopping()) {
        more = job.monitor->stepOnce(record);
        ++job.step;
        // While stepping, every tick is shown; a free run shows what a viewer can follow.
        if (job.slot.isDue() || !more || job.control.stepping())
            show();
        if (more)
            job.control.gate(StepUnit::Tick, StepUnit::Tick, show);
        job.control.pace();
    }
    job.monitor->end();
    draft.sample = std::make_shared<const SampleRecord>(record);
    draft.activity = ratesOf(record);
    draft.progress = 1.0;

    RunResult result;
    result.state = job.control.stopping() ? RunState::Cancelled : RunState::Finished;
    if (request.recording)
        writeRecording(*request.recording, record);
    job.folder.record(record);
    return result;
}

} // namespace spw::engine
