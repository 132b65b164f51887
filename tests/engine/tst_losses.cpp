// SPDX-License-Identifier: GPL-3.0-or-later
// Losses, readouts, encoders and metrics inside networks and runs. Their numbers are checked by the goldens.
#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/engine/evaluation.h"
#include "core/engine/goal.h"
#include "core/engine/goldens/golden_case.h"
#include "core/engine/network.h"
#include "core/engine_api.h"
#include "core/run/learning_stats.h"
#include "kernels/torch/aten.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <functional>

namespace tst_losses {

using namespace spw;
using namespace spw::engine;
using namespace spw::test;
using golden::makeModule;

namespace {

/// Frames -> Flatten -> Linear -> LIF, with the labels of the same data.
struct SpikingHead {
    GraphBuilder builder;
    NodeId data = 0, frames = 0, lif = 0;

    explicit SpikingHead(std::int64_t classes = 10)
    {
        data = builder.add("dataset.synthetic_dvs", "Shapes", {{"width", std::int64_t(8)}, {"height", std::int64_t(8)}});
        builder.from(data, "events");
        frames = builder.then("transform.frames", "Frames", {{"T", std::int64_t(6)}});
        builder.then("layer.flatten", "Flatten");
        builder.then("layer.linear", "Linear", {{"out_features", classes}});
        Values values = test::lif();
        values["v_threshold"] = 0.2;   // so that something is said at the start
        lif = builder.then("neuron.lif", "LIF", values);
    }
    PortValues feeds() const
    {
        at::manual_seed(3);
        return {{{frames, "x"}, at::randint(0, 3, {6, 12, 2, 8, 8}, at::kFloat)},
                {{data, "label"}, at::randint(0, 10, {12}, at::kLong)}};
    }
};

double lossOf(Network& network, const PortValues& feeds, const EdgeEnd& port)
{
    network.reset();
    return network.forward(feeds, {port}).at(port).item<double>();
}

std::string errorOf(const std::function<void()>& call)
{
    try {
        call();
    } catch (const Error& e) {
        return e.what();
    }
    return {};
}

} // namespace

class tst_Losses final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { at::set_num_threads(1); }

    void everyLossOfClassesCanBeTrained_data()
    {
        QTest::addColumn<QString>("loss");
        QTest::addColumn<bool>("needsReadout");
        for (const NodeSpec* spec : builtinCatalog().all()) {
            if (spec->category != Category::Loss || spec->inputs.size() < 2 || spec->inputs[1].type != PortType::Label)
                continue;
            QTest::newRow(spec->id.c_str()) << QString::fromStdString(spec->id) << (spec->inputs[0].type == PortType::Readout);
        }
    }
    void everyLossOfClassesCanBeTrained()
    {
        QFETCH(QString, loss);
        QFETCH(bool, needsReadout);
        SpikingHead head;
        GraphBuilder& b = head.builder;
        if (needsReadout)
            b.then("readout.rate", "Rate");
        Values values;
        if (loss == "loss.num_spikes")
            values = {{"region_stop", 6.0}, {"count_true", 4.0}, {"count_false", 1.0}, {"tauSr", 2.0}};
        const NodeId node = b.then(loss.toStdString(), "Loss", values);
        b.wire(head.data, "label", node, "label");
        b.then("learner.bptt", "BPTT");
        const Plan plan = makePlan(b.graph);
        Network network(plan, 5, at::kCPU);
        network.setTraining(true);
        const Goal goal = findGoal(plan);
        QCOMPARE(goal.lossPort.node, node);
        QVERIFY(goal.readoutPort.node != 0);

        const PortValues feeds = head.feeds();
        const double before = lossOf(network, feeds, goal.lossPort);
        QVERIFY(std::isfinite(before));
        network.reset();
        const double byStep = network.forwardByStep(feeds, {goal.lossPort}).at(goal.lossPort).item<double>();
        QVERIFY2(std::abs(byStep - before) <= 1e-5 * std::max(1.0, std::abs(before)),
                 qPrintable(QString("%1 instead of %2").arg(byStep).arg(before)));

        double least = before;
        for (int i = 0; i < 100; ++i) {
            network.reset();
            const at::Tensor now = network.forward(feeds, {goal.lossPort}).at(goal.lossPort);
            least = std::min(least, now.item<double>());
            now.backward();
            const at::NoGradGuard noGrad;
            for (Network::Entry& parameter : network.parameters()) {
                at::Tensor gradient = parameter.tensor.grad();
                QVERIFY2(gradient.defined(), parameter.name.c_str());
                // Steps of one length for losses of very different scale.
                parameter.tensor.sub_(gradient.mul(0.05 / (gradient.norm().item<double>() + 1e-9)));
                gradient.zero_();
            }
        }
        QVERIFY2(least < 0.995 * before, qPrintable(QString("%1 before, %2 at best").arg(before).arg(least)));
    }

