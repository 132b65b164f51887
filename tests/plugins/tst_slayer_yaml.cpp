// SPDX-License-Identifier: GPL-3.0-or-later
// SLAYER's descriptors come in as networks with their neuron, times and error.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/engine/network_access.h"
#include "core/exchange/exchange_job.h"
#include "plugins/slayer_yaml/slayer_yaml_importer.h"
#include "plugins/slayer_yaml/yaml_text.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

#include <QTemporaryDir>

namespace tst_slayer_yaml {

using namespace spw;
using namespace spw::slayeryaml;

namespace {

constexpr const char* kDescriptor = R"(simulation:
    Ts: 1.0
    tSample: 20
    nSample: 12   # samples
neuron:
    type:     SRMALPHA  # neuron type
    theta:    8
    tauSr:    5.0
    tauRef: 1.0
    scaleRef: 2
    tauRho:   0.5
    scaleRho: 1
layer:
    - {dim: 8x8x2}
    - {dim: 4c3z, wScale: 0.5}
    - dim: 2a
    - dim: 5
training:
    error:
        type: NumSpikes #ProbSpikes
        tgtSpikeRegion: {start: 2, stop: 18}
        tgtSpikeCount: {true: 9, false: 1}
    optimizer:
        lr: 0.02
)";

ImportResult imported(const std::string& text, const std::map<std::string, std::string>& options = {})
{
    QTemporaryDir folder;
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "network.yaml";
    writeFileAtomically(file, text);
    const SlayerYamlImporter importer;
    ImportRequest request;
    request.file = file;
    request.options = exchangeOptions(importer.options(), options, "the importer");
    request.open = engine::openNetwork;
    return importer.read(request);
}

} // namespace

class tst_SlayerYaml final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDescriptorBecomesANetworkThatCanBePlanned()
    {
        const ImportResult result = imported(kDescriptor);
        const Plan plan = makePlan(result.document.graph);
        for (const Diagnostic& d : plan.diagnostics)
            QVERIFY2(d.severity != Severity::Error, toText(d).c_str());
        const Graph& graph = result.document.graph;
        const Node& neurons = graph.node(graph.find("Neurons 1"));
        QCOMPARE(neurons.type, std::string("neuron.srm_alpha"));
        QCOMPARE(neurons.values.real("theta"), 8.0);
        QCOMPARE(neurons.values.real("tauSr"), 5.0);
        QCOMPARE(neurons.values.real("tauRho"), 0.5);
        QCOMPARE(graph.node(graph.find("Data")).values.text("shape"), std::string("2x8x8"));
        QCOMPARE(graph.node(graph.find("Data")).values.integer("T"), std::int64_t(20));
        QCOMPARE(graph.node(graph.find("Data")).values.integer("classes"), std::int64_t(5));
        const Node& loss = graph.node(graph.find("Number of spikes"));
        QCOMPARE(loss.values.real("region_start"), 2.0);
        QCOMPARE(loss.values.real("count_true"), 9.0);
        QCOMPARE(loss.values.real("count_false"), 1.0);
        QCOMPARE(graph.node(graph.find("BPTT")).values.real("learning_rate"), 0.02);
        QVERIFY(result.weights.arrays.count("Conv 1/weight") == 1);
        QVERIFY(result.report.complete());
    }

    void layersMayBeGivenWhereTheFileHasNone()
    {
        const std::string text = "neuron: {type: LOIHI, vThMant: 70, refDelay: 2}\nsimulation: {Ts: 1, tSample: 10}\n";
        const ImportResult result = imported(text, {{"shape", "2x6x6"}, {"layers", "3c3-7"}});
        const Graph& graph = result.document.graph;
        QCOMPARE(graph.node(graph.find("Neurons 2")).values.integer("vThMant"), std::int64_t(70));
        QCOMPARE(graph.node(graph.find("Dense 2")).values.integer("outFeatures"), std::int64_t(7));
    }

    void whatIsWrongIsNamedWithItsLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("no neuron") << "simulation: {Ts: 1, tSample: 10}\n";
        QTest::newRow("no simulation") << "neuron: {type: SRMALPHA}\n";
        QTest::newRow("unknown neuron") << "neuron: {type: CUBA}\nsimulation: {Ts: 1, tSample: 10}\n";
        QTest::newRow("no number") << "neuron: {theta: ten}\nsimulation: {Ts: 1, tSample: 10}\n";
        QTest::newRow("no steps") << "neuron: {theta: 10}\nsimulation: {Ts: 1, tSample: 0}\n";
        QTest::newRow("negative step") << "neuron: {theta: 10}\nsimulation: {Ts: -1, tSample: 10}\n";
        QTest::newRow("open bracket") << "neuron: {theta: 10\nsimulation: {Ts: 1, tSample: 10}\n";
        QTest::newRow("bracket of another kind") << "neuron: {theta: [ 10}\nsimulation: {Ts: 1, tSample: 10}\n";   // was read for ever
        QTest::newRow("brace of another kind") << "neuron: {theta: 10]\nsimulation: {Ts: 1, tSample: 10}\n";
        QTest::newRow("crooked") << "neuron:\n    theta: 10\n  tauSr: 3\nsimulation: {Ts: 1}\n";
        QTest::newRow("anchor") << "neuron: &a\nsimulation: *a\n";
        QTest::newRow("far too large") << "neuron: {theta: 10}\nsimulation: {Ts: 1, tSample: 10}\nlayer:\n  - {dim: 900x900x9}\n  - {dim: 1000000}\n";
        QTest::newRow("unknown layer") << "neuron: {theta: 10}\nsimulation: {Ts: 1, tSample: 10}\nlayer:\n  - {dim: 4x4x1}\n  - {dim: 3q}\n";
    }
    void whatIsWrongIsNamedWithItsLine()
    {
        QFETCH(QString, text);
        QVERIFY_THROWS_EXCEPTION(Error, imported(text.toStdString()));
    }

    void aDescriptorCutAnywhereIsReadOrRefused()
    {
        const std::string whole = kDescriptor;
        for (std::size_t size = 0; size < whole.size(); ++size)
            try {
                parseYaml(whole.substr(0, size), "cut");
            } catch (const Error& problem) {
                QVERIFY(!problem.where().empty());
            }
        QVERIFY_THROWS_EXCEPTION(Error, parseYaml("a: " + std::string(100'000, '['), "deep"));
    }

    void marksAndLineEndsOfOtherEditorsDoNotMatter()
    {
        const Yaml yaml = parseYaml("\xef\xbb\xbfneuron:\r\n  theta: 10\r\n", "windows");
        QVERIFY(yaml.find("neuron") && yaml.find("neuron")->find("theta"));
        QCOMPARE(yaml.find("neuron")->find("theta")->text, std::string("10"));
    }

    void onlyDescriptorsAreRecognised()
    {
        const SlayerYamlImporter importer;
        QVERIFY(importer.recognises("net.yaml", "neuron:\n  type: SRMALPHA"));
        QVERIFY(!importer.recognises("net.yaml", "something: else"));
        QVERIFY(!importer.recognises("net.txt", "neuron:"));
    }
};

SPW_TEST_GUILESS(tst_SlayerYaml)

} // namespace tst_slayer_yaml

#include "tst_slayer_yaml.moc"
