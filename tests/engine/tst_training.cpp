// SPDX-License-Identifier: GPL-3.0-or-later
// What the learner node can ask for beyond plain training: optimizers, schedules, clipping, frozen layers, truncation,
// recomputing, mixed precision, calibration, early stopping; and the TensorBoard log.
#include "core/base/error.h"
#include "core/engine/calibration.h"
#include "core/engine/gradients.h"
#include "core/engine/network.h"
#include "core/engine/optimizer.h"
#include "core/engine/schedule.h"
#include "core/engine/seeds.h"
#include "core/engine_api.h"
#include "core/run/metrics_csv.h"
#include "core/run/tensorboard_writer.h"
#include "core/run/weights_file.h"
#include "kernels/torch/aten.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

#include <cmath>
#include <fstream>

namespace tst_training {

using namespace spw;
using namespace spw::engine;
using namespace spw::test;
namespace fs = std::filesystem;

namespace {

const ParamValues& learnerDefaults()
{
    static const ParamValues values = builtinCatalog().find("learner.bptt")->initialValues();
    return values;
}

/// One weight under a rule written out by hand, in double.
struct ByHand {
    double w = 1.5, m = 0, v = 0, product = 1;

    void nadam(double g, double rate, int t)
    {
        const double mu = 0.9 * (1 - 0.5 * std::pow(0.96, 0.004 * t)), next = 0.9 * (1 - 0.5 * std::pow(0.96, 0.004 * (t + 1)));
        product *= mu;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        const double mean = next * m / (1 - product * next) + (1 - mu) * g / (1 - product);
        w -= rate * mean / (std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-8);
    }
    void radam(double g, double rate, int t)
    {
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        const double infinity = 2 / 0.001 - 1, power = std::pow(0.999, t);
        const double rho = infinity - 2 * t * power / (1 - power), mean = m / (1 - std::pow(0.9, t));
        if (rho > 5) {
            const double r = std::sqrt((rho - 4) * (rho - 2) * infinity / ((infinity - 4) * (infinity - 2) * rho));
            w -= rate * mean * r * std::sqrt(1 - power) / (std::sqrt(v) + 1e-8);
        } else {
            w -= rate * mean;
        }
    }
    void adamax(double g, double rate, int t)
    {
        m = 0.9 * m + 0.1 * g;
        v = std::max(0.999 * v, std::abs(g) + 1e-8);
        w -= rate / (1 - std::pow(0.9, t)) * m / v;
    }
};

struct Trained {
    RunResult result;
    std::vector<EpochMetrics> metrics;
    Weights weights;
};

} // namespace

class tst_Training final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        at::set_num_threads(1);
        const char* reason = nullptr;
        m_engine.reset(spwCreateEngine(kEngineApi, &reason));
        QVERIFY2(m_engine, reason);
        QVERIFY(m_dir.isValid());
    }
    void init() { at::manual_seed(3); }

    void rulesThatLibTorchLacksFollowTheirPapers_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"nadam", "radam", "adamax"})
            QTest::newRow(kind) << kind;
    }
    void rulesThatLibTorchLacksFollowTheirPapers()
    {
        QFETCH(QString, kind);
        ParamValues values = learnerDefaults();
        values.set("optimizer", kind.toStdString());
        const at::Tensor weight = at::full({1}, 1.5, at::kDouble).set_requires_grad(true);
        Optimizer optimizer({{1, "w", weight}}, values);
        ByHand reference;
        for (int t = 1; t <= 30; ++t) {
            const double g = std::sin(0.7 * t) + 0.3;
            weight.mutable_grad() = at::full({1}, g, at::kDouble);
            optimizer.step(0.02);
            kind == "nadam" ? reference.nadam(g, 0.02, t) : kind == "radam" ? reference.radam(g, 0.02, t)
                                                                          : reference.adamax(g, 0.02, t);
            QVERIFY(std::abs(weight.item<double>() - reference.w) < 1e-12);
        }
        // Its whole memory travels in a checkpoint: a restored optimizer takes the same next step.
        const at::Tensor other = weight.detach().clone().set_requires_grad(true);
        Optimizer restored({{1, "w", other}}, values);
        restored.restore(optimizer.state(), optimizer.steps());
        weight.mutable_grad() = at::full({1}, 0.4, at::kDouble);
        optimizer.step(0.02);
        other.mutable_grad() = at::full({1}, 0.4, at::kDouble);
        restored.step(0.02);
        QCOMPARE(other.item<double>(), weight.item<double>());
    }

    void schedulesAndWarmUpFollowTheirFormulas()
    {
        ParamValues v = learnerDefaults();
        const auto rate = [&v](std::int64_t epoch, const std::vector<EpochMetrics>& done = {}) {
            return scheduledRate(0.1, v, epoch, 20, done);
        };
        v.set("schedule", std::string("exponential"));
        v.set("gamma", 0.5);
        QVERIFY(std::abs(rate(4) - 0.0125) < 1e-15);
        v.set("schedule", std::string("linear"));
        v.set("min_rate", 0.02);
        QCOMPARE(rate(1), 0.1);
        QVERIFY(std::abs(rate(20) - 0.02) < 1e-15);
        v.set("schedule", std::string("cosine_restarts"));
        v.set("step_size", std::int64_t(5));
        QCOMPARE(rate(1), rate(6));
        QVERIFY(rate(5) < rate(4) && rate(5) > 0.02);
        v.set("schedule", std::string("none"));
        v.set("warmup_epochs", std::int64_t(4));
        QVERIFY(std::abs(rate(1) - 0.001) < 1e-15);
        QVERIFY(std::abs(rate(3) - 0.1 * (0.01 + 0.99 * 0.5)) < 1e-15);
        QCOMPARE(rate(5), 0.1);
        v.set("warmup_epochs", std::int64_t(0));
        v.set("schedule", std::string("plateau"));
        v.set("plateau_patience", std::int64_t(1));
        std::vector<EpochMetrics> done;
        for (const double loss : {1.0, 0.5, 0.5, 0.5, 0.4})
            done.push_back({std::int64_t(done.size() + 1), loss, 0, loss, 0, 0, 0, 0});
        QCOMPARE(rate(4, {done.begin(), done.begin() + 3}), 0.1);
        QCOMPARE(rate(6, done), 0.05);
    }

    void earlyStoppingWaitsForItsPatience()
    {
        ParamValues v = learnerDefaults();
        std::vector<EpochMetrics> done;
        for (const double loss : {1.0, 0.5, 0.52, 0.51})
            done.push_back({std::int64_t(done.size() + 1), loss, 0.5, loss, 0.5, 0, 0, 0});
        QVERIFY(!stopsEarly(v, done));   // off
        v.set("patience", std::int64_t(3));
        QVERIFY(!stopsEarly(v, done));
        v.set("patience", std::int64_t(2));
        QVERIFY(stopsEarly(v, done));
        v.set("patience", std::int64_t(3));
        v.set("min_improvement", 0.6);   // even the second epoch was no improvement then
        QVERIFY(stopsEarly(v, done));
    }

    void clippingKeepsTheDirection()
    {
        const at::Tensor a = at::zeros({3}).set_requires_grad(true), b = at::zeros({2}).set_requires_grad(true);
        a.mutable_grad() = at::tensor({3.0f, 0.0f, 0.0f});
        b.mutable_grad() = at::tensor({0.0f, -4.0f});
        const std::vector<Network::Entry> entries{{1, "a", a}, {2, "b", b}};
        QVERIFY(std::abs(clipGradients(entries, 1.0, 0.0) - 5.0) < 1e-6);
        QVERIFY(std::abs(gradientNorm(entries) - 1.0) < 1e-5);
        QVERIFY(std::abs(a.grad()[0].item<double>() - 0.6) < 1e-5);
        clipGradients(entries, 0.0, 0.5);
        QVERIFY(std::abs(b.grad()[1].item<double>() + 0.5) < 1e-6);
        b.mutable_grad()[0] = std::numeric_limits<float>::infinity();
        QVERIFY(!std::isfinite(clipGradients(entries, 1.0, 0.0)));   // left for the caller to report
    }

    void recomputingGivesTheSameBits()
    {
        const SmallNet net = smallNet();
        const Plan plan = makePlan(net.graph);
        std::vector<at::Tensor> first;
        double firstLoss = 0;
        for (const int segments : {0, 2, 3, 7}) {
            Network network(plan, 5, at::kCPU);
            network.setTraining(true);
            network.reset();
            network.reseed(11);
            at::manual_seed(3);
            PortValues feeds;
            for (const EdgeEnd& feed : network.feeds())
                feeds[feed] = feed.port == "label" ? at::randint(0, 10, {4}, at::kLong)
                                                   : at::randint(0, 3, {6, 4, 2, 16, 16}, at::kFloat);
            const std::set<EdgeEnd> keep{{net.loss, "loss"}};
            const at::Tensor loss = (segments ? network.forwardRecomputed(feeds, keep, segments)
                                              : network.forward(feeds, keep)).at({net.loss, "loss"});
            loss.backward();
            std::vector<at::Tensor> found;
            for (const Network::Entry& entry : network.parameters())
                found.push_back(entry.tensor.grad());
            for (const Network::Entry& entry : network.buffers())
                found.push_back(entry.tensor);
            if (segments == 0) {
                first = found;
                firstLoss = loss.item<double>();
                continue;
            }
            QCOMPARE(loss.item<double>(), firstLoss);
            for (std::size_t i = 0; i < first.size(); ++i) {
                QVERIFY(found[i].defined() && first[i].defined());
                QVERIFY2(found[i].equal(first[i]), qPrintable(QString("%1 segments, tensor %2").arg(segments).arg(i)));
            }
        }
    }

    void truncationAtTheLastStepChangesNothingAndEarlierCutsHistory()
    {
        const Trained whole = trainWith({}), same = trainWith({{"truncate_steps", std::int64_t(6)}}),
                      cut = trainWith({{"truncate_steps", std::int64_t(2)}});
        QCOMPARE(same.metrics.back().trainLoss, whole.metrics.back().trainLoss);
        QVERIFY(same.weights.arrays == whole.weights.arrays);
        QVERIFY(cut.weights.arrays != whole.weights.arrays);
        SmallNet net = smallNet(96, 6);
        net.graph.apply(SetParam{net.learner, "truncate_steps", std::int64_t(2)});
        const Trained longer = train(net);
        QVERIFY(longer.metrics.back().trainLoss < longer.metrics.front().trainLoss);
    }

    void recomputingTrainsToTheSameWeights()
    {
        QVERIFY(trainWith({{"recompute_segments", std::int64_t(3)}}).weights.arrays == trainWith({}).weights.arrays);
    }

    void frozenLayersStayAsTheyAre()
    {
        SmallNet net = smallNet(64, 1);
        NodeId conv = 0, norm = 0;
        for (const auto& [id, node] : net.graph.nodes()) {
            conv = node.title == "Conv 1" ? node.id : conv;
            norm = node.title == "BN 1" ? node.id : norm;
        }
        for (const NodeId id : {conv, norm})
            net.graph.apply(SetParam{id, "train", std::string("frozen")});
        const Trained frozen = train(net);
        Network untouched(makePlan(net.graph), 1, at::kCPU);
        int compared = 0, moved = 0;
        std::vector<Network::Entry> all = untouched.parameters();
        for (const Network::Entry& entry : untouched.buffers())
            all.push_back(entry);
        for (const Network::Entry& entry : all)
            if (const auto found = frozen.weights.arrays.find(entry.name); found != frozen.weights.arrays.end())
                if (const auto* values = std::get_if<std::vector<float>>(&found->second.data)) {
                    const at::Tensor mine = entry.tensor.detach().contiguous();
                    const bool same = std::equal(values->begin(), values->end(), mine.data_ptr<float>());
                    if (entry.node == conv || entry.node == norm) {
                        QVERIFY2(same, entry.name.c_str());
                        ++compared;
                    } else {
                        moved += !same;
                    }
                }
        QVERIFY(compared >= 5);   // weight, bias; weight, bias, running mean and variance
        QVERIFY(moved >= 2);
    }

    void nothingToTrainIsSaid()
    {
        SmallNet net = smallNet(32, 1);
        std::vector<NodeId> all;
        for (const auto& [id, node] : net.graph.nodes())
            if (net.graph.spec(id)->param("train"))
                all.push_back(id);
        for (const NodeId id : all)
            net.graph.apply(SetParam{id, "train", std::string("frozen")});
        RunRequest request;
        request.document = documentOf(net.graph);
        QVERIFY_EXCEPTION_THROWN(m_engine->start(std::move(request))->wait(), Error);
    }

    void mixedPrecisionTrains()
    {
        const Trained trained = trainWith({{"precision", std::string("bfloat16")}});
        QVERIFY(std::isfinite(trained.metrics.back().trainLoss));
        QVERIFY(trained.metrics.back().trainLoss < trained.metrics.front().trainLoss);
        QVERIFY(trained.weights.arrays != trainWith({}).weights.arrays);   // it really was another arithmetic
    }

    void calibrationBringsEveryLayerToItsRate()
    {
        SmallNet net = smallNet();
        const Plan plan = makePlan(net.graph);
        Network network(plan, 2, at::kCPU);
        PortValues feeds;
        for (const EdgeEnd& feed : network.feeds())
            feeds[feed] = feed.port == "label" ? at::randint(0, 10, {8}, at::kLong)
                                               : at::randint(0, 3, {6, 8, 2, 16, 16}, at::kFloat);
        network.reseed(1);
        const auto layers = calibrate(network, plan, feeds, {.rate = 0.15, .tolerance = 0.1}, [] { return true; });
        QCOMPARE(layers.size(), std::size_t(2));
        for (const CalibratedLayer& layer : layers) {
            QVERIFY2(std::abs(layer.rateAfter - 0.15) < 0.03, qPrintable(QString::number(layer.rateAfter)));
            QVERIFY(layer.factor > 0);
        }
        QCOMPARE(layers[0].scaled, std::string("BN 1"));
        QCOMPARE(layers[1].scaled, std::string("Linear"));
        QVERIFY(trainWith({{"calibration_rate", 0.15}}).weights.arrays != trainWith({}).weights.arrays);
    }

    void earlyStoppingEndsTheRunAndItsResume()
    {
        SmallNet net = smallNet(32, 30);
        net.graph.apply(SetParam{net.learner, "patience", std::int64_t(2)});
        net.graph.apply(SetParam{net.learner, "min_improvement", 10.0});   // nothing is good enough
        const Trained stopped = train(net);
        QCOMPARE(stopped.result.state, RunState::Finished);
        QCOMPARE(stopped.result.epochs, std::int64_t(3));
        QVERIFY(stopped.result.evaluation);
        RunRequest request;
        request.document = documentOf(net.graph);
        request.resume = stopped.result.runDir / "checkpoints/latest";
        QCOMPARE(m_engine->start(std::move(request))->wait().epochs, std::int64_t(3));
    }

    void aRunCanBeFollowedInTensorBoard()
    {
        const Trained trained = trainWith({});
        fs::path file;
        for (const auto& entry : fs::directory_iterator(trained.result.runDir))
            if (entry.path().filename().string().rfind("events.out.tfevents.", 0) == 0)
                file = entry.path();
        QVERIFY(!file.empty());
        std::map<std::string, std::vector<TensorBoardScalar>> byTag;
        for (const TensorBoardScalar& scalar : readTensorBoardScalars(file))
            byTag[scalar.tag].push_back(scalar);
        for (const char* tag : {"loss/train", "loss/test", "accuracy/train", "accuracy/test", "learning_rate",
                                "firing_rate/LIF 1"})
            QVERIFY2(byTag[tag].size() == 2, tag);
        QCOMPARE(byTag["loss/train"][1].step, std::int64_t(2));
        QCOMPARE(byTag["loss/train"][1].value, float(trained.metrics[1].trainLoss));
        QVERIFY(byTag["loss/train"][0].wallTime > 1.6e9);

        // The bytes of the format's own example: a first record of 24 bytes.
        std::ifstream in(file, std::ios::binary);
        std::string head(12, '\0');
        in.read(head.data(), 12);
        QCOMPARE(QByteArray(head.data(), 12).toHex(), QByteArray("1800000000000000a37f4b22"));

        // A record that is cut or damaged ends the reading, quietly; junk is refused.
        const fs::path cut = fs::path(m_dir.path().toStdString()) / "cut.tfevents";
        fs::copy_file(file, cut);
        fs::resize_file(cut, fs::file_size(cut) - 3);
        QCOMPARE(readTensorBoardScalars(cut).size() + 1, readTensorBoardScalars(file).size());
        std::ofstream(cut, std::ios::trunc) << "no events here at all";
        QVERIFY_EXCEPTION_THROWN(readTensorBoardScalars(cut), Error);
    }

    void mixedSamplesAreTheSameAfterAResume()
    {
        SmallNet net = smallNet(72, 2);
        net.graph.apply(SetParam{net.learner, "mixup", 0.2});
        net.graph.apply(SetParam{net.learner, "cutmix", 1.0});
        const auto train = [&](std::int64_t epochs, const std::optional<std::filesystem::path>& from) {
            RunRequest request;
            request.document = documentOf(net.graph);
            request.runDir = nextDir();
            request.epochs = epochs;
            request.resume = from;
            return m_engine->start(std::move(request))->wait();
        };
        const RunResult first = train(1, std::nullopt), resumed = train(2, first.runDir / "checkpoints/latest"), straight = train(2, std::nullopt);
        QCOMPARE(resumed.trainLoss, straight.trainLoss);
        QCOMPARE(resumed.testLoss, straight.testLoss);
        net.graph.apply(SetParam{net.learner, "mixup", 0.0});
        net.graph.apply(SetParam{net.learner, "cutmix", 0.0});
        QVERIFY(train(2, std::nullopt).trainLoss < straight.trainLoss);   // mixed samples are harder
    }

    void changedLiveParametersComeBackWithTheCheckpoint()
    {
        SmallNet net = smallNet(72, 2);
        RunRequest request;
        request.document = documentOf(net.graph);
        request.runDir = nextDir();
        request.startPaused = true;
        request.monitorSeconds = 0;
        std::unique_ptr<Run> run = m_engine->start(std::move(request));
        QTRY_COMPARE(run->state(), RunState::Paused);
        run->setParam(net.lif1, "v_threshold", 0.25);
        run->resume();
        const RunResult straight = run->wait();
        RunRequest again;
        again.document = documentOf(net.graph);
        again.runDir = nextDir();
        again.resume = straight.runDir / "checkpoints/latest";
        again.epochs = 3;
        const RunResult resumed = m_engine->start(std::move(again))->wait();

        RunRequest longer;
        longer.document = documentOf(net.graph);
        longer.runDir = nextDir();
        longer.epochs = 3;
        longer.startPaused = true;
        longer.monitorSeconds = 0;
        std::unique_ptr<Run> whole = m_engine->start(std::move(longer));
        QTRY_COMPARE(whole->state(), RunState::Paused);
        whole->setParam(net.lif1, "v_threshold", 0.25);
        whole->resume();
        QCOMPARE(resumed.trainLoss, whole->wait().trainLoss);
    }

private:
    fs::path nextDir() { return fs::path(m_dir.path().toStdString()) / ("run" + std::to_string(m_runs++)); }

    Trained train(const SmallNet& net)
    {
        RunRequest request;
        request.document = documentOf(net.graph);
        request.runDir = nextDir();
        request.monitorSeconds = 0;
        Trained trained{m_engine->start(std::move(request))->wait(), {}, {}};
        trained.metrics = readMetrics(trained.result.runDir / "metrics.csv");
        trained.weights = readWeights(trained.result.runDir / "checkpoints/latest/weights.h5");
        return trained;
    }
    Trained trainWith(const Values& learner)
    {
        SmallNet net = smallNet(64, 2);
        for (const auto& [name, value] : learner)
            net.graph.apply(SetParam{net.learner, name, value});
        return train(net);
    }

    std::unique_ptr<Engine> m_engine;
    QTemporaryDir m_dir;
    int m_runs = 0;
};

SPW_TEST_GUILESS(tst_Training)

} // namespace tst_training

#include "tst_training.moc"
