// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/data/containers/npz_file.h"
#include "core/data/sha256.h"
#include "core/exchange/half.h"
#include "plugins/lynxi/lynxi_exporter.h"
#include "tests/plugins/networks.h"
#include "tests/plugins/onnx_model.h"
#include "tests/plugins/python_program.h"
#include "tests/runner/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace tst_lynxi {

using namespace spw;
using namespace spw::test;

namespace {

using Options = std::map<std::string, std::string>;

/// What the chip takes of pictureNet and more: no line layers, resets of 0 or none.
Graph chipNet(const QString& name)
{
    return name == "branched" ? branchedNet(0.0) : name == "image" ? imageNet() : pictureNet();
}

/// branchedNet has two readouts; the chip takes one.
Graph withoutSecondReadout(Graph graph)
{
    for (const char* title : {"Last", "Linear", "Flatten", "Adaptive"})
        graph.apply(RemoveNode{graph.find(title)});
    return graph;
}

QJsonObject manifestOf(const std::filesystem::path& folder)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(readFile(folder / "manifest.json", 1u << 24))).object();
}

std::vector<double> arrayOf(const std::filesystem::path& file, const char* name, std::vector<std::int64_t>* shape = nullptr)
{
    const NpzFile npz(openBytes(file));
    const auto array = npz.read(name);
    if (shape)
        *shape = array->view.header.shape;
    return cOrderReals(array->view, file.string());
}

} // namespace

class tst_Lynxi final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    lynxi::LynxiExporter m_exporter;

    std::filesystem::path folder(const char* name) const { return m_folder.filePath(name).toStdString(); }

    ExchangeReport write(const Graph& graph, const Weights& weights, const Options& options, const char* name)
    {
        return m_exporter.write(requestFor(m_exporter, documentOf(graph), weights, folder(name), options));
    }

    static Graph netOf(const QString& name)
    {
        return name == "branched" ? withoutSecondReadout(chipNet(name)) : chipNet(name);
    }

