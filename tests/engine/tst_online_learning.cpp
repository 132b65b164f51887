// SPDX-License-Identifier: GPL-3.0-or-later
// Learning while time goes on, against the written algorithms in plain double; its memory; and whole runs with each method.
#include "core/engine/bootstrap.h"
#include "core/engine/online_learning.h"
#include "core/engine/runtime_setup.h"
#include "core/engine_api.h"
#include "core/run/weights_file.h"
#include "kernels/torch/aten.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <cmath>

namespace tst_online_learning {

using namespace spw;
using namespace spw::engine;
using namespace spw::test;
namespace fs = std::filesystem;

namespace {

constexpr double kTau = 2.0;

using Matrix = std::vector<std::vector<double>>;

/// Linear, LIF (soft reset, input not decayed, arctangent surrogate), Linear; mean squared error at every step.
struct ByHand {
    Matrix w1, w2;                    // [out][in], the last column is the bias
    Matrix v, trace;                  // [sample][neuron]
    bool traces = false;
    struct Gradients {
        Matrix w1, w2;
        double loss = 0;
    };

    /// One step: states move on, gradients go through space alone.
    Gradients step(const Matrix& x, const std::vector<std::int64_t>& labels)
    {
        Gradients g{zerosLike(w1), zerosLike(w2)};
        const std::size_t samples = x.size(), hidden = w1.size(), outputs = w2.size(), inputs = x[0].size();
        for (std::size_t n = 0; n < samples; ++n) {
            std::vector<double> s(hidden), slope(hidden), y(outputs), back(outputs);
            for (std::size_t j = 0; j < hidden; ++j) {
                double h = v[n][j] * (1 - 1 / kTau) + w1[j][inputs];
                for (std::size_t i = 0; i < inputs; ++i)
                    h += w1[j][i] * x[n][i];
                s[j] = h >= 1;
                const double steep = M_PI_2 * 2 * (h - 1);
                slope[j] = 1 / (1 + steep * steep);
                v[n][j] = h - s[j];
                trace[n][j] = (1 - 1 / kTau) * trace[n][j] + s[j];
            }
            for (std::size_t k = 0; k < outputs; ++k) {
                y[k] = w2[k][hidden];
                for (std::size_t j = 0; j < hidden; ++j)
                    y[k] += w2[k][j] * s[j];
                const double error = y[k] - double(std::int64_t(k) == labels[n]);
                g.loss += error * error / double(samples * outputs);
                back[k] = 2 * error / double(samples * outputs);
                for (std::size_t j = 0; j < hidden; ++j)
                    g.w2[k][j] += back[k] * (traces ? trace[n][j] : s[j]);
                g.w2[k][hidden] += back[k];
            }
            for (std::size_t j = 0; j < hidden; ++j) {
                double ds = 0;
                for (std::size_t k = 0; k < outputs; ++k)
                    ds += back[k] * w2[k][j];
                for (std::size_t i = 0; i < inputs; ++i)
                    g.w1[j][i] += ds * slope[j] * x[n][i];
                g.w1[j][inputs] += ds * slope[j];
            }
        }
        return g;
    }

