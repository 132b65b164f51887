// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/exchange/inference_net.h"
#include "kernels/torch/aten.h"
#include "plugins/torchscript/torchscript_exporter.h"
#include "tests/plugins/networks.h"
#include "tests/plugins/python_program.h"
#include "tests/runner/registry.h"

#include <torch/csrc/jit/serialization/import.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace tst_torchscript {

using namespace spw;
using namespace spw::test;

namespace {

at::Tensor tensorOf(const PlainTensor& plain)
{
    at::Tensor out = at::empty(plain.shape, at::kFloat);
    std::copy(plain.data.begin(), plain.data.end(), out.data_ptr<float>());
    return out;
}

std::vector<at::Tensor> call(torch::jit::Module& module, const at::Tensor& x)
{
    const at::NoGradGuard noGrad;
    const c10::IValue out = module.forward({x});
    if (out.isTensor())
        return {out.toTensor()};
    std::vector<at::Tensor> list;
    for (const c10::IValue& one : out.toTupleRef().elements())
        list.push_back(one.toTensor());
    return list;
}

/// One neuron on a line of eight.
Graph neuronNet(const std::string& type, const Values& values)
{
    GraphBuilder b;
    putData(b, "8", 20);
    b.then(type, "Neuron", values);
    return b.graph;
}

} // namespace

class tst_TorchScript final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    torchscript::TorchScriptExporter m_exporter;

    std::filesystem::path file(const char* name) const { return m_folder.filePath(name).toStdString(); }

    /// Exports, loads with plain LibTorch and compares every output for `x`: spikes exactly, the rest within 1e-5.
    void compare(const Graph& graph, const std::string& operators, const PlainTensor& x, bool mustFire)
    {
        const Document document = documentOf(graph);
        const Weights weights = trainedWeights(document);
        const ExchangeReport report =
            m_exporter.write(requestFor(m_exporter, document, weights, file("net.pt"), {{"operators", operators}}));
        QVERIFY2(report.complete(), toText(report).c_str());
        torch::jit::Module module = torch::jit::load(file("net.pt").string());
        const Plan plan = makePlan(graph);
        Diagnostics problems;
        const InferenceNet net = inferenceNet(plan, nullptr, {.steps = 0, .otherNeurons = true, .target = ""}, problems);
        std::set<EdgeEnd> ends;
        for (const std::size_t out : net.outputs)
            ends.insert(net.ops[out].end);
        const PortTensors expected = engine::openNetwork({document, {}, weights})->run({{net.ops[net.inputs.at(0)].end, x}}, ends);
        const std::vector<at::Tensor> found = call(module, tensorOf(x));
        QCOMPARE(found.size(), net.outputs.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            const InferenceOp& op = net.ops[net.outputs[i]];
            const at::Tensor want = tensorOf(expected.at(op.end));
            QCOMPARE(found[i].sizes(), want.sizes());
            if (mustFire)
                QVERIFY2(want.abs().max().item<float>() > 0, "a test that sees no spike sees nothing");
            const float largest = std::max(1.0f, want.abs().max().item<float>());
            const float difference = (found[i] - want).abs().max().item<float>();
            const bool spikes = plan.ports.at(op.end).type == PortType::Spikes;
            QVERIFY2(difference <= (spikes ? 0.0f : 1e-5f * largest), (op.title + ": " + std::to_string(difference)).c_str());
        }
    }

