// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/engine/job.h"
#include "core/engine/seeds.h"

#include <algorithm>

namespace spw::engine {

RunResult runLive(Job& job)
{
    const std::int64_t count = job.source->size(Split::Train);
    if (count == 0)
        throw Error("The training set is empty.", "the data", "Choose a dataset with training samples.");
    Snapshot& draft = job.slot.draft;
    draft.epochs = job.request.epochs.value_or(0);
    draft.batches = count;
    const auto show = [&job, &draft](const SampleRecord& record) {
        draft.sample = std::make_shared<const SampleRecord>(record);
        job.publish(true);
    };
    job.say("Running live");
    job.control.begin([&job] { job.publish(true); });

    std::int64_t seen = 0;
    std::vector<std::int64_t> order;
    while (!job.control.stopping() && (draft.epochs == 0 || seen < draft.epochs * count)) {
        job.epoch = seen / count + 1;
        job.batch = seen % count + 1;
        if (job.batch == 1)
            order = shuffledOrder(count, job.seed, job.epoch);
        const std::int64_t index = order[std::size_t(job.batch - 1)];
        SampleRecord record = job.monitor->describe(Split::Train, index);
        record.epoch = draft.epoch = job.epoch;
        record.batch = draft.batch = job.batch;
        draft.progress = draft.epochs > 0 ? double(seen) / double(draft.epochs * count) : double(job.batch) / double(count);
        job.monitor->beginTraining(job.source->sample(Split::Train, index, job.epoch),
                                   mixSeeds(mixSeeds(job.seed, std::uint64_t(job.epoch)), std::uint64_t(job.batch)), record);
        for (bool more = true; more && !job.control.stopping();) {
            more = job.monitor->stepOnce(record);
            ++job.step;
            if (job.slot.isDue() || job.control.stepping())
                show(record);
            job.control.gate(StepUnit::Tick, more ? StepUnit::Tick : StepUnit::Sample, [&] { show(record); });
            job.control.pace();
        }
        ++seen;
        draft.samplesPerSecond = double(seen) / std::max(job.activeSeconds(), 1e-9);
    }
    job.monitor->end();
    RunResult result;
    result.state = job.control.stopping() ? RunState::Cancelled : RunState::Finished;
    result.epochs = seen / count;
    result.samplesPerSecond = double(seen) / std::max(job.activeSeconds(), 1e-9);
    return result;
}

} // namespace spw::engine