    static Matrix zerosLike(const Matrix& m) { return Matrix(m.size(), std::vector<double>(m[0].size())); }
    void reset(std::size_t samples)
    {
        v = Matrix(samples, std::vector<double>(w1.size()));
        trace = v;
    }
};

void add(Matrix& to, const Matrix& what, double factor)
{
    for (std::size_t i = 0; i < to.size(); ++i)
        for (std::size_t j = 0; j < to[i].size(); ++j)
            to[i][j] += factor * what[i][j];
}

/// Number of values of one weight matrix without its bias column, and of the bias.
double sizeOf(const Matrix& m, std::size_t column) { return column + 1 == m[0].size() ? double(m.size()) : double(m.size() * (m[0].size() - 1)); }

struct Net {
    Plan plan;
    std::unique_ptr<Network> network;
    NodeId data = 0, first = 0, second = 0;
    Goal goal;
};

Net netWith(const std::string& neuron, std::int64_t inputs, std::int64_t hidden, std::int64_t outputs, std::int64_t steps)
{
    GraphBuilder b;
    Net net;
    net.data = b.add("dataset.arrays", "x", {{"shape", std::to_string(inputs)}, {"T", steps}, {"classes", outputs}});
    b.from(net.data, "x");
    net.first = b.then("layer.linear", "First", {{"out_features", hidden}});
    b.then(neuron, "Neuron", {{"tau", kTau}, {"decay_input", false}, {"v_reset", std::monostate{}}, {"surrogate", std::string("atan")}});
    net.second = b.then("layer.linear", "Second", {{"out_features", outputs}});
    b.then("readout.membrane", "Mean");
    const NodeId loss = b.then("loss.mse", "Loss");
    b.wire(net.data, "label", loss, "label");
    net.plan = makePlan(b.graph);
    net.network = std::make_unique<Network>(net.plan, 3, at::kCPU);
    net.network->setTraining(true);
    net.goal = findGoal(net.plan);
    return net;
}

ParamValues learner(const char* method, bool everyStep = false)
{
    ParamValues values = builtinCatalog().find("learner.bptt")->initialValues();
    values.set("method", std::string(method));
    values.set("update_every_step", everyStep);
    return values;
}

/// Weight and bias of a layer, or their gradients, as one matrix.
Matrix matrixOf(const Net& net, NodeId layer, bool gradient)
{
    Matrix m;
    for (const Network::Entry& entry : net.network->parameters()) {
        if (entry.node != layer)
            continue;
        const at::Tensor t = (gradient ? entry.tensor.grad() : entry.tensor.detach()).to(at::kDouble);
        if (m.empty())
            m.resize(std::size_t(t.size(0)));
        for (std::int64_t i = 0; i < t.size(0); ++i)
            if (t.dim() == 2)
                for (std::int64_t j = 0; j < t.size(1); ++j)
                    m[std::size_t(i)].push_back(t[i][j].item<double>());
            else
                m[std::size_t(i)].push_back(t[i].item<double>());
    }
    return m;
}

double farthest(const Matrix& a, const Matrix& b)
{
    double worst = 0, largest = 1e-30;
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < a[i].size(); ++j) {
            worst = std::max(worst, std::abs(a[i][j] - b[i][j]));
            largest = std::max(largest, std::abs(a[i][j]));
        }
    return worst / largest;
}

Matrix rowsOf(const at::Tensor& x)
{
    Matrix rows;
    for (std::int64_t n = 0; n < x.size(0); ++n) {
        rows.emplace_back();
        for (std::int64_t i = 0; i < x.size(1); ++i)
            rows.back().push_back(x[n][i].item<double>());
    }
    return rows;
}

const OnlineHooks kOnlyBackward{[](const at::Tensor& loss) { loss.backward(); }, [] {}};

} // namespace