    void lossesAddUp()
    {
        SpikingHead head;
        GraphBuilder& b = head.builder;
        const NodeId task = b.add("loss.tet", "Task"), sparse = b.add("loss.event_rate", "Sparsity", {{"max_rate", 0.0}});
        const NodeId sum = b.add("loss.sum", "Sum"), learner = b.add("learner.bptt", "BPTT");
        b.wire(head.lif, "s", task, "x");
        b.wire(head.data, "label", task, "label");
        b.wire(head.lif, "s", sparse, "x");
        b.wire(head.frames, "x", sparse, "x");
        b.wire(sparse, "loss", sum, "losses");
        b.wire(task, "loss", sum, "losses");
        b.wire(sum, "loss", learner, "loss");
        const Plan plan = makePlan(b.graph);
        Network network(plan, 5, at::kCPU);
        const Goal goal = findGoal(plan);
        QCOMPARE(goal.lossPort, (EdgeEnd{sum, "loss"}));
        QCOMPARE(goal.readoutPort, (EdgeEnd{head.lif, "s"}));   // of the part that knows the classes
        const PortValues feeds = head.feeds();
        const PortValues out = network.forward(feeds, {{sum, "loss"}, {task, "loss"}, {sparse, "loss"}, {head.lif, "s"}});
        const double rate = out.at({head.lif, "s"}).mean().item<double>();
        const double counts = feeds.at({head.frames, "x"}).mean().item<double>();
        QVERIFY(std::abs(out.at({sparse, "loss"}).item<double>() - rate * rate - counts * counts) < 1e-5);
        QVERIFY(std::abs(out.at({sum, "loss"}).item<double>() - out.at({task, "loss"}).item<double>()
                         - out.at({sparse, "loss"}).item<double>()) < 1e-5);
    }

    void aReadoutBesideTheLossIsWhatAccuracyLooksAt()
    {
        SpikingHead head;
        GraphBuilder& b = head.builder;
        const NodeId loss = b.add("loss.tet", "Loss"), count = b.add("readout.spike_count", "Count");
        b.wire(head.lif, "s", loss, "x");
        b.wire(head.data, "label", loss, "label");
        b.wire(head.lif, "s", count, "x");
        QCOMPARE(findGoal(makePlan(b.graph)).readoutPort, (EdgeEnd{count, "y"}));
    }

