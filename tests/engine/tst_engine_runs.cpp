// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs through core/engine_api.h, as the studio and the command line start them: training, resuming,
// testing, simulating, and what goes wrong.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/engine_api.h"
#include "core/run/metrics_csv.h"
#include "core/run/recording.h"
#include "core/run/weights_file.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

#include <cmath>
#include <fstream>
#include <memory>

namespace tst_engine_runs {

using namespace spw;
using namespace spw::test;
namespace fs = std::filesystem;

namespace {

RunRequest trainRequest(const SmallNet& net, const fs::path& runDir = {}, std::uint64_t seed = 1)
{
    RunRequest request;
    request.document = documentOf(net.graph, seed);
    request.runDir = runDir;
    request.monitorSeconds = 0;
    return request;
}

bool sameWeights(const fs::path& a, const fs::path& b)
{
    const Weights left = readWeights(a), right = readWeights(b);
    return !left.arrays.empty() && left.arrays == right.arrays && left.graphHash == right.graphHash;
}

QString textOf(const Error& e)
{
    return QString::fromStdString(e.what());
}

} // namespace

class tst_EngineRuns final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const char* reason = nullptr;
        QVERIFY(!spwCreateEngine(kEngineApi + 1, &reason));
        QVERIFY(reason && std::string(reason).find("another version") != std::string::npos);
        m_engine.reset(spwCreateEngine(kEngineApi, &reason));
        QVERIFY2(m_engine, reason);
    }

    void infoNamesLibTorchAndBlas()
    {
        const EngineInfo info = m_engine->info();
        QVERIFY(!info.torchVersion.empty());
        QCOMPARE(info.devices.at(0), std::string("cpu"));
        QCOMPARE(info.blasIsReference, info.blas == "reference BLAS");
        QVERIFY(info.threads >= 1);
    }

    void trainingOnMovingShapesBeatsChanceSoon()
    {
        QTemporaryDir dir;
        SmallNet net = smallNet(320, 4);
        RunRequest request = trainRequest(net, fs::path(dir.path().toStdString()) / "run");
        request.monitorSeconds = 0.01;
        const std::unique_ptr<Run> run = m_engine->start(std::move(request));
        const RunResult result = run->wait();
        QCOMPARE(result.state, RunState::Finished);
        QCOMPARE(result.epochs, std::int64_t(4));
        QVERIFY2(result.trainAccuracy > 0.35, qPrintable(QString::number(result.trainAccuracy)));
        QVERIFY2(result.bestTestAccuracy > 0.25, qPrintable(QString::number(result.bestTestAccuracy)));
        QVERIFY(result.samplesPerSecond > 0);
        QVERIFY(result.peakRssBytes > 0);

        const std::shared_ptr<const Snapshot> last = run->snapshot();
        QCOMPARE(last->state, RunState::Finished);
        QCOMPARE(last->epochsDone->size(), std::size_t(4));
        QCOMPARE(last->batchLoss->size(), std::size_t(80));
        QVERIFY(last->epochsDone->back().trainLoss < last->epochsDone->front().trainLoss);
        const NodeActivity& lif1 = last->activity.at(net.lif1);
        QVERIFY(lif1.rate > 0 && lif1.rate < 1);

        const SampleRecord& sample = *last->sample;
        QVERIFY(sample.events.size() > 0);
        QCOMPARE(sample.steps, std::int64_t(6));
        QCOMPARE(sample.frameEdges.size(), std::size_t(7));
        QCOMPARE(sample.output.size(), std::size_t(10));
        QCOMPARE(sample.probes.size(), std::size_t(4)); // s and v of two neurons
        const ProbeRecord& spikes = sample.probes[0];
        const ProbeRecord& membrane = sample.probes[1];
        QVERIFY(spikes.spikes && !spikes.spikeStep.empty());
        QCOMPARE(spikes.shape, (std::vector<std::int64_t>{8, 16, 16}));
        QVERIFY(std::is_sorted(spikes.spikeStep.begin(), spikes.spikeStep.end()));
        QCOMPARE(membrane.unitIndex.size(), std::size_t(256));
        QCOMPARE(membrane.values.size(), std::size_t(6 * 256));
        QVERIFY(membrane.hasThreshold && membrane.threshold == 1.0);
        // Membrane and spikes tell one story: hard reset leaves 0 where a spike was.
        for (std::size_t i = 0; i < spikes.spikeStep.size(); ++i)
            for (std::size_t k = 0; k < membrane.unitIndex.size(); ++k)
                if (std::uint32_t(membrane.unitIndex[k]) == spikes.spikeUnit[i])
                    QCOMPARE(membrane.values[spikes.spikeStep[i] * 256 + k], 0.0f);

        for (const char* file : {"config.json", "metrics.csv", "log.txt", "recording.h5", "result.json",
                                 "checkpoints/latest/weights.h5", "checkpoints/latest/optimizer.h5",
                                 "checkpoints/latest/state.json", "checkpoints/best/weights.h5"})
            QVERIFY2(fs::exists(result.runDir / file), file);
        QCOMPARE(readMetrics(result.runDir / "metrics.csv").size(), std::size_t(4));
        QCOMPARE(RecordingReader(result.runDir / "recording.h5").records().size(), std::size_t(4));

        // The last test of a training and an evaluation of its weights are the same.
        RunRequest evaluate = trainRequest(net);
        evaluate.mode = RunMode::Evaluate;
        evaluate.weights = result.runDir / "checkpoints/latest/weights.h5";
        const RunResult tested = m_engine->start(std::move(evaluate))->wait();
        QCOMPARE(tested.testAccuracy, result.testAccuracy);
        QVERIFY(std::abs(tested.testLoss - result.testLoss) < 1e-9);
        const Evaluation& evaluation = *tested.evaluation;
        QCOMPARE(evaluation.samples, std::int64_t(32));
        std::int64_t diagonal = 0, all = 0;
        for (std::size_t i = 0; i < evaluation.confusion.size(); ++i)
            for (std::size_t j = 0; j < evaluation.confusion.size(); ++j) {
                all += evaluation.confusion[i][j];
                diagonal += i == j ? evaluation.confusion[i][j] : 0;
            }
        QCOMPARE(all, std::int64_t(32));
        QCOMPARE(double(diagonal) / 32.0, evaluation.accuracy);
        QCOMPARE(evaluation.layers.size(), std::size_t(2));
        QVERIFY(evaluation.layers[0].synOps > 0 && evaluation.layers[0].rate > 0);
        QVERIFY(evaluation.layers[0].deadShare >= 0 && evaluation.layers[0].deadShare < 1);
    }

    void resumedTrainingIsBitExact()
    {
        QTemporaryDir dir;
        const fs::path root = dir.path().toStdString();
        SmallNet four = smallNet(72, 4), two = smallNet(72, 2);
        m_engine->start(trainRequest(four, root / "straight"))->wait();
        m_engine->start(trainRequest(two, root / "first"))->wait();
        RunRequest second = trainRequest(four, root / "second");
        second.resume = root / "first/checkpoints/latest";
        const RunResult result = m_engine->start(std::move(second))->wait();
        QCOMPARE(result.epochs, std::int64_t(4));
        for (const char* file : {"weights.h5", "optimizer.h5"})
            QVERIFY(sameWeights(root / "straight/checkpoints/latest" / file,
                                root / "second/checkpoints/latest" / file));
        const auto straight = readMetrics(root / "straight/metrics.csv"),
                   resumed = readMetrics(root / "second/metrics.csv");
        QCOMPARE(resumed.size(), std::size_t(4));
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(resumed[i].trainLoss, straight[i].trainLoss);
            QCOMPARE(resumed[i].testAccuracy, straight[i].testAccuracy);
        }
    }

    void trainingStoppedInTheMiddleOfAnEpochResumesBitExact()
    {
        QTemporaryDir dir;
        const fs::path root = dir.path().toStdString();
        SmallNet net = smallNet(72, 2); // 5 batches an epoch
        m_engine->start(trainRequest(net, root / "straight"))->wait();

        RunRequest request = trainRequest(net, root / "stopped");
        request.startPaused = true;
        std::unique_ptr<Run> run = m_engine->start(std::move(request));
        for (int batch = 1; batch <= 7; ++batch) { // into the second epoch
            QTRY_COMPARE(run->state(), RunState::Paused);
            run->step(StepUnit::Batch);
            QTRY_VERIFY(run->state() == RunState::Paused && run->snapshot()->batchLoss &&
                        run->snapshot()->batchLoss->size() == std::size_t(batch));
        }
        run->stop();
        const RunResult stopped = run->wait();
        QCOMPARE(stopped.state, RunState::Cancelled);
        QCOMPARE(stopped.epochs, std::int64_t(1));
        QVERIFY(fs::exists(root / "stopped/checkpoints/latest/state.json"));

        RunRequest again = trainRequest(net, root / "again");
        again.resume = root / "stopped/checkpoints/latest";
        m_engine->start(std::move(again))->wait();
        QVERIFY(sameWeights(root / "straight/checkpoints/latest/weights.h5",
                            root / "again/checkpoints/latest/weights.h5"));
        QCOMPARE(readMetrics(root / "again/metrics.csv")[1].trainLoss,
                 readMetrics(root / "straight/metrics.csv")[1].trainLoss);

        const auto fitting = m_engine->checkpoints(root, net.graph);
        QVERIFY(fitting.size() >= 3);
        QCOMPARE(fitting.front().parent_path().parent_path().filename(), fs::path("again"));
        SmallNet other = smallNet(72, 2);
        other.graph.apply(SetParam{other.graph.find("Conv 1"), "out_channels", std::int64_t(4)});
        QVERIFY(m_engine->checkpoints(root, other.graph).empty());
    }

    void trainingStoppedDuringItsTestResumesWithThatTest()
    {
        QTemporaryDir dir;
        const fs::path root = dir.path().toStdString();
        SmallNet net = smallNet(32, 2);
        net.graph.apply(SetParam{net.data, "test_samples", std::int64_t(2000)});
        m_engine->start(trainRequest(net, root / "straight"))->wait();

        std::unique_ptr<Run> run = m_engine->start(trainRequest(net, root / "stopped"));
        QTRY_VERIFY(run->snapshot()->message.starts_with("Testing"));
        run->stop();
        const RunResult stopped = run->wait();
        QCOMPARE(stopped.state, RunState::Cancelled);
        QCOMPARE(stopped.epochs, std::int64_t(0));

        RunRequest again = trainRequest(net, root / "again");
        again.resume = root / "stopped/checkpoints/latest";
        QCOMPARE(m_engine->start(std::move(again))->wait().state, RunState::Finished);
        const auto straight = readMetrics(root / "straight/metrics.csv"),
                   resumed = readMetrics(root / "again/metrics.csv");
        QCOMPARE(resumed.size(), std::size_t(2));
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE(resumed[i].trainLoss, straight[i].trainLoss);
            QCOMPARE(resumed[i].testLoss, straight[i].testLoss);
            QCOMPARE(resumed[i].testAccuracy, straight[i].testAccuracy);
        }
        QVERIFY(sameWeights(root / "straight/checkpoints/latest/weights.h5",
                            root / "again/checkpoints/latest/weights.h5"));
    }

    void weightsOfOneRunStartAnother()
    {
        QTemporaryDir dir;
        const fs::path root = dir.path().toStdString();
        SmallNet net = smallNet(48, 1);
        m_engine->start(trainRequest(net, root / "a"))->wait();
        RunRequest request = trainRequest(net, {}, 99); // another seed: other initial weights
        request.mode = RunMode::Evaluate;
        request.weights = root / "a/checkpoints/latest";
        QCOMPARE(m_engine->start(std::move(request))->wait().testAccuracy,
                 readMetrics(root / "a/metrics.csv")[0].testAccuracy);
    }

    void simulationRecordsWhatWasAskedFor()
    {
        QTemporaryDir dir;
        const fs::path file = fs::path(dir.path().toStdString()) / "rec.h5";
        SmallNet net = smallNet();
        RunRequest request = trainRequest(net);
        request.mode = RunMode::Simulate;
        request.recording = file;
        request.monitorIndex = 3;
        request.probes = {{net.lif1, "s"}, {net.lif1, "v"}, {net.graph.find("Conv 1"), "y"}};
        const std::unique_ptr<Run> run = m_engine->start(std::move(request));
        QCOMPARE(run->wait().state, RunState::Finished);
        QCOMPARE(run->snapshot()->sample->index, std::int64_t(3));
        QCOMPARE(run->snapshot()->sample->steps, std::int64_t(6));
        const RecordingReader reader(file);
        QCOMPARE(reader.entries().size(), std::size_t(3));
        for (const RecordedEntry& entry : reader.entries()) {
            QCOMPARE(entry.shape, (std::vector<std::int64_t>{6, 1, 8, 16, 16})); // every unit, not a choice
            QCOMPARE(entry.spikes, entry.port == "s");
            QCOMPARE(entry.unit, std::string("steps"));
        }
    }

    void aSingleNeuronAnswersAStimulusAsInTheBook()
    {
        // models.md N02, soft reset, tau 2, X = 1.5: V = 0.75, 0.125, 0.8125, 0.15625, 0.828125.
        GraphBuilder b;
        const NodeId stimulus =
            b.add("dataset.stimulus", "Current", {{"T", std::int64_t(5)}, {"amplitude", 1.5}});
        b.from(stimulus, "x");
        b.then("neuron.lif", "LIF", {{"tau", 2.0}, {"v_reset", std::monostate{}}});
        RunRequest request;
        request.mode = RunMode::Simulate;
        request.document = documentOf(b.graph);
        const std::unique_ptr<Run> run = m_engine->start(std::move(request));
        run->wait();
        const std::vector<ProbeRecord>& probes = run->snapshot()->sample->probes;
        QCOMPARE(probes.at(0).spikeStep, (std::vector<std::uint32_t>{1, 3}));
        QCOMPARE(probes.at(1).values, (std::vector<float>{0.75f, 0.125f, 0.8125f, 0.15625f, 0.828125f}));
        QCOMPARE(run->snapshot()->activity.at(b.graph.find("LIF")).rate, 2.0 / 5);   // the badge at its node
    }

    void anEventFileCanBeTheInput()
    {
        QTemporaryDir dir;
        const fs::path file = fs::path(dir.path().toStdString()) / "one.bs2";
        {
            std::ofstream out(file, std::ios::binary);
            for (int i = 0; i < 200; ++i) { // x, y, polarity and time of 23 bits
                const int t = i * 100;
                const unsigned char record[5] = {
                    static_cast<unsigned char>(i % 16), static_cast<unsigned char>(i / 16 % 16),
                    static_cast<unsigned char>((i % 2) << 7 | (t >> 16 & 0x7f)),
                    static_cast<unsigned char>(t >> 8), static_cast<unsigned char>(t)};
                out.write(reinterpret_cast<const char*>(record), 5);
            }
        }
        RunRequest request = trainRequest(smallNet());
        request.mode = RunMode::Simulate;
        request.inputFile = file;
        const std::unique_ptr<Run> run = m_engine->start(std::move(request));
        run->wait();
        QCOMPARE(run->snapshot()->sample->events.size(), std::size_t(200));
        QCOMPARE(run->snapshot()->sample->name, std::string("one.bs2"));
        QCOMPARE(run->snapshot()->sample->steps, std::int64_t(6));
    }

    void badRequestsAreRefusedWithPlaceAndRemedy_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("names");
        QTest::newRow("no learner") << "learner"
                                    << "BPTT";
        QTest::newRow("missing folder") << "folder"
                                        << "nowhere";
        QTest::newRow("missing checkpoint") << "resume"
                                            << "no-such-checkpoint";
        QTest::newRow("checkpoint of another graph") << "other graph"
                                                     << "another graph";
        QTest::newRow("weights of another graph") << "other weights"
                                                  << "Conv 1/weight";
        QTest::newRow("weights that are no HDF5") << "junk weights"
                                                  << "junk.h5";
        QTest::newRow("truncated state") << "junk state"
                                         << "state.json";
        QTest::newRow("no such sample") << "sample"
                                        << "from 0 to 31";
        QTest::newRow("no such probe") << "probe"
                                       << "It has: s, v";
        QTest::newRow("no such device") << "device"
                                        << "tpu";
        QTest::newRow("open input") << "open"
                                    << "Conv 1";
        QTest::newRow("loss is not a number") << "nan"
                                              << "learning rate";
        QTest::newRow("run folder is a file") << "run folder"
                                              << "occupied";
    }
    void badRequestsAreRefusedWithPlaceAndRemedy()
    {
        QFETCH(QString, fault);
        QFETCH(QString, names);
        QTemporaryDir dir;
        const fs::path root = dir.path().toStdString();
        SmallNet net = smallNet(32, 1);
        RunRequest request = trainRequest(net);
        Graph& graph = request.document.graph;
        if (fault == "learner")
            graph.apply(RemoveNode{net.learner});
        if (fault == "folder") {
            GraphBuilder b;
            const NodeId data = b.add("dataset.bs2_folder", "N-MNIST", {{"folder", std::string("nowhere")}});
            b.from(data, "events");
            b.then("transform.frames", "Frames");
            b.then("neuron.lif", "LIF");
            b.then("layer.flatten", "Flatten");
            b.then("layer.linear", "Linear");
            b.then("readout.rate", "Rate");
            const NodeId loss = b.then("loss.mse", "Loss");
            b.wire(data, "label", loss, "label");
            b.then("learner.bptt", "BPTT");
            graph = b.graph;
        }
        if (fault == "resume")
            request.resume = root / "no-such-checkpoint";
        if (fault == "other graph" || fault == "other weights") {
            m_engine->start(trainRequest(net, root / "run"))->wait();
            graph.apply(SetParam{graph.find("Conv 1"), "out_channels", std::int64_t(6)});
            if (fault == "other graph")
                request.resume = root / "run/checkpoints/latest";
            else
                request.weights = root / "run/checkpoints/latest/weights.h5";
        }
        if (fault == "junk weights") {
            std::ofstream(root / "junk.h5") << "this is no HDF5 file";
            request.weights = root / "junk.h5";
        }
        if (fault == "junk state") {
            m_engine->start(trainRequest(net, root / "run"))->wait();
            const fs::path state = root / "run/checkpoints/latest/state.json";
            fs::resize_file(state, fs::file_size(state) / 2);
            request.resume = root / "run/checkpoints/latest";
        }
        if (fault == "sample") {
            request.mode = RunMode::Simulate;
            request.monitorIndex = 32;
        }
        if (fault == "probe")
            request.probes = {{net.lif1, "w"}};
        if (fault == "device")
            request.document.run.device = "tpu";
        if (fault == "open")
            graph.apply(Disconnect{{{graph.find("Frames"), "x"}, {graph.find("Conv 1"), "x"}}});
        if (fault == "nan") {
            graph.apply(SetParam{net.learner, "optimizer", std::string("sgd")});
            graph.apply(SetParam{net.learner, "learning_rate", 1000.0});
            graph.apply(SetParam{net.learner, "weight_decay", 1000.0});
            graph.apply(SetParam{net.learner, "epochs", std::int64_t(40)});
        }
        if (fault == "run folder") {
            std::ofstream(root / "occupied") << "a file";
            request.runDir = root / "occupied";
        }
        try {
            const std::unique_ptr<Run> run = m_engine->start(std::move(request));
            try {
                run->wait();
            } catch (const Error&) {
                QCOMPARE(run->state(), RunState::Failed);
                QCOMPARE(run->snapshot()->state, RunState::Failed);
                QVERIFY(!run->snapshot()->message.empty());
                throw;
            }
            QFAIL("the run was not refused");
        } catch (const Error& e) {
            QVERIFY2(textOf(e).contains(names), e.what());
            QVERIFY2(!e.where().empty() && !e.fix().empty(), e.what());
        }
    }

    void cudaThatIsNotThereIsAMissingDevice()
    {
        if (m_engine->info().devices.size() > 1)
            QSKIP("This machine has a CUDA device.");
        RunRequest request = trainRequest(smallNet());
        request.document.run.device = "cuda";
        QVERIFY_EXCEPTION_THROWN(m_engine->start(std::move(request)), MissingDeviceError);
    }

private:
    std::unique_ptr<Engine> m_engine;
};

SPW_TEST_GUILESS(tst_EngineRuns)

} // namespace tst_engine_runs

#include "tst_engine_runs.moc"
