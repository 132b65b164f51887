// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that lava-dl exported come in as projects that give lava-dl's outputs, bit for bit.
#include "core/engine/network_access.h"
#include "core/exchange/exchange_job.h"
#include "plugins/lava/lava_importer.h"
#include "plugins/lava/net_graph.h"
#include "tests/data/samples.h"
#include "tests/plugins/arrays.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <fstream>

namespace tst_lava_import {

using namespace spw;
using namespace spw::lavanet;

namespace {

ImportResult imported(const std::filesystem::path& file, const std::map<std::string, std::string>& options = {})
{
    const LavaImporter importer;
    ImportRequest request;
    request.file = file;
    request.options = exchangeOptions(importer.options(), options, "the importer");
    request.open = engine::openNetwork;
    return importer.read(request);
}

/// The outputs of all blocks of a network, each [T, N, ...].
struct Runner {
    explicit Runner(const Net& net, const GraphOptions& options = {})
    {
        ExchangeReport report;
        graph = makeGraph(net, options, report);
        network = engine::openNetwork({graph.document, {}, graph.weights});
    }
    std::vector<PlainTensor> run(const PlainTensor& x)
    {
        const PortTensors out = network->run({{graph.data, x}}, {graph.outputs.begin(), graph.outputs.end()});
        std::vector<PlainTensor> list;
        for (const EdgeEnd& end : graph.outputs)
            list.push_back(end == graph.data ? x : out.at(end));
        return list;
    }
    NetGraph graph;
    std::unique_ptr<NetworkRunner> network;
};

Net readAsSlayer(const std::filesystem::path& file)
{
    Net net = readNet(file);
    for (Block& block : net.blocks)
        block.stepDelay = block.neuron && block.neuron->type != NeuronType::SigmaDelta && !block.neuron->affine();
    return net;
}

} // namespace

class tst_LavaImport final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyNetworkGivesWhatLavaGave_data()
    {
        QTest::addColumn<QString>("network");
        QTest::addColumn<QString>("arrays");
        const QStringList networks = QDir(samplesDir() + "/lava-zoo").entryList({"*.net"});
        if (samplesDir().isEmpty() || networks.isEmpty())
            QSKIP("no lava-zoo samples");
        for (const QString& network : networks)
            QTest::newRow(network.toUtf8().constData())
                << samplesDir() + "/lava-zoo/" + network << samplesDir() + "/lava-zoo/" + network.chopped(4) + ".npz";
        for (const char* network : {"oxford", "mnist_mlp"})
            QTest::newRow(network) << samplesDir() + "/lava-nets/" + network + ".net"
                                   << samplesDir() + "/lava-nets/" + network + "_golden.npz";
    }