    void aWholeRunTrainsASumOfLosses()
    {
        SpikingHead head;
        GraphBuilder b = head.builder;
        b.graph.apply(SetParam{head.data, "train_samples", std::int64_t(48)});
        b.graph.apply(SetParam{head.data, "test_samples", std::int64_t(16)});
        const NodeId task = b.add("loss.tet", "Task"), sparse = b.add("loss.event_rate", "Sparsity");
        const NodeId sum = b.add("loss.sum", "Sum");
        const NodeId learner = b.add("learner.bptt", "BPTT", {{"epochs", std::int64_t(2)}, {"learning_rate", 5e-3}});
        b.wire(head.lif, "s", task, "x");
        b.wire(head.data, "label", task, "label");
        b.wire(head.lif, "s", sparse, "x");
        b.wire(task, "loss", sum, "losses");
        b.wire(sparse, "loss", sum, "losses");
        b.wire(sum, "loss", learner, "loss");
        const char* reason = nullptr;
        const std::unique_ptr<Engine> engine(spwCreateEngine(kEngineApi, &reason));
        QVERIFY(engine);
        RunRequest request;
        request.document = documentOf(b.graph);
        request.monitorSeconds = 0.01;   // looks at a sample too: the answers come at every step
        const RunResult result = engine->start(std::move(request))->wait();
        QCOMPARE(result.epochs, std::int64_t(2));
        QVERIFY(std::isfinite(result.trainLoss) && result.trainLoss > 0);
        QVERIFY(result.evaluation && result.evaluation->samples == 16);
    }

    void equalAnswersGoToTheFirstClass()
    {
        const at::Tensor counts = at::tensor({1, 3, 3, 2, 0, 0, 0, 0}, at::kFloat).reshape({2, 4});
        QCOMPARE(predictions(counts), (std::vector<std::int64_t>{1, 0}));
        // A sequence is judged by its mean over time: getClass.
        const at::Tensor spikes = at::tensor({1, 0, 0, 0, 1, 1, 0, 1, 1}, at::kFloat).reshape({3, 1, 3});
        QCOMPARE(predictions(spikes), (std::vector<std::int64_t>{1}));
        const auto metric = makeModule("metric.accuracy", {}, Tensors{counts, at::tensor({1, 1}, at::kLong)});
        QCOMPARE(metric->forward({counts, at::tensor({1, 1}, at::kLong)})[0].item<double>(), 0.5);
        QCOMPARE(metric->forward({counts, at::tensor({2, 0}, at::kLong)})[0].item<double>(), 0.5);
        QCOMPARE(metric->forward({counts, at::tensor({1, 0}, at::kLong)})[0].item<float>(), 4.0f / 6);
    }