private Q_SLOTS:
    void numbersRoundToTheNearestHalfAsEverywhere()
    {
        for (int bits = 0; bits < 0x7c00; ++bits) {
            const auto half = std::uint16_t(bits);
            const float value = float(halfToDouble(half)), next = float(halfToDouble(std::uint16_t(bits + 1)));
            QCOMPARE(halfBits(value), half);
            QCOMPARE(roundedToHalf(-value), -value);
            if (bits + 1 == 0x7c00)
                break;
            const float middle = (value + next) / 2;   // exact
            QCOMPARE(halfBits(middle), std::uint16_t(bits + (bits & 1)));
            QCOMPARE(halfBits(std::nextafter(middle, next)), std::uint16_t(bits + 1));
            QCOMPARE(halfBits(std::nextafter(middle, value)), half);
        }
        QCOMPARE(halfBits(65519.0f), std::uint16_t(0x7bff));
        QCOMPARE(halfBits(65520.0f), std::uint16_t(0x7c00));
        QCOMPARE(halfBits(-INFINITY), std::uint16_t(0xfc00));
        QVERIFY(std::isnan(halfToDouble(halfBits(NAN))));
    }

    void theFolderIsWhatItsManifestSays()
    {
        const Graph graph = netOf("picture");
        const ExchangeReport report = write(graph, trainedWeights(documentOf(graph)), {{"N", "3"}}, "digits_lynxi");
        QVERIFY2(report.complete(), toText(report).c_str());
        const QJsonObject manifest = manifestOf(folder("digits_lynxi"));
        QCOMPARE(manifest["format"].toInt(), 1);
        QCOMPARE(manifest["name"].toString(), QString("digits"));
        QCOMPARE(manifest["T"].toInt(), 5);
        QCOMPARE(manifest["N"].toInt(), 3);
        QCOMPARE(manifest["dtype"].toString(), QString("float16"));
        QCOMPARE(manifest["input"].toObject()["shape"].toArray(), (QJsonArray{15, 2, 11, 11}));
        QCOMPARE(manifest["output"].toObject()["shape"].toArray(), (QJsonArray{3, 4}));
        QStringList named = manifest["sha256"].toObject().keys(), there;
        for (const auto& entry : std::filesystem::directory_iterator(folder("digits_lynxi")))
            there << QString::fromStdString(entry.path().filename().string());
        for (const QString& name : named) {
            const std::string bytes = readFile(folder("digits_lynxi") / name.toStdString(), 1u << 30);
            Sha256 hash;
            hash.add(bytes.data(), bytes.size());
            QCOMPARE(manifest["sha256"].toObject()[name].toString().toStdString(), hash.hex());
        }
        named << "manifest.json";
        named.sort();
        there.sort();
        QCOMPARE(there, named);
        for (const char* name : {"model.py", "weights.npz", "weights.pt", "compile.py", "infer.py", "reference.npz", "model.onnx", "README.txt"})
            QVERIFY2(there.contains(name), name);
        QVERIFY(report.files.size() == std::size_t(there.size()));

        std::vector<std::int64_t> shape;
        QCOMPARE(arrayOf(folder("digits_lynxi") / "reference.npz", "x", &shape).size(), std::size_t(15 * 2 * 121));
        QCOMPARE(shape, (std::vector<std::int64_t>{15, 2, 11, 11}));
        arrayOf(folder("digits_lynxi") / "weights.npz", "conv_1.weight", &shape);
        QCOMPARE(shape, (std::vector<std::int64_t>{8, 2, 3, 3}));
    }

    void weightsThatFloat16HoldsGiveTheStudiosOutput()
    {
        GraphBuilder b;
        putData(b, "2x6x6", 4);
        b.then("layer.conv2d", "Conv", {{"out_channels", whole(4)}, {"padding", Sides{1, 1}}});
        b.then("neuron.if", "IF", {{"v_threshold", 0.5}});
        b.then("layer.max_pool2d", "Pool");
        b.then("layer.flatten", "Flatten");
        b.then("layer.linear", "Linear", {{"out_features", whole(5)}});
        b.then("neuron.if", "IF 2", {{"v_threshold", 0.25}, {"v_reset", std::monostate{}}});
        b.then("readout.rate", "Rate");
        Weights weights = engine::openNetwork({documentOf(b.graph), {}, std::nullopt})->weights();
        for (auto& [name, array] : weights.arrays)
            for (float& value : std::get<std::vector<float>>(array.data))
                value = std::nearbyint(value * 64) / 64;
        const ExchangeReport report = write(b.graph, weights, {{"N", "4"}}, "exact");
        QVERIFY2(report.complete(), toText(report).c_str());
        const auto y = arrayOf(folder("exact") / "reference.npz", "y"), studio = arrayOf(folder("exact") / "reference.npz", "y_float32");
        QVERIFY(std::any_of(y.begin(), y.end(), [](double v) { return v != 0; }));
        QCOMPARE(y, studio);
        for (const ReportLine& line : report.lines)
            for (const auto& [name, value] : line.numbers)
                QCOMPARE(value, 0.0);   // no weight was changed
    }

    void checkingThemGivesTheReference_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("folds");
        QTest::newRow("pictures") << "picture" << true;
        QTest::newRow("branches") << "branched" << true;
        QTest::newRow("a picture shown at every step") << "image" << true;
        QTest::newRow("norms as they are") << "unfolded" << false;
    }
    void checkingThemGivesTheReference()
    {
        QFETCH(QString, name);
        QFETCH(bool, folds);
        Graph graph = netOf(name);
        if (!folds)   // only BatchNorm2d may stay
            for (const auto& [id, node] : std::map(graph.nodes()))
                if (node.type == "layer.batch_norm1d") {
                    const EdgeEnd from = *graph.source({id, "x"});
                    const Edge next = graph.outgoing(id)[0];
                    graph.apply(RemoveNode{id});
                    graph.apply(Connect{{from, next.to}});
                    graph.apply(SetParam{.node = graph.find("PLIF"), .name = "v_threshold", .value = 0.02});
                }
        const Weights weights = trainedWeights(documentOf(graph));
        const ExchangeReport report = write(graph, weights, {{"fold_batch_norm", folds ? "true" : "false"}}, "checked");
        QVERIFY2(report.complete(), toText(report).c_str());
        const auto y = arrayOf(folder("checked") / "reference.npz", "y");
        QVERIFY(std::any_of(y.begin(), y.end(), [](double v) { return v != 0; }));
        if (!hasPythonTorch())
            QSKIP("PyTorch for Python is not here");
        const PythonResult result = runPython({"compile.py", "--check"}, QString::fromStdString(folder("checked").string()));
        QVERIFY2(result.code == 0, result.text);
        QVERIFY2(result.text.contains("reference: 0 (tolerance 0.001)"), result.text);
        QVERIFY2(!result.text.contains("warning"), result.text);
    }

    /// The check failed where the output is no row for each sample.
    void aNetworkWhoseOutputIsSpikesIsCheckedToo()
    {
        GraphBuilder b;
        putData(b, "6", 5);
        b.then("layer.linear", "Linear", {{"out_features", whole(8)}});
        b.then("neuron.lif", "LIF", {{"v_threshold", 0.1}});
        QVERIFY(write(b.graph, trainedWeights(documentOf(b.graph)), {}, "spikes").complete());
        if (!hasPythonTorch())
            QSKIP("PyTorch for Python is not here");
        const PythonResult result = runPython({"compile.py", "--check"}, QString::fromStdString(folder("spikes").string()));
        QVERIFY2(result.code == 0 && result.text.contains("OK"), result.text);
    }

    /// What only the encoder reads that is left out need not be given to the studio's own run.
    void anEncoderIsLeftOutAndItsSpikesAreTheInput()
    {
        GraphBuilder b;
        b.from(b.add("dataset.synthetic_dvs", "Data", {{"height", whole(12)}, {"width", whole(12)}, {"train_samples", whole(4)}, {"test_samples", whole(4)}}),
               "image");
        b.then("encoder.column_sequential", "Columns");
        b.then("layer.linear", "Linear", {{"out_features", whole(10)}});
        b.then("neuron.if", "IF");
        b.then("readout.rate", "Rate");
        const ExchangeReport report = write(b.graph, trainedWeights(documentOf(b.graph)), {}, "encoder");
        QVERIFY2(report.complete(), toText(report).c_str());
        QVERIFY(manifestOf(folder("encoder"))["T"].toInt() == 12);
    }

    void aChangedWeightIsFoundByTheCheck()
    {
        const Graph graph = netOf("picture");
        Weights weights = trainedWeights(documentOf(graph));
        write(graph, weights, {}, "good");
        for (float& value : std::get<std::vector<float>>(weights.arrays.at("Linear/weight").data))
            value = -value;
        write(graph, weights, {}, "bad");
        std::filesystem::copy_file(folder("bad") / "weights.pt", folder("good") / "weights.pt", std::filesystem::copy_options::overwrite_existing);
        if (!hasPythonTorch())
            QSKIP("PyTorch for Python is not here");
        const PythonResult result = runPython({"compile.py", "--check"}, QString::fromStdString(folder("good").string()));
        QCOMPARE(result.code, 1);
        QVERIFY2(result.text.contains("weights.pt: expected sha256") && result.text.contains("FAILED"), result.text);
    }

    void theSecondRouteIsTheSameNetwork()
    {
        const Graph graph = netOf("branched");
        QVERIFY(write(graph, trainedWeights(documentOf(graph)), {{"N", "2"}}, "both").complete());
        OnnxModel model = readOnnx(readFile(folder("both") / "model.onnx", 1u << 30));
        QCOMPARE(model.opset, 11);
        const auto x = arrayOf(folder("both") / "reference.npz", "x"), y = arrayOf(folder("both") / "reference.npz", "y");
        at::Tensor input = at::empty(model.inputs.at(0).shape, at::kFloat);
        std::copy(x.begin(), x.end(), input.data_ptr<float>());
        const auto out = runOnnx(model, {{model.inputs[0].name, input}});
        QVERIFY(model.mostAxes <= 4);
        // Counts of pooled sums: float16 rounds them to three digits and a membrane at the threshold may decide otherwise.
        double worst = 0, size = 0;
        for (std::size_t i = 0; i < y.size(); ++i) {
            worst = std::max(worst, std::fabs(y[i] - double(out.begin()->second.data_ptr<float>()[i])));
            size = std::max(size, std::fabs(y[i]));
        }
        QVERIFY(size > 0);
        QVERIFY2(worst <= 0.01 * size, std::to_string(worst).c_str());
    }

    void numbersThatFloat16LosesAreReported()
    {
        GraphBuilder b;
        putData(b, "3", 2);
        b.then("layer.linear", "Large", {{"out_features", whole(2)}, {"bias", false}});
        b.then("neuron.if", "IF");
        b.then("layer.linear", "Small", {{"out_features", whole(2)}, {"bias", false}});
        Weights weights = engine::openNetwork({documentOf(b.graph), {}, std::nullopt})->weights();
        std::get<std::vector<float>>(weights.arrays.at("Large/weight").data) = {70000.0f, 65504.0f, 65504.0f, 1, 1, 1};
        std::get<std::vector<float>>(weights.arrays.at("Small/weight").data) = {1e-8f, 0, 1, 2};
        const ExchangeReport report = write(b.graph, weights, {{"N", "64"}}, "lossy");
        QVERIFY2(report.complete(), toText(report).c_str());
        std::map<std::string, std::string> changed;
        for (const ReportLine& line : report.lines)
            if (line.outcome == Outcome::Changed)
                changed[line.name] += line.what + " " + line.why;
        QVERIFY(changed.at("Large").find("1 of its numbers are beyond 65504") != std::string::npos);
        QVERIFY(changed.at("Large").find("overflow") != std::string::npos);
        QVERIFY(changed.at("Small").find("1 of its numbers are too small") != std::string::npos);
        QCOMPARE(arrayOf(folder("lossy") / "weights.npz", "large.weight")[0], 65504.0);
    }

    void theSameNetworkGivesTheSameBytes()
    {
        const Graph graph = netOf("picture");
        const Weights weights = trainedWeights(documentOf(graph));
        std::filesystem::create_directories(folder("first"));
        std::filesystem::create_directories(folder("second"));
        write(graph, weights, {}, "first/net_lynxi");
        write(graph, weights, {}, "second/net_lynxi");
        for (const auto& entry : std::filesystem::directory_iterator(folder("first/net_lynxi")))
            QVERIFY2(readFile(entry.path(), 1u << 30) == readFile(folder("second/net_lynxi") / entry.path().filename(), 1u << 30),
                     entry.path().c_str());
    }

    void whatTheChipCannotDoIsRefusedWhileDrawing_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<Values>("values");
        QTest::addColumn<QString>("shape");
        QTest::newRow("a reset that is not 0") << "neuron.lif" << Values{{"v_reset", -0.5}} << "4";
        QTest::newRow("lines") << "layer.conv1d" << Values{} << "2x8";
        QTest::newRow("volumes") << "layer.conv3d" << Values{} << "1x4x4x4";
        QTest::newRow("pools of lines") << "layer.max_pool1d" << Values{} << "2x8";
        QTest::newRow("a mirrored border") << "layer.conv2d" << Values{{"padding_mode", std::string("reflect")}} << "1x4x4";
        QTest::newRow("a transposed convolution") << "layer.conv_transpose2d" << Values{} << "1x4x4";
        QTest::newRow("a norm of a list alone") << "layer.batch_norm1d" << Values{} << "4";
        QTest::newRow("a neuron of another kind") << "neuron.qif" << Values{} << "4";
    }
    void whatTheChipCannotDoIsRefusedWhileDrawing()
    {
        QFETCH(QString, type);
        QFETCH(Values, values);
        QFETCH(QString, shape);
        GraphBuilder b;
        putData(b, shape.toStdString(), 2);
        const NodeId id = b.then(type.toStdString(), "Odd one", values);
        const Plan plan = makePlan(b.graph);
        QVERIFY(plan.ok());
        const Diagnostics limits = m_exporter.limits(plan, exchangeOptions(m_exporter.options(), {}, "the test"));
        QVERIFY(hasErrors(limits));
        bool named = false;
        for (const Diagnostic& limit : limits) {
            named = named || limit.node == id;
            QVERIFY(!limit.what.empty() && !limit.why.empty() && !limit.fix.empty());
        }
        QVERIFY(named);
        const Weights weights = engine::openNetwork({documentOf(b.graph), {}, std::nullopt})->weights();
        QVERIFY(!write(b.graph, weights, {}, "refused").complete());
        QVERIFY(!std::filesystem::exists(folder("refused")));
    }

    void everyNodeIsWrittenOrRefused()
    {
        std::size_t written = 0;
        for (const OneNode& one : everyNodeAlone()) {
            const Diagnostics limits = m_exporter.limits(makePlan(one.graph), exchangeOptions(m_exporter.options(), {}, "the test"));
            if (hasErrors(limits) || !one.ok)
                continue;
            const Document document = documentOf(one.graph);
            const ExchangeReport report = write(one.graph, engine::openNetwork({document, {}, std::nullopt})->weights(), {{"N", "2"}}, "one");
            QVERIFY2(report.complete(), (one.type + "\n" + toText(report)).c_str());
            const auto y = arrayOf(folder("one") / "reference.npz", "y"), studio = arrayOf(folder("one") / "reference.npz", "y_float32");
            double size = 1;
            for (const double value : studio)
                size = std::max(size, std::fabs(value));
            for (std::size_t i = 0; i < y.size(); ++i)
                QVERIFY2(std::fabs(y[i] - studio[i]) <= 0.01 * size, (one.type + " of " + one.shape).c_str());
            ++written;
        }
        QVERIFY2(written >= 20, std::to_string(written).c_str());
    }

    void twoOutputsAreRefusedByName()
    {
        const Plan plan = makePlan(chipNet("branched"));
        const Diagnostics limits = m_exporter.limits(plan, exchangeOptions(m_exporter.options(), {}, "the test"));
        QVERIFY(std::any_of(limits.begin(), limits.end(), [](const Diagnostic& limit) {
            return limit.what.find("'Last'") != std::string::npos && limit.what.find("'Count'") != std::string::npos;
        }));
    }

    void withoutDataTheReferenceIsMadeUpAndSaysSo()
    {
        const Graph graph = netOf("picture");
        const ExchangeReport report = write(graph, trainedWeights(documentOf(graph)), {}, "made_up");
        const auto line = std::find_if(report.lines.begin(), report.lines.end(), [](const ReportLine& l) { return l.name == "reference.npz"; });
        QVERIFY(line != report.lines.end());
        QCOMPARE(line->outcome, Outcome::Changed);
        QVERIFY(line->why.find("zeros") != std::string::npos);
        const auto x = arrayOf(folder("made_up") / "reference.npz", "x");
        QVERIFY(std::any_of(x.begin(), x.end(), [](double v) { return v != 0; }));
    }

    void realSamplesBringTheirLabels()
    {
        const SmallNet net = smallNet(8, 1);
        const Weights weights = engine::openNetwork({documentOf(net.graph), {}, std::nullopt})->weights();
        const ExchangeReport report = write(net.graph, weights, {{"N", "5"}}, "labelled");
        QVERIFY2(report.complete(), toText(report).c_str());
        QCOMPARE(arrayOf(folder("labelled") / "reference.npz", "labels").size(), std::size_t(5));
        QVERIFY(std::any_of(report.numbers.begin(), report.numbers.end(), [](const auto& n) { return n.first == "accuracy float16"; }));
    }

    void cancellingLeavesNothing()
    {
        const Graph graph = netOf("picture");
        ExportRequest request = requestFor(m_exporter, documentOf(graph), trainedWeights(documentOf(graph)), folder("cancelled"));
        std::stop_source stop;
        stop.request_stop();
        request.stop = stop.get_token();
        QVERIFY_EXCEPTION_THROWN(m_exporter.write(request), CancelledError);
        QVERIFY(!std::filesystem::exists(folder("cancelled")));
    }
};

SPW_TEST_GUILESS(tst_Lynxi)

} // namespace tst_lynxi

#include "tst_lynxi.moc"