    void everyNetworkGivesWhatLavaGave()
    {
        QFETCH(QString, network);
        QFETCH(QString, arrays);
        const auto npz = pathOf(arrays);
        const PlainTensor input = timeFirst(arrayOf(npz, "input"));
        Runner runner(readAsSlayer(pathOf(network)), {.steps = input.shape[0]});
        const std::vector<PlainTensor> outputs = runner.run(input);
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            const std::string why = difference(outputs[i], timeFirst(arrayOf(npz, "layer" + std::to_string(i))));
            QVERIFY2(why.empty(), ("block " + std::to_string(i) + ": " + why).c_str());
        }
    }

    void everyNetworkBecomesAProjectThatIsWhole_data()
    {
        QTest::addColumn<QString>("network");
        if (samplesDir().isEmpty())
            QSKIP("no samples");
        for (const char* folder : {"lava-zoo", "lava-nets"})
            for (const QString& network : QDir(samplesDir() + "/" + folder).entryList({"*.net"}))
                QTest::newRow(network.toUtf8().constData()) << samplesDir() + "/" + folder + "/" + network;
    }

    void everyNetworkBecomesAProjectThatIsWhole()
    {
        QFETCH(QString, network);
        ImportResult result = imported(pathOf(network));
        QVERIFY(result.report.complete());
        const QTemporaryDir folder;
        saveImport(result, pathOf(folder.path()) / "net.spw");
        const Document document = loadDocument(pathOf(folder.path()) / "net.spw");
        const Plan plan = makePlan(document.graph);
        for (const Diagnostic& d : plan.diagnostics)
            QVERIFY2(d.severity == Severity::Info, toText(d).c_str());
        QCOMPARE(readWeights(weightsBeside(pathOf(folder.path()) / "net.spw")).arrays, result.weights.arrays);
        std::set<std::pair<double, double>> places;
        for (const auto& [id, node] : document.graph.nodes()) {
            QVERIFY2(!node.title.empty() && places.insert({node.position.x, node.position.y}).second, node.title.c_str());
        }
    }

    // Step 0 of each file is empty; each file is already aligned to the one before it.
    void anOldNetworkGivesTheSpikesOfTheChip()
    {
        const auto npz = pathOf(samplesDir()) / "lava-nets/tiny_golden.npz";
        if (samplesDir().isEmpty() || !std::filesystem::exists(npz))
            QSKIP("no samples");
        const auto steps = [&](const char* name) {
            PlainTensor x = timeFirst(arrayOf(npz, name));
            const std::size_t each = x.data.size() / std::size_t(x.shape[0]);
            x.data = {x.data.begin() + std::ptrdiff_t(each), x.data.begin() + std::ptrdiff_t(16 * each)};
            x.shape[0] = 15;
            return x;
        };
        Net net = readNet(pathOf(samplesDir()) / "lava-nets/tiny.net");
        QCOMPARE(net.steps.value(), 64);
        net.blocks.erase(net.blocks.begin()); // the recording begins behind the input block
        Runner runner(net, {.steps = 15});
        const std::vector<PlainTensor> outputs = runner.run(steps("input"));
        QCOMPARE(difference(outputs[0], steps("layer1")), std::string());
        QCOMPARE(difference(outputs[1], steps("output")), std::string());
    }

    // Every layer sees the one before it a step later, and forgets all at every 17th step, one layer after the other.
    void aDrivingNetworkWithResetsGivesTheSpikesOfTheChip()
    {
        const auto npz = pathOf(samplesDir()) / "lava-nets/pilotnet_lif_golden.npz";
        if (samplesDir().isEmpty() || !std::filesystem::exists(npz))
            QSKIP("no samples");
        Net net = readAsSlayer(pathOf(samplesDir()) / "lava-nets/pilotnet_lif.net");
        // The image is given as currents: no scaling before the first neurons.
        net.blocks[0].weight.reset();
        net.blocks[0].bias.reset();
        const std::int64_t count = 24;
        Runner runner(net, {.steps = count, .resetInterval = 17});
        const auto sequence = [&](const std::string& name) { // (W, H, C, T) or (N, T), as [T, 1, C, H, W]
            const PlainTensor x = arrayOf(npz, name);
            PlainTensor out = x.shape.size() == 4 ? permuted(x, {3, 2, 1, 0}) : permuted(x, {1, 0});
            out.shape.insert(out.shape.begin() + 1, 1);
            return out;
        };
        const PlainTensor image = permuted(arrayOf(npz, "image"), {2, 1, 0});
        PlainTensor x{{count, 1, 3, 66, 200}, {}};
        for (std::int64_t t = 0; t < count; ++t)
            for (const float value : image.data)
                x.data.push_back(value / 64);
        // What neurons send, before it is handed on a step later.
        std::vector<EdgeEnd> fired;
        for (const auto& [id, node] : runner.graph.document.graph.nodes())
            if (node.type == "neuron.lava_cuba")
                fired.push_back({id, "s"});
        QCOMPARE(fired.size(), std::size_t(10));
        const auto scaling = runner.graph.document.graph.find("Input scaling"); // it would round the currents to 8 bits
        const PortTensors out = runner.network->run({{{scaling, "y"}, x}, {runner.graph.data, x}}, {fired.begin(), fired.end()});
        QCOMPARE(difference(out.at(fired[0]), sequence("input")), std::string());
        for (std::size_t i = 1; i < fired.size(); ++i) {
            const std::string name = (i <= 5 ? "conv" + std::to_string(i - 1) : "fc" + std::to_string(i - 6)) + "_s";
            if (!hasArray(npz, name))
                break;
            QVERIFY2(difference(out.at(fired[i]), sequence(name)).empty(),
                     (name + ": " + difference(out.at(fired[i]), sequence(name))).c_str());
        }
    }

    void theInputOfANetworkThatBeginsWithAWindowMayBeSaid()
    {
        const auto file = pathOf(samplesDir()) / "lava-zoo/cuba_pool.net";
        if (samplesDir().isEmpty() || !std::filesystem::exists(file))
            QSKIP("no samples");
        QCOMPARE(readNet(file).inputShape, (std::vector<std::int64_t>{3, 8, 8}));
        QCOMPARE(readNet(file, {.inputShape = {3, 7, 8}}).inputShape,
                 (std::vector<std::int64_t>{3, 7, 8})); // filled up with zeros
        QVERIFY(holds(errorOf([&] { readNet(file, {.inputShape = {3, 12, 8}}); }), "layer/0/shape"));
        QVERIFY(holds(errorOf([&] { imported(file, {{"input_shape", "3x8"}}); }), "input_shape"));
        QVERIFY(imported(file, {{"input_shape", "3x7x8"}}).report.complete());
    }

    void aDenseBlockWithoutNeuronsSumsUpForNetx()
    {
        const auto file = pathOf(samplesDir()) / "malformed/net_missing_neuron.net";
        if (samplesDir().isEmpty() || !std::filesystem::exists(file))
            QSKIP("no samples");
        for (const bool netx : {false, true}) {
            Net net = readAsSlayer(file);
            for (Block& block : net.blocks)
                block.summed = netx;
            Runner runner(net, {.steps = 6});
            const Block& block = net.blocks.front();
            const std::size_t in = std::size_t(block.weight->shape[1]), rows = std::size_t(block.weight->shape[0]);
            PlainTensor spikes{{6, 1, std::int64_t(in)}, {}};
            for (std::size_t i = 0; i < 6 * in; ++i)
                spikes.data.push_back(i % 5 == 0 ? 1.0F : 0.0F);
            const PlainTensor y = runner.run(spikes).front();
            std::vector<double> sums(rows, 0);
            for (std::size_t t = 0; t < 6; ++t)
                for (std::size_t o = 0; o < rows; ++o) {
                    double sum = netx ? sums[o] : 0;
                    for (std::size_t i = 0; i < in; ++i)
                        sum += block.weight->values[o * in + i] * double(spikes.data[t * in + i]) / 64;
                    sums[o] = sum;
                    QCOMPARE(double(y.data[t * rows + o]), sum);
                }
        }
    }

    void malformedFilesAreRefusedWithPlaceAndReason_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QStringList>("parts");
        if (samplesDir().isEmpty())
            QSKIP("no samples");
        QTest::newRow("no type") << "net_missing_type.net" << QStringList{"layer/1/type"};
        QTest::newRow("gap") << "net_index_gap.net" << QStringList{"layer/1", "0, 2"};
        QTest::newRow("columns") << "net_shape_mismatch.net" << QStringList{"layer/1/weight", "8", "9"};
        QTest::newRow("neuron") << "net_unknown_neuron.net" << QStringList{"neuron/type", "'"};
        QTest::newRow("NaN") << "net_nan_weight.net" << QStringList{"weight", "not a number"};
        QTest::newRow("other HDF5") << "net_not_a_network.h5" << QStringList{"layer"};
        QTest::newRow("Git LFS") << "net_git_lfs_pointer.net" << QStringList{"Git LFS"};
    }

    void malformedFilesAreRefusedWithPlaceAndReason()
    {
        QFETCH(QString, file);
        QFETCH(QStringList, parts);
        const auto path = pathOf(samplesDir()) / "malformed" / file.toStdString();
        if (!std::filesystem::exists(path))
            QSKIP("no sample");
        const std::string error = errorOf([&] { imported(path); });
        for (const QString& part : parts + QStringList{file})
            QVERIFY2(holds(error, part.toStdString()), error.c_str());
    }

    // Whatever byte is wrong: an error or a network, nothing else.
    void damagedFilesNeverDoAnythingElse()
    {
        const QTemporaryDir folder;
        const auto copy = pathOf(folder.path()) / "damaged.net";
        std::size_t read = 0;
        for (const char* name : {"cuba_conv_flatten_dense", "rf_dense", "sdnn_dense"}) {
            std::ifstream in(pathOf(samplesDir()) / "lava-zoo" / (std::string(name) + ".net"), std::ios::binary);
            if (samplesDir().isEmpty() || !in)
                QSKIP("no samples");
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            std::uint32_t state = 1;
            const auto random = [&] { return (state = state * 1664525 + 1013904223) >> 8; };
            for (int i = 0; i < 120; ++i) {
                std::string damaged = bytes;
                for (int k = 0; k < 1 + i % 4; ++k)
                    damaged[random() % damaged.size()] = char(random());
                if (i % 10 == 0)
                    damaged.resize(random() % damaged.size());
                writeQuickly(copy, damaged);
                errorOf([&] {
                    const Net net = readNet(copy);
                    ExchangeReport report;
                    makePlan(makeGraph(net, {}, report).document.graph);
                    ++read;
                });
            }
        }
        QVERIFY(read > 0);
    }
};

SPW_TEST_GUILESS(tst_LavaImport)

} // namespace tst_lava_import

#include "tst_lava_import.moc"
