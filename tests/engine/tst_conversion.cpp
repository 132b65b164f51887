// SPDX-License-Identifier: GPL-3.0-or-later
// Analog networks become spiking ones: what may be converted, what it becomes, and that the answers stay.
#include "core/base/error.h"
#include "core/convert/ann_to_snn.h"
#include "core/engine/network_access.h"
#include "core/engine_api.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <cmath>
#include <numeric>

namespace tst_conversion {

using namespace spw;
using namespace spw::test;
namespace fs = std::filesystem;

namespace {

std::unique_ptr<NetworkRunner> open(const NetworkRequest& request) { return engine::openNetwork(request); }

/// A small analog network on the shapes.
Document analog(const std::string& pool = "layer.avg_pool2d", const std::string& last = "layer.relu", std::int64_t epochs = 4)
{
    GraphBuilder b;
    const NodeId data = b.add("dataset.synthetic_dvs", "Shapes",
                              {{"width", std::int64_t(16)}, {"height", std::int64_t(16)}, {"train_samples", std::int64_t(300)},
                               {"test_samples", std::int64_t(100)}, {"duration_ms", 2.0}});
    b.from(data, "image");
    b.then("encoder.direct", "Show", {{"T", std::int64_t(1)}});
    b.then("layer.conv2d", "Conv 1", {{"out_channels", std::int64_t(8)}, {"padding", std::vector<std::int64_t>{1, 1}}, {"bias", false}});
    b.then("layer.batch_norm2d", "BN 1");
    b.then("layer.relu", "ReLU 1");
    b.then(pool, "Pool 1");
    b.then("layer.flatten", "Flatten");
    b.then("layer.linear", "Linear 1", {{"out_features", std::int64_t(32)}});
    b.then(last, "ReLU 2");
    b.then("layer.linear", "Linear 2", {{"out_features", std::int64_t(10)}});
    b.then("readout.membrane", "Mean", {{"reduce", std::string("mean")}});
    const NodeId loss = b.then("loss.cross_entropy", "Loss");
    b.wire(data, "label", loss, "label");
    b.then("learner.bptt", "Training", {{"epochs", epochs}, {"batch_size", std::int64_t(20)}, {"learning_rate", 3e-3}});
    Document document;
    document.graph = b.graph;
    return document;
}

/// Trains, and gives the run folder's weights.
fs::path train(Engine& engine, const Document& document, const fs::path& folder)
{
    RunRequest request;
    request.document = document;
    request.runDir = folder / "run";
    request.monitorSeconds = 0;
    engine.start(request)->wait();
    return folder / "run" / "checkpoints" / "latest";
}

ConversionRequest requestFor(const Document& document)
{
    ConversionRequest request;
    request.document = document;
    request.open = open;
    return request;
}

bool names(const Diagnostics& list, const char* code, const std::string& node)
{
    return std::any_of(list.begin(), list.end(), [&](const Diagnostic& d) { return d.code == code && d.nodeName == node; });
}

} // namespace

class tst_Conversion final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const char* reason = nullptr;
        m_engine.reset(spwCreateEngine(kEngineApi, &reason));
        QVERIFY2(m_engine, reason);
    }

    void theModeIsMaxAPercentileOrAShare()
    {
        QVERIFY(conversionMode("max").kind == ConversionMode::Kind::Max);
        QCOMPARE(conversionMode("99.9%").value, 99.9);
        QVERIFY(conversionMode("99.9%").kind == ConversionMode::Kind::Percentile);
        QCOMPARE(conversionMode("0.5").value, 0.5);
        QVERIFY(conversionMode("1").kind == ConversionMode::Kind::Scale);
        for (const char* wrong : {"", "most", "0", "1.5", "-0.1", "nan", "101%", "0%", "%", "99.9 %x", "0.5 "})
            try {
                conversionMode(wrong);
                QFAIL(wrong);
            } catch (const Error& e) {
                QVERIFY(!e.fix().empty());
            }
    }

    void whatCannotBecomeSpikesIsListedWithItsRemedy()
    {
        QVERIFY(conversionLimits(makePlan(analog().graph)).empty());
        const Diagnostics pool = conversionLimits(makePlan(analog("layer.max_pool2d").graph));
        QVERIFY(names(pool, "SPW-E118", "Pool 1") && !hasErrors(pool));
        const Diagnostics neuron = conversionLimits(makePlan(analog("layer.avg_pool2d", "neuron.lif").graph));
        QVERIFY(names(neuron, "SPW-E119", "ReLU 2") && hasErrors(neuron));
        const Diagnostics rounding = conversionLimits(makePlan(analog("layer.avg_pool2d", "layer.neuromorphic_relu").graph));
        QVERIFY(names(rounding, "SPW-E119", "ReLU 2"));
        ConversionRequest request = requestFor(analog("layer.avg_pool2d", "neuron.lif"));
        const ConversionResult refused = convertToSpiking(request);
        QVERIFY(!refused.report.complete() && refused.accuracy.empty() && refused.document.graph.nodes().empty());
    }

    void foldedNormsGiveTheSameAnswers()
    {
        const Document document = analog();
        const auto before = open({document, {}, std::nullopt});
        TrainedDocument trained{document, before->weights()};
        // Statistics and factors that are not those of the start.
        const auto fill = [&](const char* name, float first, float step) {
            std::vector<float>& data = std::get<std::vector<float>>(trained.weights.arrays.at(name).data);
            for (std::size_t i = 0; i < data.size(); ++i)
                data[i] = first + step * float(i);
        };
        fill("BN 1/running_mean", -0.3f, 0.1f);
        fill("BN 1/running_var", 0.5f, 0.3f);
        fill("BN 1/weight", 0.8f, -0.15f);
        fill("BN 1/bias", 0.2f, 0.05f);
        QStringList folded;
        const TrainedDocument less = foldNorms(
            trained, [&](const std::string& conv, const std::string& norm) { folded << QString::fromStdString(norm + " in " + conv); },
            [&](const std::string&, const std::string& why) { QFAIL(why.c_str()); });
        QCOMPARE(folded, QStringList("BN 1 in Conv 1"));
        QCOMPARE(less.document.graph.nodes().size(), document.graph.nodes().size() - 1);
        QVERIFY(less.document.graph.node(document.graph.find("Conv 1")).values.flag("bias"));

        const auto with = open({document, {}, trained.weights}), without = open({less.document, {}, less.weights});
        const EdgeEnd answer{document.graph.find("Mean"), "y"};
        const PortTensors samples = with->samples(Split::Test, 0, 20);
        const PlainTensor a = with->run(samples, {answer}).at(answer), b = without->run(samples, {answer}).at(answer);
        for (std::size_t i = 0; i < a.data.size(); ++i)
            QVERIFY2(std::abs(a.data[i] - b.data[i]) < 1e-5, qPrintable(QString("%1: %2 and %3").arg(i).arg(a.data[i]).arg(b.data[i])));
    }

    void aNormThatOthersReadBesidesStays()
    {
        GraphBuilder b;
        const NodeId data = b.add("dataset.arrays", "x", {{"shape", std::string("2x6x6")}, {"T", std::int64_t(1)}});
        b.from(data, "x");
        const NodeId conv = b.then("layer.conv2d", "Conv", {{"out_channels", std::int64_t(3)}});
        const NodeId norm = b.then("layer.batch_norm2d", "Norm");
        b.then("layer.relu", "ReLU");
        const NodeId sum = b.add("container.residual", "Sum");
        b.wire(norm, "y", sum, "a");
        b.wire(conv, "y", sum, "b");
        Document document;
        document.graph = b.graph;
        QString kept;
        foldNorms({document, open({document, {}, std::nullopt})->weights()}, [](const auto&, const auto&) { QFAIL("folded"); },
                  [&](const std::string& name, const std::string& why) { kept = QString::fromStdString(name + ": " + why); });
        QVERIFY2(kept.startsWith("Norm: Others read 'Conv'"), qPrintable(kept));
    }

    void theSpikingNetworkAnswersAsTheAnalogOneInTheLongRun()
    {
        QTemporaryDir folder;
        const Document document = analog();
        ConversionRequest request = requestFor(document);
        request.weights = train(*m_engine, document, folder.path().toStdString());
        double last = -1;
        bool rising = true;
        request.progress = [&](double share, const std::string&) {
            rising = rising && share >= last;
            last = share;
        };
        ConversionResult result = convertToSpiking(request);
        QVERIFY(result.report.complete());
        QVERIFY(rising && last == 1);
        QCOMPARE(result.accuracy.size(), std::size_t(64));
        QCOMPARE(result.samples, std::int64_t(100));
        QVERIFY2(result.analogAccuracy > 0.7, qPrintable(QString::number(result.analogAccuracy)));
        QVERIFY2(std::abs(result.accuracy.back() - result.analogAccuracy) <= 0.0101,
                 qPrintable(QString("%1 after 64 steps, %2 before").arg(result.accuracy.back()).arg(result.analogAccuracy)));
        const auto mean = [&](std::size_t from, std::size_t to) {
            return std::accumulate(result.accuracy.begin() + long(from), result.accuracy.begin() + long(to), 0.0) / double(to - from);
        };
        QVERIFY2(mean(0, 4) < mean(8, 16) && mean(8, 16) <= mean(48, 64) + 0.005, "the curve does not rise");
        QCOMPARE(result.layers.size(), std::size_t(2));
        for (const ConvertedLayer& layer : result.layers) {
            QVERIFY(layer.scale > 0 && !layer.silent);
            QCOMPARE(result.document.graph.node(layer.neuron).type, std::string("neuron.if"));
            QVERIFY(result.document.graph.node(layer.neuron).values.isNone("v_reset"));
        }

        // As a project of its own it opens, plans without a complaint and gives the same accuracy in an evaluation.
        const fs::path project = fs::path(folder.path().toStdString()) / "snn.spw";
        saveConversion(result, project);
        Diagnostics warnings;
        RunRequest evaluation;
        evaluation.mode = RunMode::Evaluate;
        evaluation.document = loadDocument(project, builtinCatalog(), &warnings);
        QVERIFY(warnings.empty());
        const Plan plan = makePlan(evaluation.document.graph);
        QVERIFY(plan.ok());
        evaluation.base = project.parent_path();
        evaluation.weights = fs::path(folder.path().toStdString()) / "snn.weights.h5";
        const RunResult measured = m_engine->start(evaluation)->wait();
        QVERIFY(measured.evaluation.has_value());
        QCOMPARE(measured.evaluation->accuracy, result.accuracy.back());
    }

    void framesOfEventsAreShownForAsLongAsNeuronsNeed()
    {
        for (const std::int64_t frames : {1, 3}) {
            QTemporaryDir folder;
            Document document = analog();
            Graph& graph = document.graph;
            const NodeId data = graph.find("Shapes"), show = graph.find("Show"), conv = graph.find("Conv 1");
            graph.apply(RemoveNode{show});
            graph.apply(SetParam{data, "duration_ms", 40.0});
            Node cut;
            cut.id = graph.nextId();
            cut.type = "transform.frames";
            cut.title = "Frames";
            cut.values.set("T", frames);
            graph.apply(AddNode{cut});
            graph.apply(Connect{{{data, "events"}, {cut.id, "events"}}});
            graph.apply(Connect{{{cut.id, "x"}, {conv, "x"}}});
            ConversionRequest request = requestFor(document);
            request.weights = train(*m_engine, document, folder.path().toStdString());
            const ConversionResult result = convertToSpiking(request);
            QVERIFY(result.report.complete());
            QCOMPARE(result.accuracy.size(), std::size_t(frames == 1 ? 64 : 66));   // as often as makes 64 of them or more
            QVERIFY2(result.analogAccuracy > 0.7, qPrintable(QString::number(result.analogAccuracy)));
            QVERIFY2(result.accuracy.back() >= result.analogAccuracy - 0.0301,
                     qPrintable(QString("%1 frames: %2 in the long run, %3 before").arg(frames).arg(result.accuracy.back()).arg(result.analogAccuracy)));
            QVERIFY(result.accuracy.front() < result.accuracy.back());
            const NodeId hold = result.document.graph.find("Hold");
            QCOMPARE(result.document.graph.node(hold).values.integer("times"), std::int64_t(frames == 1 ? 64 : 22));
            QVERIFY(makePlan(result.document.graph).ok());
        }
    }

    void aStoppedConversionEndsAtOnce()
    {
        std::stop_source stop;
        ConversionRequest request = requestFor(analog());
        request.stop = stop.get_token();
        request.progress = [&](double share, const std::string&) {
            if (share > 0.1)
                stop.request_stop();
        };
        QVERIFY_EXCEPTION_THROWN(convertToSpiking(request), CancelledError);
    }

private:
    std::unique_ptr<Engine> m_engine;
};

SPW_TEST_GUILESS(tst_Conversion)

} // namespace tst_conversion

#include "tst_conversion.moc"
