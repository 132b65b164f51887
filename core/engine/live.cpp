// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/engine/activity.h"
#include "core/engine/evaluation.h"
#include "core/engine/job.h"
#include "core/engine/learners/local_pass.h"
#include "core/engine/seeds.h"
#include "core/engine/trainer.h"

#include <algorithm>
#include <ctime>
#include <limits>

namespace spw::engine {

namespace {

constexpr double kSaveSeconds = 60;   // what a crash costs at most

/// Keeps what looking at samples costs below a small share of the run: a sample that is shown costs more than one that is
/// not, and the next one waits until that is outweighed. Counts this thread's processor time.
class LookBudget {
public:
    bool allows() const { return m_plain >= 0 && m_debt <= 0; }
    void begin() { m_start = now(); }
    void endPlain()
    {
        const double cost = now() - m_start;
        m_plain = m_plain < 0 ? cost : 0.9 * m_plain + 0.1 * cost;
        m_debt -= cost;
    }
    void endShown()
    {
        if (m_plain >= 0)
            m_debt = kOneIn * std::max(0.0, now() - m_start - m_plain);
    }

private:
    static constexpr double kOneIn = 60;
    static double now()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
    }
    double m_start = 0, m_plain = -1, m_debt = 0;
};

} // namespace

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
        draft.activity = ratesOf(record);
        job.publish(true);
    };
    // What is learned must outlive the run. Its checkpoints are those of training, and either can go on from the other's.
    std::unique_ptr<Trainer> keeper;
    if (!job.goal.ties.empty() || job.request.resume)
        keeper = std::make_unique<Trainer>(job);
    double saved = job.elapsed();
    const auto save = [&] {
        if (keeper)
            keeper->saveCheckpoint("latest");
        saved = job.elapsed();
    };
    const auto saveInTime = [&] {
        if (job.elapsed() - saved > kSaveSeconds)
            save();
    };
    if (keeper) {
        job.onCheckpoint = save;
        job.onParam = [&keeper](NodeId node, const std::string& name, const ParamValue& value) { keeper->setParam(node, name, value); };
    }
    job.say("Running live");
    job.control.begin([&job] { job.publish(true); });

    LocalLearners& learners = *job.learners;
    const bool views = job.request.monitorSeconds > 0;
    job.monitor->setObserver({learners.ports(),
                              [&learners](const PortValues& feeds, const PortValues& values, std::int64_t step) {
                                  learners.observeStep(feeds, values, step);
                              },
                              [&learners](NodeId node, const std::string& state) { return learners.trace(node, state); }});
    std::set<EdgeEnd> keep = learners.ports();
    if (job.goal.readoutPort.node != 0)
        keep.insert(job.goal.readoutPort);

    LookBudget budget;
    std::int64_t seen = 0, correct = 0;
    std::vector<std::int64_t> order;
    while (!job.control.stopping() && (draft.epochs == 0 || seen < draft.epochs * count)) {
        job.epoch = seen / count + 1;
        job.batch = seen % count + 1;
        if (job.batch == 1)
            order = shuffledOrder(count, job.seed, job.epoch);
        const std::int64_t index = order[std::size_t(job.batch - 1)];
        draft.epoch = job.epoch;
        draft.batch = job.batch;
        draft.progress = draft.epochs > 0 ? double(seen) / double(draft.epochs * count) : double(job.batch) / double(count);
        const std::shared_ptr<const PreparedSample> sample = job.source->sample(Split::Train, index, job.epoch);
        const std::uint64_t seed = mixSeeds(mixSeeds(job.seed, std::uint64_t(job.epoch)), std::uint64_t(job.batch));
        std::int64_t prediction = -1;
        // As fast as possible, samples that nobody will see are run in one go; the others tick by tick, as they are shown.
        if (job.control.speed() <= 0 && !job.control.stepping() && !(views && budget.allows() && job.slot.isDue())) {
            learners.measure(false);
            budget.begin();
            Batch batch = makeBatch(job.network->feeds(), job.plan, {sample});
            for (auto& [end, value] : batch.values)
                value = value.to(job.network->device());
            job.network->reset();
            job.network->setTraining(true);
            job.network->reseed(seed);
            const PortValues values = passLocally(*job.network, learners, job.plan, batch.values, keep, job.goal.readoutPort);
            if (job.goal.readoutPort.node != 0)
                prediction = predictions(values.at(job.goal.readoutPort)).at(0);
            job.step += job.network->stepsOf(batch.values);
            job.network->reset();
            budget.endPlain();
            if (views && !budget.allows())
                job.publish();   // weights and counts need no look at a sample
        } else {
            learners.measure(views);
            budget.begin();
            SampleRecord record = job.monitor->describe(Split::Train, index);
            record.epoch = job.epoch;
            record.batch = job.batch;
            job.monitor->beginTraining(sample, seed, record);
            for (bool more = true; more && !job.control.stopping();) {
                more = job.monitor->stepOnce(record);
                ++job.step;
                if (job.slot.isDue() || job.control.stepping() || !more)
                    show(record);
                if (more)
                    job.control.gate(StepUnit::Tick, StepUnit::Tick, [&] { show(record); });
                job.control.pace();
                saveInTime();
            }
            prediction = record.prediction;
            job.monitor->end();
            budget.endShown();
        }
        if (job.control.stopping())
            break;
        learners.endBatch(1);
        learners.reset();
        correct += prediction == sample->label;
        ++seen;
        draft.samplesPerSecond = double(seen) / std::max(job.activeSeconds(), 1e-9);
        draft.accuracy = job.goal.readoutPort.node != 0 ? double(correct) / double(seen) : 0.0;
        job.control.gate(StepUnit::Tick, StepUnit::Sample, [&job] { job.publish(true); });
        saveInTime();
    }
    if (job.step > 0)
        save();
    job.onCheckpoint = nullptr;
    job.onParam = nullptr;
    job.monitor->end();
    job.monitor->setObserver({});
    learners.measure(false);
    RunResult result;
    result.state = job.control.stopping() ? RunState::Cancelled : RunState::Finished;
    result.epochs = seen / count;
    result.trainLoss = result.testLoss = result.testAccuracy = std::numeric_limits<double>::quiet_NaN();
    result.trainAccuracy = draft.accuracy;
    result.samplesPerSecond = double(seen) / std::max(job.activeSeconds(), 1e-9);
    return result;
}

} // namespace spw::engine