    void readoutsAreTheSameStepByStepAndInHalves_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("reduce");
        for (const char* id : {"readout.spike_count", "readout.rate", "readout.moving_window", "readout.first_spike"})
            QTest::newRow(id) << id << QString();
        for (const char* how : {"mean", "max", "last"})
            QTest::newRow(how) << "readout.membrane" << how;
    }
    void readoutsAreTheSameStepByStepAndInHalves()
    {
        QFETCH(QString, id);
        QFETCH(QString, reduce);
        at::manual_seed(2);
        const at::Tensor x = at::rand({7, 3, 5}).gt(0.7).to(at::kFloat);
        golden::ParamMap params;
        if (!reduce.isEmpty())
            params["reduce"] = reduce.toStdString();
        const auto module = makeModule(id.toStdString(), params, Tensors{x});
        const bool sequence = id == "readout.moving_window";
        const at::Tensor whole = golden::runWhole(*module, {x})[0];
        const at::Tensor steps = golden::runSteps(*module, {x})[0];
        QVERIFY(at::allclose(sequence ? steps : steps[6], whole));
        module->reset();
        const at::Tensor first = module->forward({x.narrow(0, 0, 3)})[0];
        const at::Tensor rest = module->forward({x.narrow(0, 3, 4)})[0];
        QVERIFY(at::allclose(sequence ? at::cat({first, rest}) : rest, whole));
    }

    void paddedStepsHaveNoSay()
    {
        const at::Tensor x = at::rand({4, 2, 3});
        at::Tensor mask = at::ones({4, 2, 1});
        mask[2][1] = mask[3][1] = 0;
        const auto module = makeModule("readout.masked_mean", {}, Tensors{x, mask});
        const at::Tensor y = module->forward({x, mask})[0];
        QVERIFY(at::allclose(y[0], x.select(1, 0).mean(0)));
        QVERIFY(at::allclose(y[1], x.select(1, 1).narrow(0, 0, 2).mean(0)));
    }

    void encodersSendTheSameAllAtOnceAndStepByStep_data()
    {
        QTest::addColumn<QString>("id");
        for (const char* id : {"encoder.latency", "encoder.weighted_phase", "encoder.periodic", "encoder.gaussian_tuning",
                               "encoder.population", "encoder.img2spike", "encoder.sig2spike", "encoder.column_sequential"})
            QTest::newRow(id) << id;
    }
    void encodersSendTheSameAllAtOnceAndStepByStep()
    {
        QFETCH(QString, id);
        at::manual_seed(4);
        const std::vector<std::int64_t> shape = id == "encoder.column_sequential" ? std::vector<std::int64_t>{2, 3, 4, 5}
                                                : id == "encoder.population"      ? std::vector<std::int64_t>{2, 3}
                                                                                  : std::vector<std::int64_t>{2, 3, 4};
        const at::Tensor x = at::rand(shape) * 0.9;
        const auto module = makeModule(id.toStdString(), {}, Tensors{x});
        module->reseed(9);
        const at::Tensor whole = module->forward({x})[0].detach();
        module->reset();
        module->reseed(9);
        Tensors steps;
        for (std::int64_t t = 0; t < whole.size(0); ++t)
            steps.push_back(module->step({x})[0].detach());
        QVERIFY(at::equal(at::stack(steps), whole));
        QVERIFY(whole.abs().sum().item<double>() > 0);
        QCOMPARE(whole.size(1), std::int64_t(2));
    }

    void ratesInHertzAreKept()
    {
        const at::Tensor image = at::tensor({0.0, 51.0, 127.5, 255.0}, at::kFloat).reshape({1, 4});
        const auto module = makeModule("encoder.img2spike", {{"tw", std::int64_t(5000)}, {"max_rate", 500.0}}, Tensors{image});
        const at::Tensor rate = module->forward({image})[0].mean(0)[0];
        for (int i = 0; i < 4; ++i) {
            const double p = image[0][i].item<double>() / 255 * 0.5;
            QVERIFY(std::abs(rate[i].item<double>() - p) <= 5 * std::sqrt(p * (1 - p) / 5000));
        }
    }

    void logarithmicLatencyNeedsNoLargeNumbers()
    {
        const at::Tensor x = at::tensor({0.0, 1e-3, 0.5, 1.0}, at::kFloat).reshape({1, 4});
        const auto module = makeModule("encoder.latency", {{"T", std::int64_t(2000)}, {"enc_function", "log"}}, Tensors{x});
        const at::Tensor times = module->forward({x})[0].argmax(0)[0];
        QCOMPARE(times[0].item<std::int64_t>(), std::int64_t(1999));
        QCOMPARE(times[1].item<std::int64_t>(), std::int64_t(std::nearbyint(-std::log(1e-3))));
        QCOMPARE(times[2].item<std::int64_t>(), std::int64_t(1));
        QCOMPARE(times[3].item<std::int64_t>(), std::int64_t(0));
    }

    void whatCannotBeEncodedIsNamed()
    {
        const at::Tensor one = at::ones({1, 4});
        const auto phase = makeModule("encoder.weighted_phase", {}, Tensors{one});
        QVERIFY(errorOf([&] { phase->forward({one}); }).find("outside [0, 1 - 2^-K]") != std::string::npos);
        const NodeSpec& tempotron = *builtinCatalog().find("layer.tempotron");
        ParamValues equal = tempotron.initialValues();
        equal.set("tau", 2.0);
        equal.set("tau_s", 2.0);
        NodeReport report;
        tempotron.check(equal, report);
        QCOMPARE(report.list().size(), std::size_t(1));
        QVERIFY(report.list()[0].what.find("equal") != std::string::npos);
        QVERIFY(errorOf([&] { makeModule("loss.num_spikes", {{"region_start", 5.0}, {"region_stop", 5.0}}, std::vector<PortInfo>{}); })
                    .find("ends before it starts") != std::string::npos);
        QVERIFY(errorOf([&] { makeModule("loss.regression", {}, Tensors{at::ones({2, 1, 3}), at::ones({2, 1, 4})}); })
                    .find("target") != std::string::npos);
    }

    void regressionFollowsItsFormula_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("expected");
        QTest::newRow("mse") << "mse" << (0.25 + 4.0) / 2;
        QTest::newRow("mae") << "mae" << (0.5 + 2.0) / 2;
        QTest::newRow("huber") << "huber" << (0.125 + 1.5) / 2;
    }
    void regressionFollowsItsFormula()
    {
        QFETCH(QString, kind);
        QFETCH(double, expected);
        const at::Tensor x = at::tensor({0.5, 2.0}, at::kDouble).reshape({2, 1, 1}), zero = at::zeros_like(x);
        const auto module = makeModule("loss.regression", {{"kind", kind.toStdString()}}, Tensors{x, zero});
        QCOMPARE(module->forward({x, zero})[0].item<double>(), expected);
    }

    void aMarginIsAThresholdOfItsOwn()
    {
        // The same spikes as from neurons that have these thresholds.
        at::manual_seed(6);
        const at::Tensor x = at::rand({40, 1, 3}, at::kDouble), label = at::tensor({1}, at::kLong);
        for (const char* reset : {"hard", "soft"}) {
            golden::ParamMap neuron;
            if (std::string(reset) == "soft")
                neuron["v_reset"] = std::monostate{};
            const auto margin = makeModule("layer.threshold_margin", {}, Tensors{x, label});
            const at::Tensor y = margin->forward({x, label})[0];
            const at::Tensor spikes = golden::runWhole(*makeModule("neuron.if", neuron, Tensors{y}), {y})[0];
            for (std::int64_t c = 0; c < 3; ++c) {
                neuron["v_threshold"] = c == 1 ? 1.1 : 0.9;
                const at::Tensor own = x.narrow(2, c, 1);
                QVERIFY(at::equal(golden::runWhole(*makeModule("neuron.if", neuron, Tensors{own}), {own})[0],
                                  spikes.narrow(2, c, 1)));
            }
            margin->setTraining(false);
            QVERIFY(at::equal(margin->forward({x, label})[0], x));
        }
    }

    void learningStatsCloseEpochs()
    {
        LearningStat stat;
        QVERIFY(!stat.loss() && !stat.accuracy() && !stat.minLoss());
        const auto epoch = [&stat](std::int64_t right, double loss) {
            stat.correctSamples += right;
            stat.numSamples += 10;
            stat.lossSum += loss * 10;
            stat.update();
        };
        epoch(5, 1.0);
        epoch(8, 0.5);
        QVERIFY(stat.lastIsBestLoss() && stat.lastIsBestAccuracy());
        epoch(7, 0.75);
        QVERIFY(!stat.lastIsBestLoss() && !stat.lastIsBestAccuracy());
        QCOMPARE(stat.losses(), (std::vector<double>{1.0, 0.5, 0.75}));
        QCOMPARE(*stat.minLoss(), 0.5);
        QCOMPARE(*stat.maxAccuracy(), 0.8);
        QCOMPARE(stat.numSamples, std::int64_t(0));
        LearningStats both;
        both.training = stat;
        QCOMPARE(both.text(3), std::string("Epoch 3: loss 0.75 (min 0.5), accuracy 0.7 (max 0.8)"));
    }

    void eventsAreCountedPerStepAndSample()
    {
        const at::Tensor x = at::tensor({0, 2, 1, 0, 0, 1, 0, 0}, at::kFloat).reshape({2, 2, 2});   // graded: 2 is one event
        const auto module = makeModule("metric.event_rate", {}, Tensors{x});
        QCOMPARE(module->forward({x})[0].item<double>(), 0.75);
        const auto rate = makeModule("metric.firing_rate", {}, Tensors{x});
        QCOMPARE(rate->forward({x})[0].item<double>(), 0.5);
    }
};

SPW_TEST_GUILESS(tst_Losses)

} // namespace tst_losses

#include "tst_losses.moc"