class tst_OnlineLearning final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const char* reason = nullptr;
        m_engine.reset(spwCreateEngine(kEngineApi, &reason));
        QVERIFY2(m_engine, reason);
    }

    void gradientsAreThoseOfTheWrittenAlgorithm_data()
    {
        QTest::addColumn<QString>("neuron");
        for (const char* neuron : {"neuron.lif", "neuron.sltt_lif", "neuron.ottt_lif"})
            QTest::newRow(neuron) << neuron;
    }
    void gradientsAreThoseOfTheWrittenAlgorithm()
    {
        QFETCH(QString, neuron);
        constexpr std::int64_t kSteps = 9, kSamples = 5, kInputs = 6;
        Net net = netWith(neuron.toStdString(), kInputs, 8, 3, kSteps);
        at::manual_seed(7);
        const at::Tensor x = at::rand({kSteps, kSamples, kInputs}) * 4 - 1;
        const std::vector<std::int64_t> labels{0, 2, 1, 1, 0};
        ByHand hand{matrixOf(net, net.first, false), matrixOf(net, net.second, false), {}, {}, neuron.contains("ottt")};
        hand.reset(kSamples);
        Matrix g1 = ByHand::zerosLike(hand.w1), g2 = ByHand::zerosLike(hand.w2);
        double loss = 0, spikes = 0;
        for (std::int64_t t = 0; t < kSteps; ++t) {
            const ByHand::Gradients now = hand.step(rowsOf(x[t]), labels);
            add(g1, now.w1, 1.0 / kSteps);
            add(g2, now.w2, 1.0 / kSteps);
            loss += now.loss / kSteps;
            for (const auto& row : hand.trace)
                for (const double trace : row)
                    spikes += trace;
        }
        QVERIFY(spikes > 10);   // or nothing would be compared
        OnlineLearning online(*net.network, net.goal, learner("online"), net.network->trainable());
        QVERIFY(!online.updates());
        const auto [mean, readout] = online.learn({{{net.data, "x"}, x}, {{net.data, "label"}, at::tensor(labels)}}, kOnlyBackward);
        QVERIFY2(std::abs(mean - loss) < 1e-5, qPrintable(QString("%1 for %2").arg(mean).arg(loss)));
        const double first = farthest(g1, matrixOf(net, net.first, true)), second = farthest(g2, matrixOf(net, net.second, true));
        QVERIFY2(first < 1e-4 && second < 1e-4, qPrintable(QString("%1 and %2").arg(first).arg(second)));
        QCOMPARE(readout.sizes().vec(), (std::vector<std::int64_t>{kSamples, 3}));
    }

    void fpttGoesAsWritten()
    {
        constexpr std::int64_t kSteps = 6, kSamples = 4, kInputs = 5;
        constexpr double kRate = 0.2, kAlpha = 0.5;
        Net net = netWith("neuron.sltt_lif", kInputs, 7, 3, kSteps);
        at::manual_seed(11);
        ByHand hand{matrixOf(net, net.first, false), matrixOf(net, net.second, false), {}, {}, false};
        OnlineLearning online(*net.network, net.goal, learner("fptt"), net.network->trainable());
        const OnlineHooks hooks{[](const at::Tensor& loss) { loss.backward(); },
                                [&] {
                                    const at::NoGradGuard noGrad;
                                    for (const Network::Entry& entry : net.network->trainable()) {
                                        at::Tensor(entry.tensor).sub_(entry.tensor.grad() * kRate);
                                        entry.tensor.mutable_grad().reset();
                                    }
                                }};
        Matrix mean1, mean2;   // empty: w itself
        for (int batch = 0; batch < 3; ++batch) {
            const at::Tensor x = at::rand({kSteps, kSamples, kInputs}) * 4 - 1;
            const std::vector<std::int64_t> labels{2, 0, 1, 2};
            net.network->reset();
            online.learn({{{net.data, "x"}, x}, {{net.data, "label"}, at::tensor(labels)}}, hooks);

            hand.reset(kSamples);
            Matrix last1 = ByHand::zerosLike(hand.w1), last2 = ByHand::zerosLike(hand.w2);
            for (std::int64_t t = 0; t < kSteps; ++t) {
                ByHand::Gradients g = hand.step(rowsOf(x[t]), labels);
                for (auto& [grad, w, mean, last] : {std::tie(g.w1, hand.w1, mean1, last1), std::tie(g.w2, hand.w2, mean2, last2)})
                    for (std::size_t i = 0; i < w.size(); ++i)
                        for (std::size_t j = 0; j < w[i].size(); ++j)
                            grad[i][j] += kAlpha / sizeOf(w, j) * ((mean.empty() ? 0 : w[i][j] - mean[i][j]) - last[i][j] / (2 * kAlpha));
                add(hand.w1, g.w1, -kRate);
                add(hand.w2, g.w2, -kRate);
                if (t + 1 == kSteps)
                    break;
                ByHand again = hand;   // from the states after the step, and they stay as they are
                const ByHand::Gradients second = again.step(rowsOf(x[t]), labels);
                last1 = second.w1;
                last2 = second.w2;
                for (auto& [w, mean, last] : {std::tie(hand.w1, mean1, last1), std::tie(hand.w2, mean2, last2)}) {
                    if (mean.empty())
                        mean = w;
                    for (std::size_t i = 0; i < w.size(); ++i)
                        for (std::size_t j = 0; j < w[i].size(); ++j)
                            mean[i][j] = (mean[i][j] + w[i][j]) / 2 - last[i][j] / (2 * kAlpha);
                }
            }
            const double first = farthest(hand.w1, matrixOf(net, net.first, false)), second = farthest(hand.w2, matrixOf(net, net.second, false));
            QVERIFY2(first < 1e-4 && second < 1e-4, qPrintable(QString("batch %1: %2 and %3").arg(batch).arg(first).arg(second)));
        }
    }

    void memoryDoesNotGrowWithTheSteps()
    {
        constexpr std::int64_t kSteps = 500, kSamples = 32, kHidden = 4096;   // half a megabyte a step and activation
        Net net = netWith("neuron.sltt_lif", 4, kHidden, 3, kSteps);
        OnlineLearning online(*net.network, net.goal, learner("online"), net.network->trainable());
        const auto run = [&](std::int64_t steps) {
            net.network->reset();
            online.learn({{{net.data, "x"}, at::rand({steps, kSamples, 4})}, {{net.data, "label"}, at::zeros({kSamples}, at::kLong)}},
                         kOnlyBackward);
        };
        run(10);
        const std::int64_t before = peakRssBytes();
        run(kSteps);
        const double grown = double(peakRssBytes() - before) / 1e6;
        QVERIFY2(grown < 60, qPrintable(QString("%1 MB more for 500 steps than for 10").arg(grown)));   // kept, they take a gigabyte
    }

    void everyMethodTrainsAndGoesOnAfterAStop_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<bool>("everyStep");
        QTest::newRow("online") << "online" << false;
        QTest::newRow("at every step") << "online" << true;
        QTest::newRow("fptt") << "fptt" << false;
        QTest::newRow("bootstrap") << "bootstrap" << false;
    }
    void everyMethodTrainsAndGoesOnAfterAStop()
    {
        QFETCH(QString, method);
        QFETCH(bool, everyStep);
        QTemporaryDir folder;
        const fs::path base = folder.path().toStdString();
        const Document document = points(method.toStdString(), everyStep);
        RunRequest request;
        request.document = document;
        request.monitorSeconds = 0;
        request.runDir = base / "whole";
        const RunResult whole = m_engine->start(request)->wait();
        QVERIFY2(whole.testAccuracy > 0.75, qPrintable(QString::number(whole.testAccuracy)));

        request.runDir = base / "half";
        request.epochs = 3;
        m_engine->start(request)->wait();
        request.runDir = base / "rest";
        request.epochs.reset();
        request.resume = base / "half" / "checkpoints" / "latest";
        m_engine->start(request)->wait();
        const Weights a = readWeights(base / "whole" / "checkpoints" / "latest" / "weights.h5"),
                      b = readWeights(base / "rest" / "checkpoints" / "latest" / "weights.h5");
        QVERIFY(a.arrays == b.arrays);   // bit for bit
    }

