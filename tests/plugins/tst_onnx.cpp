// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/exchange/inference_net.h"
#include "plugins/onnx/onnx_exporter.h"
#include "tests/plugins/networks.h"
#include "tests/plugins/onnx_model.h"
#include "tests/runner/registry.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <set>

namespace tst_onnx {

using namespace spw;
using namespace spw::test;

namespace {

using Options = std::map<std::string, std::string>;

at::Tensor tensorOf(const PlainTensor& plain)
{
    at::Tensor out = at::empty(plain.shape, at::kFloat);
    std::copy(plain.data.begin(), plain.data.end(), out.data_ptr<float>());
    return out;
}

} // namespace

class tst_Onnx final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    onnx::OnnxExporter m_exporter;

    std::filesystem::path file(const char* name) const { return m_folder.filePath(name).toStdString(); }

    OnnxModel exported(const Graph& graph, const Weights& weights, const Options& options, const char* name = "net.onnx")
    {
        const ExchangeReport report = m_exporter.write(requestFor(m_exporter, documentOf(graph), weights, file(name), options));
        if (!report.complete())
            throw std::runtime_error(toText(report));
        return readOnnx(readFile(file(name), 1u << 30));
    }

    /// Exports, reads back, runs and compares every output with the studio's.
    void compare(const Graph& graph, const Options& options, bool mustFire)
    {
        const Document document = documentOf(graph);
        const Weights weights = trainedWeights(document);
        OnnxModel model = exported(graph, weights, options);
        QCOMPARE(model.opset, std::stoll(options.at("opset")));
        QCOMPARE(model.fileVersion, model.opset == 11 ? 6 : 7);

        const Plan plan = makePlan(graph);
        Diagnostics problems;
        const InferenceNet net = inferenceNet(plan, nullptr, {}, problems);
        const auto runner = engine::openNetwork({document, {}, weights});
        QCOMPARE(net.inputs.size(), std::size_t(1));
        QCOMPARE(model.inputs.size(), std::size_t(1));
        std::set<EdgeEnd> ends;
        for (const std::size_t out : net.outputs)
            ends.insert(net.ops[out].end);
        for (const bool spikes : {true, false}) {
            const InferenceOp& input = net.ops[net.inputs[0]];
            std::vector<std::int64_t> shape{3};
            if (input.overTime)
                shape.insert(shape.begin(), net.steps);
            shape.insert(shape.end(), input.shape.begin(), input.shape.end());
            const PlainTensor x = drawn(shape, 11, spikes);
            const PortTensors expected = runner->run({{input.end, x}}, ends);
            const auto found = runOnnx(model, {{model.inputs[0].name, input.overTime ? tensorOf(x).flatten(0, 1) : tensorOf(x)}});
            QCOMPARE(found.size(), net.outputs.size());
            for (std::size_t i = 0; i < net.outputs.size(); ++i) {
                const at::Tensor want = tensorOf(expected.at(net.ops[net.outputs[i]].end)), flat = found.at(model.outputs[i].name);
                QCOMPARE(flat.numel(), want.numel());   // sequences lie there as [T * N, ...]
                const at::Tensor have = flat.reshape(want.sizes());
                if (mustFire)
                    QVERIFY2(want.abs().max().item<float>() > 0, "a test that sees no spike sees nothing");
                const float difference = (have - want).abs().max().item<float>();
                QVERIFY2(difference <= 1e-5f * std::max(1.0f, want.abs().max().item<float>()), std::to_string(difference).c_str());
            }
        }
        if (options.at("four_axes") == "true")
            QVERIFY(model.mostAxes <= 4);
    }

private Q_SLOTS:
    void theFileRunsToTheOutputsOfTheStudio_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Options>("options");
        for (const char* name : {"picture", "branched", "line", "volume", "image"})
            for (const char* opset : {"11", "12"}) {
                const Options options{{"opset", opset}, {"batch", "3"}, {"fold_batch_norm", opset[1] == '1' ? "true" : "false"},
                                      {"four_axes", std::string(name) == "volume" ? "false" : "true"}};
                QTest::newRow((std::string(name) + ", opset " + opset).c_str()) << QString(name) << options;
            }
    }
    void theFileRunsToTheOutputsOfTheStudio()
    {
        QFETCH(QString, name);
        QFETCH(Options, options);
        compare(namedNet(name.toStdString()), options, true);
    }

    void everyNodeIsWrittenRightOrRefused()
    {
        std::size_t written = 0;
        for (const OneNode& one : everyNodeAlone()) {
            const Options options{{"opset", "11"}, {"batch", "3"}, {"four_axes", "false"}};
            const Diagnostics limits = m_exporter.limits(makePlan(one.graph), exchangeOptions(m_exporter.options(), options, "the test"));
            if (hasErrors(limits) || !limits.empty() || !one.ok)
                continue;
            compare(one.graph, options, false);
            if (QTest::currentTestFailed())
                QFAIL((one.type + " of " + one.shape).c_str());
            ++written;
        }
        QVERIFY2(written >= 35, std::to_string(written).c_str());
    }

    void theFileHasOnlyOperatorsOfItsSet()
    {
        const Weights weights = trainedWeights(documentOf(pictureNet()));
        for (const char* opset : {"11", "12"}) {
            std::set<std::string> used;
            for (const OnnxNode& node : exported(pictureNet(), weights, {{"opset", opset}}).nodes)
                used.insert(node.op);
            QCOMPARE(used.count("GreaterOrEqual") != 0, std::string(opset) == "12");
            QCOMPARE(used.count("Less") != 0, std::string(opset) == "11");
        }
    }

    void stepsCanBeSet()
    {
        const Weights weights = trainedWeights(documentOf(pictureNet()));
        for (const std::int64_t steps : {1, 3}) {
            OnnxModel model = exported(pictureNet(), weights, {{"steps", std::to_string(steps)}, {"batch", "2"}});
            QCOMPARE(model.inputs[0].shape, (std::vector<std::int64_t>{2 * steps, 2, 11, 11}));
            QCOMPARE(model.notes.at("steps"), std::to_string(steps));
            const auto out = runOnnx(model, {{model.inputs[0].name, tensorOf(drawn(model.inputs[0].shape, 3, true))}});
            QCOMPARE(out.begin()->second.sizes().vec(), (std::vector<std::int64_t>{2, 4}));
        }
    }

    void theSameNetworkGivesTheSameBytes()
    {
        const Weights weights = trainedWeights(documentOf(branchedNet()));
        exported(branchedNet(), weights, {}, "one.onnx");
        exported(branchedNet(), weights, {}, "two.onnx");
        QVERIFY(readFile(file("one.onnx"), 1u << 30) == readFile(file("two.onnx"), 1u << 30));
    }

    void whatCannotBeSaidIsRefusedWhileDrawing_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<Values>("values");
        QTest::addColumn<QString>("shape");
        QTest::newRow("a neuron of another kind") << "neuron.izhikevich" << Values{} << "4";
        QTest::newRow("a norm without statistics") << "layer.batch_norm2d" << Values{{"track_running_stats", false}} << "2x4x4";
        QTest::newRow("smooth neurons") << "neuron.if" << Values{{"spiking", false}} << "4";
        QTest::newRow("five axes") << "layer.conv3d" << Values{} << "1x4x4x4";
        QTest::newRow("a border from the other side") << "layer.conv2d" << Values{{"padding_mode", std::string("circular")}} << "1x4x4";
        QTest::newRow("uneven windows") << "layer.adaptive_avg_pool2d" << Values{{"output_size", Sides{3, 2}}} << "1x4x4";
        QTest::newRow("a mean of what is not there") << "layer.avg_pool2d" << Values{{"ceil_mode", true}} << "1x5x5";
        QTest::newRow("a layer of another kind") << "layer.group_norm" << Values{} << "2x4x4";
    }
    void whatCannotBeSaidIsRefusedWhileDrawing()
    {
        QFETCH(QString, type);
        QFETCH(Values, values);
        QFETCH(QString, shape);
        GraphBuilder b;
        putData(b, shape.toStdString(), 2);
        const NodeId id = b.then(type.toStdString(), "Odd one", values);
        const Plan plan = makePlan(b.graph);
        QVERIFY(plan.ok());
        const ParamValues options = exchangeOptions(m_exporter.options(), {}, "the test");
        const Diagnostics limits = m_exporter.limits(plan, options);
        QVERIFY(hasErrors(limits));
        bool named = false;
        for (const Diagnostic& limit : limits) {
            named = named || (limit.node == id && limit.nodeName == "Odd one");
            QVERIFY(!limit.what.empty() && !limit.why.empty() && !limit.fix.empty());
        }
        QVERIFY(named);
        const std::filesystem::path out = file("refused.onnx");
        const Weights weights = engine::openNetwork({documentOf(b.graph), {}, std::nullopt})->weights();
        const ExchangeReport report = m_exporter.write(requestFor(m_exporter, documentOf(b.graph), weights, out));
        QVERIFY(!report.complete());
        QVERIFY(!std::filesystem::exists(out));
    }

    void anEncoderThatDrawsIsLeftOutWithAWarning()
    {
        GraphBuilder b;
        putData(b, "4", 3);
        b.then("encoder.delta", "Delta");
        b.then("layer.linear", "Linear", {{"out_features", whole(3)}});
        b.then("readout.rate", "Rate");
        const Plan plan = makePlan(b.graph);
        QVERIFY2(plan.ok(), plan.diagnostics.empty() ? "" : toText(plan.diagnostics[0]).c_str());
        const Diagnostics limits = m_exporter.limits(plan, exchangeOptions(m_exporter.options(), {}, "the test"));
        QVERIFY(!hasErrors(limits));
        QCOMPARE(limits.size(), std::size_t(1));
        QCOMPARE(limits[0].nodeName, std::string("Delta"));
    }

    void theReportNamesEveryNode()
    {
        const Graph graph = pictureNet();
        const Weights weights = trainedWeights(documentOf(graph));
        const ExchangeReport report =
            m_exporter.write(requestFor(m_exporter, documentOf(graph), weights, file("net.onnx"), {{"fold_batch_norm", "true"}}));
        std::map<std::string, Outcome> outcomes;
        for (const ReportLine& line : report.lines)
            outcomes[line.name] = line.outcome;
        QCOMPARE(outcomes.size(), graph.nodes().size());
        QCOMPARE(outcomes.at("BN 1"), Outcome::Changed);
        QCOMPARE(outcomes.at("Conv 1"), Outcome::Mapped);
        QCOMPARE(outcomes.at("Dropout"), Outcome::Skipped);
        QCOMPARE(outcomes.at("Data"), Outcome::Skipped);
    }
};

SPW_TEST_GUILESS(tst_Onnx)

} // namespace tst_onnx

#include "tst_onnx.moc"
