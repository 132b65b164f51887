// SPDX-License-Identifier: GPL-3.0-or-later
// Steering a run from outside while others look at it: pause, step, stop, live parameters, snapshots.
#include "core/base/error.h"
#include "core/engine/run_control.h"
#include "core/engine/runtime_setup.h"
#include "core/engine_api.h"
#include "core/plan/group_expansion.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <QDir>
#include <QtTest/QtTest>

#include <atomic>
#include <memory>
#include <thread>

namespace tst_engine_control {

using namespace spw;
using namespace spw::test;

class tst_EngineControl final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const char* reason = nullptr;
        m_engine.reset(spwCreateEngine(kEngineApi, &reason));
        QVERIFY2(m_engine, reason);
    }

    void whoSeesAPauseFindsItsSnapshot()
    {
        engine::RunControl control(true);
        std::atomic<RunState> told{RunState::Failed}, shown{RunState::Failed};
        std::atomic<int> calls{0};
        std::jthread worker([&] {
            control.begin([&] {
                if (calls++ == 0) {   // the snapshot of the pause is made here
                    told = control.state();
                    shown = control.shownState();
                }
            });
        });
        QTRY_COMPARE(control.state(), RunState::Paused);
        QCOMPARE(calls.load(), 1);
        QCOMPARE(shown.load(), RunState::Paused);
        QCOMPARE(told.load(), RunState::Running);
        control.resume();
        QTRY_COMPARE(calls.load(), 2);
        QCOMPARE(control.state(), RunState::Running);
    }

    void askingForTheThreadsThereAreMakesNoNewOnes()
    {
        const QDir threads(QStringLiteral("/proc/self/task"));   // one folder a thread
        if (!threads.exists())
            QSKIP("no list of threads on this system");
        engine::setThreads(2);
        const QStringList before = threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (int i = 0; i < 5; ++i)
            engine::setThreads(2);
        QCOMPARE(threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot), before);
        engine::setThreads(0);
    }

    void aPausedRunStandsStillAndGoesOn()
    {
        const std::unique_ptr<Run> run = start(smallNet(160, 1000));
        QTRY_VERIFY(run->snapshot()->batch > 0);
        run->pause();
        QTRY_COMPARE(run->state(), RunState::Paused);
        const std::shared_ptr<const Snapshot> before = run->snapshot();
        QTest::qWait(150);
        QCOMPARE(run->snapshot()->batch, before->batch);
        QCOMPARE(run->snapshot()->epoch, before->epoch);
        run->resume();
        QTRY_VERIFY(run->snapshot()->epoch > before->epoch || run->snapshot()->batch > before->batch);
        run->stop();
        QCOMPARE(run->wait().state, RunState::Cancelled);
        QCOMPARE(run->state(), RunState::Cancelled);
    }

    void stepsAdvanceByExactlyOne()
    {
        RunRequest request = requestFor(smallNet(64, 100));
        request.startPaused = true;
        const std::unique_ptr<Run> run = m_engine->start(std::move(request));
        QTRY_COMPARE(run->state(), RunState::Paused);
        run->step(StepUnit::Batch);
        QTRY_COMPARE(run->snapshot()->batch, std::int64_t(1));
        QTRY_COMPARE(run->state(), RunState::Paused);
        run->step(StepUnit::Batch);
        QTRY_COMPARE(run->snapshot()->batch, std::int64_t(2));
        QTRY_COMPARE(run->state(), RunState::Paused);
        run->step(StepUnit::Epoch);
        QTRY_COMPARE(run->snapshot()->epochsDone->size(), std::size_t(1));
        QTRY_COMPARE(run->state(), RunState::Paused);
        QTest::qWait(100);
        QCOMPARE(run->snapshot()->epochsDone->size(), std::size_t(1));
    }

    void aSimulationStepsThroughTime()
    {
        RunRequest request = requestFor(smallNet());
        request.mode = RunMode::Simulate;
        request.startPaused = true;
        const std::unique_ptr<Run> run = m_engine->start(std::move(request));
        for (std::int64_t t = 1; t <= 3; ++t) {
            QTRY_COMPARE(run->state(), RunState::Paused);
            run->step(StepUnit::Tick);
            QTRY_VERIFY(run->snapshot()->sample && run->snapshot()->sample->steps == t);
        }
        run->resume();
        run->wait();
        QCOMPARE(run->snapshot()->sample->steps, std::int64_t(6));
    }

    void liveParametersReachTheNetwork()
    {
        const SmallNet net = smallNet(64, 100);
        RunRequest request = requestFor(net);
        request.startPaused = true;
        const std::unique_ptr<Run> run = m_engine->start(std::move(request));
        QTRY_COMPARE(run->state(), RunState::Paused);
        run->step(StepUnit::Batch);
        QTRY_VERIFY(run->snapshot()->sample != nullptr && run->state() == RunState::Paused);

        run->setParam(net.lif1, "v_threshold", 1e-6);
        run->setMonitor(Split::Train, 4);
        QTRY_COMPARE(run->snapshot()->sample->index, std::int64_t(4));
        QVERIFY(!run->snapshot()->sample->probes.at(0).spikeStep.empty());
        run->setParam(net.lif1, "v_threshold", 1e6);   // nothing can fire any more
        run->setMonitor(Split::Train, 5);
        QTRY_COMPARE(run->snapshot()->sample->index, std::int64_t(5));
        QVERIFY(run->snapshot()->sample->split == Split::Train);
        QVERIFY(run->snapshot()->sample->probes.at(0).spikeStep.empty());
        QCOMPARE(run->snapshot()->sample->probes.at(1).threshold, 1e6);

        run->setParam(net.learner, "learning_rate", 0.25);
        run->step(StepUnit::Epoch);
        QTRY_COMPARE(run->snapshot()->epochsDone->size(), std::size_t(1));
        QCOMPARE(run->snapshot()->epochsDone->at(0).learningRate, 0.25);

        QVERIFY_EXCEPTION_THROWN(run->setParam(net.lif1, "tau", 3.0), Error);            // needs a restart
        QVERIFY_EXCEPTION_THROWN(run->setParam(net.lif1, "no_such", 3.0), Error);
        QVERIFY_EXCEPTION_THROWN(run->setParam(net.learner, "learning_rate", -1.0), Error);
        QVERIFY_EXCEPTION_THROWN(run->setParam(12345, "v_threshold", 1.0), Error);
    }

    void liveParametersOfARepeatedNodeReachAllItsCopies()
    {
        SmallNet net = smallNet(64, 100);
        net.graph.apply(SetGroup{{0, "Block", {net.graph.find("BN 1"), net.lif1}, 3}});
        RunRequest request = requestFor(net);
        request.startPaused = true;
        const std::unique_ptr<Run> run = m_engine->start(std::move(request));
        QTRY_COMPARE(run->state(), RunState::Paused);
        run->setParam(net.lif1, "v_threshold", 1e6);
        run->setMonitor(Split::Train, 3);
        QTRY_VERIFY(run->snapshot()->sample && run->snapshot()->sample->index == 3);
        for (std::int64_t copy = 1; copy <= 3; ++copy) {
            bool told = false;
            for (const ProbeRecord& probe : run->snapshot()->sample->probes)
                if (probe.node == copyId(net.lif1, copy) && probe.hasThreshold) {
                    QCOMPARE(probe.threshold, 1e6);
                    told = true;
                }
            QVERIFY2(told, qPrintable(QString::number(copy)));
        }
        run->step(StepUnit::Batch);
        QTRY_VERIFY(run->snapshot()->batch == 1 && run->state() == RunState::Paused);
        for (std::int64_t copy = 1; copy <= 3; ++copy)
            QVERIFY(run->snapshot()->activity.count(copyId(net.lif1, copy)));
    }

    void snapshotsNeverChangeAndAreNeverNull()
    {
        RunRequest request = requestFor(smallNet(160, 3));
        request.monitorSeconds = 0.01;
        const std::unique_ptr<Run> run = m_engine->start(std::move(request));
        std::atomic<bool> failed{false};
        std::atomic<int> read{0};
        const auto look = [&] {
            std::uint64_t last = 0;
            std::shared_ptr<const Snapshot> kept;
            std::uint64_t keptSerial = 0;
            std::int64_t keptBatch = 0;
            while (!isOver(run->state())) {
                const std::shared_ptr<const Snapshot> now = run->snapshot();
                if (!now || now->serial < last)
                    failed = true;
                last = now->serial;
                if (!kept) {
                    kept = now;
                    keptSerial = now->serial;
                    keptBatch = now->batch;
                }
                if (kept->serial != keptSerial || kept->batch != keptBatch)
                    failed = true;
                if (now->sample)
                    for (const ProbeRecord& probe : now->sample->probes)
                        if (probe.spikeStep.size() != probe.spikeUnit.size())
                            failed = true;
                ++read;
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        };
        std::jthread a(look), b(look);
        run->wait();
        a.join();
        b.join();
        QVERIFY(!failed);
        QVERIFY(read > 10);
    }

    void progressAndTimeLeftAreTold()
    {
        const std::unique_ptr<Run> run = start(smallNet(160, 1000));
        QTRY_VERIFY_WITH_TIMEOUT(run->snapshot()->etaSeconds > 0, 20000);
        const std::shared_ptr<const Snapshot> now = run->snapshot();
        QVERIFY(now->progress > 0 && now->progress < 1);
        QVERIFY(now->samplesPerSecond > 0);
        QCOMPARE(now->batches, std::int64_t(10));
        QCOMPARE(now->epochs, std::int64_t(1000));
    }

    void destroyingARunEndsIt()
    {
        QElapsedTimer timer;
        {
            const std::unique_ptr<Run> run = start(smallNet(160, 100000));
            QTRY_VERIFY(run->snapshot()->batch > 0);
            timer.start();
        }
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    }

private:
    static RunRequest requestFor(const SmallNet& net)
    {
        RunRequest request;
        request.document = documentOf(net.graph);
        request.monitorSeconds = 0.2;
        return request;
    }
    std::unique_ptr<Run> start(const SmallNet& net) { return m_engine->start(requestFor(net)); }

    std::unique_ptr<Engine> m_engine;
};

SPW_TEST_GUILESS(tst_EngineControl)

} // namespace tst_engine_control

#include "tst_engine_control.moc"
