// SPDX-License-Identifier: GPL-3.0-or-later
// Live runs keep what was learned, take other values of their learners, and show pairs of spikes; local learners beside
// other ways of training.
#include "core/base/error.h"
#include "core/engine/learners/synapse_learner.h"
#include "core/engine_api.h"
#include "core/plan/learner_ties.h"
#include "core/run/weights_file.h"
#include "kernels/torch/aten.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <cmath>
#include <memory>

namespace tst_live_runs {

using namespace spw;
using namespace spw::engine;
using namespace spw::test;
namespace fs = std::filesystem;

namespace {

PlannedNode planned(const std::string& type, const Values& values)
{
    PlannedNode node;
    node.id = 7;
    node.spec = builtinCatalog().find(type);
    node.name = node.spec->title;
    node.values = node.spec->initialValues();
    for (const auto& [name, value] : values)
        node.values.set(name, value);
    return node;
}

/// Glyphs -> Poisson -> Conv by STDP -> neurons -> Linear by gradients.
struct MixedNet {
    GraphBuilder b;
    NodeId conv = 0, neurons = 0, linear = 0, lif2 = 0, bptt = 0, stdp = 0;

    explicit MixedNet(const Values& learner = {}, const Values& rule = {})
    {
        const NodeId data = b.add("dataset.glyphs", "Glyphs", {{"width", std::int64_t(12)}, {"height", std::int64_t(12)}, {"train_samples", std::int64_t(64)},
                                                               {"test_samples", std::int64_t(20)}});
        b.from(data, "image");
        b.then("encoder.poisson", "Poisson", {{"T", std::int64_t(6)}});
        conv = b.then("layer.conv2d", "Conv", {{"out_channels", std::int64_t(4)}, {"bias", false}, {"train", std::string("learner")}});
        neurons = b.then("neuron.competing_lif", "Channels", {{"compete", std::string("channels")}, {"v_threshold", 0.5}});
        b.then("layer.flatten", "Flatten");
        linear = b.then("layer.linear", "Linear");
        lif2 = b.then("neuron.lif", "LIF", lif());
        b.then("readout.rate", "Rate");
        const NodeId loss = b.then("loss.mse", "Loss");
        b.wire(data, "label", loss, "label");
        Values values{{"epochs", std::int64_t(1)}, {"optimizer", std::string("sgd")}, {"momentum", 0.0}, {"learning_rate", 0.01}};
        for (const auto& [name, value] : learner)
            values[name] = value;
        bptt = b.then("learner.bptt", "BPTT", values);
        Values ruleValues{{"learning_rate", 0.001}, {"w_min", 0.0}, {"w_max", 1.0}, {"initial", std::string("uniform")}};
        for (const auto& [name, value] : rule)
            ruleValues[name] = value;
        stdp = b.add("learner.stdp", "STDP", ruleValues);
        b.wire(conv, "y", stdp, "synapse");
        b.wire(neurons, "s", stdp, "post");
    }
};

const Diagnostic* complaint(const Diagnostics& list, const std::string& code, NodeId node)
{
    for (const Diagnostic& d : list)
        if (d.code == code && d.node == node && !d.what.empty() && !d.fix.empty())
            return &d;
    return nullptr;
}

std::vector<float> valuesOf(const fs::path& weights, const char* name) { return std::get<std::vector<float>>(readWeights(weights).arrays.at(name).data); }

} // namespace

class tst_LiveRuns final : public QObject {
    Q_OBJECT
    std::unique_ptr<Engine> m_engine;

    RunRequest request(const Graph& graph, RunMode mode, const fs::path& dir = {})
    {
        RunRequest r;
        r.mode = mode;
        r.document = documentOf(graph);
        r.runDir = dir;
        r.monitorSeconds = 0.05;
        return r;
    }

private Q_SLOTS:
    void initTestCase()
    {
        at::set_num_threads(1);
        const char* reason = nullptr;
        m_engine.reset(spwCreateEngine(kEngineApi, &reason));
        QVERIFY2(m_engine, reason);
    }
    void init() { at::manual_seed(3); }

    void whatALiveRunLearnsIsKept()
    {
        QTemporaryDir dir;
        const fs::path root = dir.path().toStdString(), latest = root / "live/checkpoints/latest";
        const MixedNet net;
        std::unique_ptr<Run> run = m_engine->start(request(net.b.graph, RunMode::Live, root / "live"));
        QTRY_VERIFY_WITH_TIMEOUT(run->snapshot()->batch > 5, 30000);
        run->checkpointNow();
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(latest / "weights.h5"), 10000);
        const std::vector<float> early = valuesOf(latest / "weights.h5", "Conv/weight");
        QTRY_VERIFY_WITH_TIMEOUT(run->snapshot()->batch > 15 || run->snapshot()->epoch > 1, 30000);
        run->pause();
        QTRY_COMPARE(run->state(), RunState::Paused);
        const std::vector<float> seen = run->snapshot()->synapses.at(0)->weights;
        run->stop();
        QCOMPARE(run->wait().state, RunState::Cancelled);
        const std::vector<float> kept = valuesOf(latest / "weights.h5", "Conv/weight");
        QVERIFY(kept == seen);
        QVERIFY(kept != early);
        QFile config(QString::fromStdString((root / "live/config.json").string()));
        QVERIFY(config.open(QIODevice::ReadOnly));
        QVERIFY(config.readAll().contains("\"mode\": \"live\""));