private:
    static Document points(const std::string& method, bool everyStep)
    {
        GraphBuilder b;
        const NodeId data = b.add("dataset.points", "Clouds", {{"train_samples", std::int64_t(120)}, {"test_samples", std::int64_t(60)}});
        b.from(data, "x");
        b.then("encoder.direct", "Show", {{"T", std::int64_t(8)}});
        b.then("layer.linear", "First", {{"out_features", std::int64_t(32)}});
        b.then(method == "bootstrap" ? "neuron.if" : "neuron.ottt_lif", "Neuron");
        b.then("layer.linear", "Second", {{"out_features", std::int64_t(3)}});
        b.then("readout.membrane", "Mean");
        const NodeId loss = b.then("loss.mse", "Loss");
        b.wire(data, "label", loss, "label");
        b.then("learner.bptt", "Training",
               {{"epochs", std::int64_t(12)}, {"batch_size", std::int64_t(10)}, {"method", method}, {"update_every_step", everyStep},
                {"learning_rate", everyStep || method == "fptt" ? 2e-3 : 1e-2}, {"num_sample_iter", std::int64_t(3)},
                {"sample_period", std::int64_t(2)}});
        Document document;
        document.graph = b.graph;
        return document;
    }

    std::unique_ptr<Engine> m_engine;
};

SPW_TEST_GUILESS(tst_OnlineLearning)

} // namespace tst_online_learning

#include "tst_online_learning.moc"