private Q_SLOTS:
    void aLoadedFileGivesTheOutputsOfTheStudio_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("operators");
        for (const char* name : {"picture", "branched", "line", "volume", "image"})
            for (const char* operators : {"plain", "spw"})
                QTest::newRow((std::string(name) + ", " + operators).c_str()) << QString(name) << QString(operators);
    }
    void aLoadedFileGivesTheOutputsOfTheStudio()
    {
        QFETCH(QString, name);
        QFETCH(QString, operators);
        const Graph graph = namedNet(name.toStdString());
        Diagnostics problems;
        const Plan plan = makePlan(graph);
        const InferenceNet net = inferenceNet(plan, nullptr, {}, problems);
        for (const std::int64_t steps : {net.steps, net.steps + 4})   // a file takes any number of steps
            for (const bool spikes : {true, false}) {
                std::vector<std::int64_t> shape{3};
                if (net.ops[net.inputs.at(0)].overTime)
                    shape.insert(shape.begin(), steps);
                shape.insert(shape.end(), net.ops[net.inputs.at(0)].shape.begin(), net.ops[net.inputs.at(0)].shape.end());
                compare(graph, operators.toStdString(), drawn(shape, std::uint64_t(steps), spikes), true);
            }
    }

    void everyNeuronThatItKnowsSendsTheStudiosSpikes_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<Values>("values");
        QTest::addColumn<bool>("plain");
        const auto row = [](const char* type, const char* how, const Values& values, bool plain = true) {
            QTest::newRow((std::string(type) + ", " + how).c_str()) << QString(type) << values << plain;
        };
        const ParamValue soft = std::monostate{};
        row("neuron.if", "hard", {{"v_reset", -0.1}});
        row("neuron.if", "soft", {{"v_reset", soft}});
        for (const bool decay : {true, false}) {
            const char* how = decay ? "input leaks" : "input in full";
            row("neuron.lif", how, {{"tau", 3.3}, {"decay_input", decay}, {"v_threshold", 0.4}, {"v_reset", 0.1}});
            row("neuron.parametric_lif", how, {{"init_tau", 1.7}, {"decay_input", decay}, {"v_threshold", 0.4}, {"v_reset", soft}});
            row("neuron.klif", how, {{"tau", 2.7}, {"decay_input", decay}, {"v_threshold", 0.4}, {"scale_reset", decay}, {"v_reset", soft}});
        }
        row("neuron.klif", "hard", {{"tau", 2.7}, {"v_threshold", 0.4}, {"scale_reset", true}});
        row("neuron.qif", "as it is", {{"v_threshold", 0.7}});
        row("neuron.eif", "as it is", {{"v_threshold", 0.7}});
        row("neuron.adaptive", "coupled", {{"a", 0.3}, {"b", 0.2}, {"v_rest", 0.05}, {"w_rest", 0.1}, {"tau_w", 3.0}});
        row("neuron.izhikevich", "coupled", {{"a", 0.3}, {"b", 0.2}, {"tau_w", 3.0}, {"v_threshold", 0.8}});
        for (const char* act : {"relu", "leaky_relu", "sigmoid", "tanh", "identity"})
            row("neuron.liaf", act, {{"act", std::string(act)}, {"tau", 2.3}, {"v_threshold", 0.4}});
        row("neuron.psn", "as it is", {});
        row("neuron.masked_psn", "half masked", {{"k", whole(3)}, {"lambda_init", 0.5}});
        row("neuron.masked_psn", "causal", {{"k", whole(2)}, {"lambda_init", 1.0}});
        row("neuron.sliding_psn", "as it is", {{"k", whole(3)}});
        row("neuron.clif", "as it is", {}, false);
        row("neuron.i_lif", "as it is", {}, false);
        row("neuron.st_bif", "as it is", {}, false);
        row("neuron.sltt_lif", "as it is", {{"v_threshold", 0.4}}, false);
    }
    void everyNeuronThatItKnowsSendsTheStudiosSpikes()
    {
        QFETCH(QString, type);
        QFETCH(Values, values);
        QFETCH(bool, plain);
        const Graph graph = neuronNet(type.toStdString(), values);
        PlainTensor x = drawn({20, 6, 8}, 5, false);
        if (type.endsWith("psn"))   // it starts far below its threshold
            for (float& value : x.data)
                value *= 8;
        compare(graph, "spw", x, true);
        if (plain)
            compare(graph, "plain", x, true);
        else   // refused with the way out
            QVERIFY(m_exporter.limits(makePlan(graph), exchangeOptions(m_exporter.options(), {}, "the test"))[0].fix.find("spw") !=
                    std::string::npos);
    }

    void everyNodeIsWrittenRightOrRefused()
    {
        std::size_t written = 0;
        for (const OneNode& one : everyNodeAlone())
            for (const char* operators : {"plain", "spw"}) {
                const Plan plan = makePlan(one.graph);
                const ParamValues options = exchangeOptions(m_exporter.options(), {{"operators", operators}}, "the test");
                if (hasErrors(m_exporter.limits(plan, options)) || !one.ok)
                    continue;
                std::vector<std::int64_t> shape{4, 3};
                Diagnostics problems;
                const InferenceNet net = inferenceNet(plan, nullptr, {.steps = 0, .otherNeurons = true, .target = ""}, problems);
                if (net.inputs.empty() || net.ops[net.inputs[0]].title != "Data")
                    continue;   // an encoder that is left out
                shape.insert(shape.end(), net.ops[net.inputs[0]].shape.begin(), net.ops[net.inputs[0]].shape.end());
                compare(one.graph, operators, drawn(shape, 3, false), false);
                if (QTest::currentTestFailed())
                    QFAIL((one.type + " of " + one.shape + ", " + operators).c_str());
                ++written;
            }
        QVERIFY2(written >= 60, std::to_string(written).c_str());
    }

    void theFileTellsWhatGoesInAndOut()
    {
        const Document document = documentOf(branchedNet());
        m_exporter.write(requestFor(m_exporter, document, trainedWeights(document), file("told.pt")));
        torch::jit::ExtraFilesMap files{{"spikewright.json", ""}};
        const torch::jit::Module module = torch::jit::load(file("told.pt").string(), c10::nullopt, files);
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(files.at("spikewright.json"))).object();
        QCOMPARE(json["inputs"].toArray()[0].toObject()["shape"].toArray(), (QJsonArray{"T", "N", 2, 8, 8}));
        QCOMPARE(json["outputs"].toArray().size(), 2);
        QVERIFY(module.hasattr("stem"));
    }

    void parametersKeepTheirNames()
    {
        const Document document = documentOf(pictureNet());
        m_exporter.write(requestFor(m_exporter, document, trainedWeights(document), file("named.pt")));
        std::set<std::string> names;
        const torch::jit::Module module = torch::jit::load(file("named.pt").string());
        for (const auto& parameter : module.named_parameters())
            names.insert(parameter.name);
        QVERIFY(names.count("conv_1.weight") && names.count("bn_1.weight") && names.count("linear.bias") && !names.count("bn_1.running_mean"));
        QCOMPARE(module.named_buffers().size(), std::size_t(4));
    }

    void theSameNetworkGivesTheSameBytes()
    {
        const Document document = documentOf(pictureNet());
        const Weights weights = trainedWeights(document);
        m_exporter.write(requestFor(m_exporter, document, weights, file("one.pt")));
        m_exporter.write(requestFor(m_exporter, document, weights, file("two.pt")));
        QVERIFY(readFile(file("one.pt"), 1u << 30) == readFile(file("two.pt"), 1u << 30));
    }

    void whatCannotBeSaidIsRefusedWhileDrawing()
    {
        const std::vector<std::pair<const char*, std::map<std::string, ParamValue>>> odd{{"neuron.glif", {}}, {"layer.group_norm", {}},
                                                                   {"neuron.lif", {{"spiking", false}}}, {"neuron.qif", {{"spiking", false}}},
                                                                   {"neuron.klif", {{"spiking", false}}}};
        for (const auto& [type, params] : odd) {
            GraphBuilder b;
            putData(b, "4", 3);
            const NodeId id = b.then(type, "Odd one", params);
            const Plan plan = makePlan(b.graph);
            const Diagnostics limits = m_exporter.limits(plan, exchangeOptions(m_exporter.options(), {}, "the test"));
            QVERIFY(hasErrors(limits));
            QCOMPARE(limits[0].node, id);
            const Weights weights = engine::openNetwork({documentOf(b.graph), {}, std::nullopt})->weights();
            const ExchangeReport report = m_exporter.write(requestFor(m_exporter, documentOf(b.graph), weights, file("refused.pt")));
            QVERIFY(!report.complete());
            QVERIFY(!std::filesystem::exists(file("refused.pt")));
        }
    }

    void pythonLoadsBothForms_data()
    {
        QTest::addColumn<QString>("operators");
        QTest::newRow("plain") << "plain";
        QTest::newRow("spw") << "spw";
    }
    void pythonLoadsBothForms()
    {
        QFETCH(QString, operators);
        if (!hasPythonTorch())
            QSKIP("PyTorch for Python is not here");
        const Document document = documentOf(pictureNet());
        m_exporter.write(requestFor(m_exporter, document, trainedWeights(document), file("python.pt"),
                                    {{"operators", operators.toStdString()}}));
        const QString load = operators == "spw" ? "torch.ops.load_library('" SPW_OPS_LIBRARY "')\n" : "";
        const PythonResult result =
            runPython({"-c", "import torch\n" + load + "net = torch.jit.load('" + QString::fromStdString(file("python.pt").string()) +
                                 "').eval()\ny = net(torch.ones(5, 2, 2, 11, 11))\nprint(tuple(y.shape), float(y.sum()) > 0)\n"});
        QVERIFY2(result.code == 0 && result.text.contains("(2, 4) True"), result.text);
    }
};

SPW_TEST_GUILESS(tst_TorchScript)

} // namespace tst_torchscript

#include "tst_torchscript.moc"