        // Another live run goes on with them, and so does training.
        QCOMPARE(m_engine->checkpoints(root, net.b.graph).size(), std::size_t(1));
        RunRequest again = request(net.b.graph, RunMode::Live, root / "again");
        again.resume = latest;
        again.startPaused = true;
        run = m_engine->start(std::move(again));
        QTRY_COMPARE(run->state(), RunState::Paused);
        QTRY_COMPARE(run->snapshot()->synapses.size(), std::size_t(1));
        QVERIFY(run->snapshot()->synapses.at(0)->weights == kept);
        run->stop();
        run->wait();
        RunRequest training = request(net.b.graph, RunMode::Train, root / "train");
        training.resume = latest;
        const RunResult result = m_engine->start(std::move(training))->wait();
        QCOMPARE(result.state, RunState::Finished);
        QCOMPARE(result.epochs, std::int64_t(1));
    }

    void theRuleMayBecomeAnotherWhileItIsAtWork()
    {
        const MixedNet net;
        RunRequest r = request(net.b.graph, RunMode::Live);
        r.startPaused = true;
        std::unique_ptr<Run> run = m_engine->start(std::move(r));
        QTRY_COMPARE(run->state(), RunState::Paused);
        QTRY_COMPARE(run->snapshot()->synapses.size(), std::size_t(1));
        const auto window = [&] { return run->snapshot()->synapses.at(0)->window; };
        const float before = window().at(80).change;
        QVERIFY(before > 0);
        run->setParam(net.stdp, "tau_pre", 4.0);   // seen although the run is paused
        QTRY_VERIFY(window().at(80).change < before / 2);
        run->setParam(net.stdp, "f_post_formula", std::string("(w_max - w) ^ 0.5"));
        run->setParam(net.stdp, "f_post", std::string("expression"));
        const auto refused = [&](const char* name, const ParamValue& value) {
            try {
                run->setParam(net.stdp, name, value);
                return false;
            } catch (const Error& e) {
                return !e.fix().empty() && e.where() == "STDP";
            }
        };
        QVERIFY(refused("f_post_formula", std::string("(w")));
        QVERIFY(refused("f_post_formula", std::string("1 / (w - 0.3)")));
        QVERIFY(refused("tau_pre", 0.0));
        QVERIFY(refused("w_min", 2.0));
        QVERIFY(refused("update", std::string("gradient")));
        run->step(StepUnit::Sample);
        QTRY_COMPARE(run->state(), RunState::Paused);
        run->stop();
        QCOMPARE(run->wait().state, RunState::Cancelled);
    }

    void pairsOfSpikesAreMeasuredAtConvolutions()
    {
        // 2 channels of 5 x 6 -> 3 channels, kernel 3 x 2, stride 2 x 1, padding 1 x 0.
        const PlannedNode conv = planned("layer.conv2d", {{"out_channels", std::int64_t(3)}, {"kernel_size", std::vector<std::int64_t>{3, 2}},
                                                          {"stride", std::vector<std::int64_t>{2, 1}}, {"padding", std::vector<std::int64_t>{1, 0}}});
        const PlannedNode rule = planned("learner.stdp", {{"learning_rate", 0.5}, {"tau_pre", 4.0}, {"tau_post", 8.0}, {"decay", std::string("exponential")},
                                                          {"f_post", std::string("weight")}, {"f_pre", std::string("weight")}, {"f_pre_strength", 2.0}});
        const at::Tensor weight = at::rand({3, 2, 3, 2}) + 0.1;
        const auto only = [](at::IntArrayRef sizes, at::IntArrayRef place) {
            at::Tensor one = at::zeros(sizes);
            at::Tensor at = one;
            for (const std::int64_t i : place)
                at = at.select(0, i);
            at.fill_(1);
            return one;
        };
        // Input (channel 1, row 2, column 3) fires, three steps later output (channel 2, row 1, column 2): the kernel's place 1, 1.
        const at::Tensor pre = at::stack({only({1, 2, 5, 6}, {0, 1, 2, 3}), at::zeros({1, 2, 5, 6}), at::zeros({1, 2, 5, 6}), at::zeros({1, 2, 5, 6}),
                                          at::zeros({1, 2, 5, 6}), only({1, 2, 5, 6}, {0, 1, 2, 3})});
        const at::Tensor post = at::stack({at::zeros({1, 3, 3, 5}), at::zeros({1, 3, 3, 5}), at::zeros({1, 3, 3, 5}), only({1, 3, 3, 5}, {0, 2, 1, 2}),
                                           at::zeros({1, 3, 3, 5}), at::zeros({1, 3, 3, 5})});
        SynapseLearner learner(rule, conv, weight.clone());
        learner.measure(true);
        learner.observe(pre, post, {});
        SynapseView view;
        view.weights.assign(1, 1.0f);   // changes are told as shares of the mean size
        learner.show(view);
        QCOMPARE(view.pairs.size(), std::size_t(2));
        const double w = weight[2][1][1][1].item<double>();
        QCOMPARE(view.pairs[0].steps, 3.0f);
        QVERIFY(std::abs(double(view.pairs[0].change) - 0.5 * w * std::exp(-3 / 4.0)) < 1e-5);
        QCOMPARE(view.pairs[1].steps, -2.0f);
        QVERIFY(std::abs(double(view.pairs[1].change) + 0.5 * 2 * w * std::exp(-2 / 8.0)) < 1e-5);
        // Together they are the change of that weight.
        QVERIFY(std::abs(learner.change()[2][1][1][1].item<double>() * 0.5 - double(view.pairs[0].change) - double(view.pairs[1].change)) < 1e-5);
    }

