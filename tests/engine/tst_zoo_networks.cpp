// SPDX-License-Identifier: GPL-3.0-or-later
// Networks of the zoo in the engine: made small by their options, trained for one step; and what their layers start with.
#include "core/engine/goldens/golden_case.h"
#include "core/engine/network.h"
#include "core/engine_api.h"
#include "core/run/weights_file.h"
#include "core/zoo/template.h"
#include "kernels/torch/aten.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

namespace tst_zoo_networks {

using namespace spw;
using namespace spw::engine;
using golden::makeModule;
using golden::runWhole;

namespace {

Document small(const QString& id, const QString& settings)
{
    const zoo::Template& row = zoo::findTemplate(id.toStdString());
    zoo::Options options = row.defaults();
    for (const QString& setting : settings.split(' ', Qt::SkipEmptyParts))
        zoo::setOption(row, options, setting.toStdString());
    Document document = zoo::makeProject(row, options);
    document.run.threads = 1;
    document.run.seed = 5;
    Graph& graph = document.graph;
    const std::map<NodeId, Node> nodes = graph.nodes();
    for (const auto& [node, value] : nodes) {
        if (value.type == "dataset.synthetic_dvs") {
            graph.apply(SetParam{node, "train_samples", std::int64_t(4)});
            graph.apply(SetParam{node, "test_samples", std::int64_t(2)});
            graph.apply(SetParam{node, "duration_ms", 40.0});
        } else if (value.type == "learner.bptt") {
            graph.apply(SetParam{node, "batch_size", std::int64_t(4)});
            graph.apply(SetParam{node, "epochs", std::int64_t(1)});
            graph.apply(SetParam{node, "warmup_epochs", std::int64_t(0)});
        }
    }
    return document;
}

double deviation(const at::Tensor& weights) { return weights.detach().std().item<double>(); }

const at::Tensor& named(const std::vector<Network::Entry>& entries, const std::string& name)
{
    for (const Network::Entry& entry : entries)
        if (entry.name == name)
            return entry.tensor;
    qFatal("there is no %s", name.c_str());
}

} // namespace

class tst_ZooNetworks final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        at::set_num_threads(1);
        const char* reason = nullptr;
        m_engine.reset(spwCreateEngine(kEngineApi, &reason));
        QVERIFY2(m_engine, reason);
    }
    void init() { at::manual_seed(3); }

    void aStepOfTrainingGoesThrough_data()
    {
        QTest::addColumn<QString>("settings");
        const auto row = [](const char* id, const char* settings) { QTest::newRow(id) << settings; };
        row("sew_resnet18", "data=shapes size=32 T=2 channels=8");
        row("spiking_resnet18", "data=shapes size=32 T=2 channels=8");
        row("spiking_vgg11", "data=shapes size=32 T=2 channels=8 hidden=32");
        row("sew_resnext50_32x4d", "data=shapes size=32 T=2 channels=16 stacked=true cnf=IAND");
        row("spiking_vgg11_bn", "data=shapes size=32 T=2 channels=8 hidden=32");
        row("mnist_net", "data=shapes size=16 T=2 channels=8");
        row("nmnist_net", "data=shapes size=16 T=4 channels=8 neuron=parametric_lif");
        row("cifar10_net", "data=shapes size=16 T=2 channels=8");
        row("csnn_fashion_mnist", "data=shapes size=16 channels=8");
        row("lif_fc_mnist", "data=shapes size=16 T=8");
        row("plain_net", "data=shapes size=16");
        row("stateful_synapse_net", "data=shapes size=16");
        row("feedback_net", "data=shapes size=16");
        row("spiking_lstm_mnist", "data=shapes size=16 hidden=16");
        row("spiking_lstm_text", "hidden=16 T=4");
        row("lava_mnist", "data=shapes size=16 T=4");
        row("speech_commands", "data=arrays");
        row("resnet11_cifar10", "data=shapes size=16 T=2");
        row("ann_cnn_mnist", "data=shapes size=28 channels=8");
        row("ann_resnet18_cifar10", "data=shapes size=32");
        row("slayer_nmnist_cnn", "data=shapes size=16 T=20");
        row("slayer_nmnist_mlp", "data=shapes size=16 T=20 hidden=16");
        row("lava_oxford", "T=20 hidden=16");
        row("lava_xor", "");
        row("lava_nmnist_mlp", "data=shapes size=16 T=10 hidden=16");
        row("lava_bootstrap_mnist", "data=shapes size=16 T=4 hidden=16");
        row("pilotnet_sdnn", "T=3");
        row("lava_mixed", "T=3");
        row("stdp_conv", "data=shapes size=16 T=4 channels=4");
        row("tempotron_mnist", "data=shapes size=16 T=20 cells=4");
        row("random", "nodes=30 width=8 T=3");
    }
    void aStepOfTrainingGoesThrough()
    {
        QFETCH(QString, settings);
        RunRequest request;
        request.document = small(QTest::currentDataTag(), settings);
        request.monitorSeconds = 0;
        const RunResult result = m_engine->start(std::move(request))->wait();
        QVERIFY(result.state == RunState::Finished);
        QCOMPARE(result.epochs, std::int64_t(1));
        QVERIFY2(std::isfinite(result.trainLoss) && std::isfinite(result.testLoss), qPrintable(QString::number(result.trainLoss)));
    }

    /// No branch hangs loose: one step of the optimizer moves every weight. And what the planner counts is what there is.
    void everyWeightOfTheDeepNetworksLearns_data()
    {
        QTest::addColumn<QString>("settings");
        QTest::newRow("sew_resnet18") << "data=shapes size=32 T=4 channels=8";
        QTest::newRow("spiking_resnet18") << "data=shapes size=32 T=4 channels=8";
    }
    void everyWeightOfTheDeepNetworksLearns()
    {
        QFETCH(QString, settings);
        const QTemporaryDir folder;
        RunRequest request;
        request.document = small(QTest::currentDataTag(), settings);
        request.monitorSeconds = 0;
        request.runDir = folder.filePath("run").toStdString();
        const Plan plan = makePlan(request.document.graph);
        Network untouched(plan, request.document.run.seed, at::kCPU);
        const RunResult result = m_engine->start(std::move(request))->wait();
        const Weights trained = readWeights(result.runDir / "checkpoints/latest/weights.h5");
        std::int64_t counted = 0;
        QStringList still;
        for (const Network::Entry& entry : untouched.parameters()) {
            counted += entry.tensor.numel();
            const auto* values = std::get_if<std::vector<float>>(&trained.arrays.at(entry.name).data);
            QVERIFY(values);
            const at::Tensor before = entry.tensor.detach().contiguous();
            if (std::equal(values->begin(), values->end(), before.data_ptr<float>()))
                still << QString::fromStdString(entry.name);
        }
        QCOMPARE(counted, plan.parameterCount());
        QVERIFY2(still.isEmpty(), qPrintable(still.join(", ")));
    }

    void weightsStartAsTheResidualNetworksWantThem()
    {
        const Document document = small("sew_resnet18", "data=shapes size=32 T=1 channels=64 zero_init_residual=true");
        Network network(makePlan(document.graph), 5, at::kCPU);
        const auto parameters = network.parameters();
        const at::Tensor conv = named(parameters, "layer4.1.conv2/weight");
        QCOMPARE(conv.sizes().vec(), (std::vector<std::int64_t>{512, 512, 3, 3}));
        QVERIFY(std::abs(deviation(conv) / std::sqrt(2.0 / (512 * 9)) - 1) < 0.01);
        QVERIFY(std::abs(deviation(named(parameters, "conv1/weight")) / std::sqrt(2.0 / (64 * 49)) - 1) < 0.05);
        QCOMPARE(named(parameters, "layer4.1.bn2/weight").abs().max().item<float>(), 0.0f);
        QCOMPARE(named(parameters, "layer4.1.bn1/weight").min().item<float>(), 1.0f);
        QVERIFY(named(parameters, "fc/weight").abs().max().item<double>() <= 1 / std::sqrt(512.0));   // as LibTorch starts it
    }

    void firstWeightsFollowTheirKind_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("expected");
        const double inputs = 32 * 9 / 2.0, outputs = 64 * 9;   // two groups share the inputs; PyTorch does not part the outputs
        QTest::newRow("kaiming") << "kaiming_normal" << std::sqrt(2.0 / outputs);
        QTest::newRow("by inputs") << "lecun_normal" << std::sqrt(1.0 / inputs);
        QTest::newRow("normal") << "normal" << 0.05;
        QTest::newRow("uniform") << "uniform" << 1 / std::sqrt(3.0 * inputs);
    }
    void firstWeightsFollowTheirKind()
    {
        QFETCH(QString, kind);
        QFETCH(double, expected);
        const at::Tensor x = at::randn({1, 2, 32, 5, 5});
        const auto conv = makeModule("layer.conv2d", {{"out_channels", std::int64_t(64)}, {"groups", std::int64_t(2)},
                                                      {"init", kind.toStdString()}, {"init_std", 0.05}}, Tensors{x});
        for (const NamedTensor& entry : conv->parameters()) {
            QVERIFY(entry.tensor.requires_grad() && entry.tensor.is_leaf());
            if (entry.name == "weight")
                QVERIFY2(std::abs(deviation(entry.tensor) / expected - 1) < 0.05, qPrintable(QString::number(deviation(entry.tensor))));
            else
                QCOMPARE(entry.tensor.abs().max().item<double>() == 0.0, kind != "uniform");
        }
    }

    void listsBecomePictures()
    {
        const at::Tensor x = at::randn({3, 2, 24});
        const auto picture = makeModule("layer.unflatten", {{"shape", std::string("2x3x4")}}, Tensors{x});
        QVERIFY(runWhole(*picture, {x}).at(0).equal(x.view({3, 2, 2, 3, 4})));
        QVERIFY(picture->step({x[0]}).at(0).equal(x[0].view({2, 2, 3, 4})));
    }

private:
    std::unique_ptr<Engine> m_engine;
};

SPW_TEST_GUILESS(tst_ZooNetworks)

} // namespace tst_zoo_networks

#include "tst_zoo_networks.moc"