    void trainingShowsPairsOfSpikesAsWell()
    {
        const MixedNet net(Values{{"epochs", std::int64_t(100'000)}});
        std::unique_ptr<Run> run = m_engine->start(request(net.b.graph, RunMode::Train));
        QTRY_VERIFY_WITH_TIMEOUT(!run->snapshot()->synapses.empty() && run->snapshot()->synapses.at(0)->pairs.size() > 20, 30000);
        run->stop();
        run->wait();
    }

    void localLearnersWorkBesideOnlineTraining_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<bool>("everyStep");
        QTest::addColumn<QString>("update");
        for (const char* update : {"step", "batch", "gradient", "bptt"}) {
            QTest::addRow("online, %s", update) << "online" << false << update;
            QTest::addRow("online at every step, %s", update) << "online" << true << update;
            QTest::addRow("fptt, %s", update) << "fptt" << false << update;
        }
    }
    void localLearnersWorkBesideOnlineTraining()
    {
        QFETCH(QString, method);
        QFETCH(bool, everyStep);
        QFETCH(QString, update);
        QTemporaryDir dir;
        const fs::path root = dir.path().toStdString();
        const MixedNet net(Values{{"method", method.toStdString()}, {"update_every_step", everyStep}}, Values{{"update", update.toStdString()}});
        const Plan plan = makePlan(net.b.graph);
        QVERIFY2(plan.ok(), plan.diagnostics.empty() ? "" : plan.diagnostics.front().what.c_str());
        RunRequest r = request(net.b.graph, RunMode::Train, root / "run");
        r.startPaused = true;
        std::unique_ptr<Run> run = m_engine->start(std::move(r));
        QTRY_COMPARE(run->state(), RunState::Paused);
        run->checkpointNow();
        const fs::path weights = root / "run/checkpoints/latest/weights.h5";
        QTRY_VERIFY(fs::exists(weights));
        const std::vector<float> conv = valuesOf(weights, "Conv/weight"), linear = valuesOf(weights, "Linear/weight");
        run->resume();
        QCOMPARE(run->wait().state, RunState::Finished);
        QVERIFY(valuesOf(weights, "Conv/weight") != conv);
        QVERIFY(valuesOf(weights, "Linear/weight") != linear);
    }

    void theChangeBesideOnlineTrainingIsThatOfTheWholeSequence()
    {
        // Nothing else learns: what STDP makes of the batch must not depend on how the gradient learner goes through time.
        std::vector<std::vector<float>> made;
        for (const char* method : {"bptt", "online"}) {
            QTemporaryDir dir;
            const fs::path root = dir.path().toStdString();
            const MixedNet net(Values{{"method", std::string(method)}, {"learning_rate", 1e-9}}, Values{{"update", std::string("batch")}});
            m_engine->start(request(net.b.graph, RunMode::Train, root / "run"))->wait();
            made.push_back(valuesOf(root / "run/checkpoints/latest/weights.h5", "Conv/weight"));
        }
        QCOMPARE(made[0].size(), made[1].size());
        for (std::size_t i = 0; i < made[0].size(); ++i)
            QVERIFY(std::abs(made[0][i] - made[1][i]) < 1e-4f);
    }

    void bootstrappedTrainingSaysWhatItCannotReplace()
    {
        const MixedNet net(Values{{"method", std::string("bootstrap")}});
        QVERIFY(complaint(makePlan(net.b.graph).diagnostics, "SPW-L009", net.stdp));
        SmallNet plain = smallNet();
        plain.graph.apply(SetParam{plain.learner, "method", std::string("bootstrap")});
        QVERIFY(makePlan(plain.graph).ok());
        GraphBuilder b;
        const NodeId data = b.add("dataset.synthetic_dvs", "Shapes");
        b.from(data, "events");
        b.then("transform.frames", "Frames", {{"T", std::int64_t(4)}});
        b.then("layer.flatten", "Flatten");
        b.then("layer.linear", "Linear", {{"out_features", std::int64_t(10)}});
        const NodeId cuba = b.then("neuron.lava_cuba", "CUBA", {{"dropout", 0.1}});
        b.then("readout.rate", "Rate");
        const NodeId loss = b.then("loss.mse", "Loss");
        b.wire(data, "label", loss, "label");
        b.then("learner.bptt", "BPTT", {{"method", std::string("bootstrap")}});
        QVERIFY(complaint(makePlan(b.graph).diagnostics, "SPW-L011", cuba));
        b.graph.apply(SetParam{cuba, "dropout", 0.0});
        QVERIFY(!complaint(makePlan(b.graph).diagnostics, "SPW-L011", cuba));
    }

    void neuronsWhoseSpikesAreOffAreNoPostSide()
    {
        MixedNet net;
        net.b.graph.apply(Disconnect{{{net.neurons, "s"}, {net.stdp, "post"}}});
        const NodeId data = net.b.graph.find("Glyphs");
        net.b.from(data, "image");
        net.b.then("encoder.poisson", "Poisson 2", {{"T", std::int64_t(6)}});
        net.b.then("layer.flatten", "Flatten 2");
        const NodeId linear = net.b.then("layer.linear", "Linear 2", {{"train", std::string("learner")}});
        const NodeId neuron = net.b.then("neuron.lif", "Smooth", {{"spiking", false}});
        const NodeId stdp = net.b.add("learner.stdp", "STDP 2");
        net.b.wire(linear, "y", stdp, "synapse");
        net.b.wire(neuron, "s", stdp, "post");
        QVERIFY(complaint(makePlan(net.b.graph).diagnostics, "SPW-L005", stdp));
        net.b.graph.apply(SetParam{neuron, "spiking", true});
        QVERIFY(!complaint(makePlan(net.b.graph).diagnostics, "SPW-L005", stdp));
    }

    void formulasThatDivideByZeroAnywhereAreTold_data()
    {
        QTest::addColumn<QString>("formula");
        QTest::addColumn<bool>("bounded");
        QTest::addColumn<bool>("fails");
        QTest::newRow("between trials") << "1 / (w - 0.31415)" << true << true;
        QTest::newRow("touching zero") << "1 / (w - 0.3) ^ 2" << true << true;
        QTest::newRow("outside of the bounds") << "1 / (w - 5)" << true << false;
        QTest::newRow("no bounds") << "1 / (w - 5)" << false << true;
        QTest::newRow("everywhere") << "1 / (w - w)" << true << true;
        QTest::newRow("negative power") << "w ^ -1" << true << true;
        QTest::newRow("kept away") << "1 / (w + 0.001)" << true << false;
        QTest::newRow("a square below") << "1 / (w * w + 0.01)" << true << false;
        QTest::newRow("no zero") << "w / (1 + exp(0 - 10 * w))" << false << false;
        QTest::newRow("soft bound") << "(w_max - w) ^ 0.5 * (w - w_min) ^ 0.5" << true << false;
        QTest::newRow("logarithm") << "log(w)" << true << true;
        QTest::newRow("root of what falls below zero") << "sqrt(w - 0.2)" << true << true;
        QTest::newRow("waves") << "1 / (1.5 + sin(20 * w))" << false << false;
    }
    void formulasThatDivideByZeroAnywhereAreTold()
    {
        QFETCH(QString, formula);
        QFETCH(bool, bounded);
        QFETCH(bool, fails);
        const ParamValue none;
        MixedNet net(Values{}, Values{{"f_pre", std::string("expression")}, {"f_pre_formula", formula.toStdString()},
                                      {"w_min", bounded ? ParamValue(0.0) : none}, {"w_max", bounded ? ParamValue(1.0) : none}});
        QElapsedTimer timer;
        timer.start();
        const Diagnostics found = makePlan(net.b.graph).diagnostics;
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
        const Diagnostic* told = complaint(found, "SPW-L008", net.stdp);
        QCOMPARE(told != nullptr, fails);
        if (told)
            QCOMPARE(QString::fromStdString(told->port), QStringLiteral("f_pre_formula"));
    }
};

SPW_TEST_GUILESS(tst_LiveRuns)

} // namespace tst_live_runs

#include "tst_live_runs.moc"
