// SPDX-License-Identifier: GPL-3.0-or-later
// What the Python exporter writes builds the same network: every node type alone, whole networks, and in words where no
// PyTorch is at hand.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/document/examples.h"
#include "core/engine/network_access.h"
#include "core/exchange/exchange_job.h"
#include "core/nodes/surrogate_curve.h"
#include "plugins/python/python_exporter.h"
#include "plugins/python/python_value.h"
#include "plugins/python/reference.h"
#include "plugins/python/script.h"
#include "plugins/python/texts.h"
#include "tests/engine/every_node.h"
#include "tests/plugins/python_run.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

#include <fstream>

namespace tst_python_export {

using namespace spw;
using namespace spw::python;

namespace {

const char* idOf(Framework framework)
{
    return framework == Framework::Torch ? "torch" : framework == Framework::SpikingJelly ? "spikingjelly" : "snntorch";
}

void writeText(const std::filesystem::path& file, const std::string& text)
{
    std::ofstream(file, std::ios::binary) << text;
}

/// One node as a network that the exporter's parts can run.
class CaseRunner final : public NetworkRunner {
public:
    explicit CaseRunner(const test::NodeCase& made) : m_case(made), m_network(made.plan, 5, at::kCPU)
    {
        m_network.setTraining(false);
        // Numbers as a trained network has them, not those that layers start with.
        const at::NoGradGuard noGrad;
        for (const auto& entry : m_network.buffers())
            if (entry.name.find("running_mean") != std::string::npos)
                at::Tensor(entry.tensor).uniform_(-0.2, 0.2);
            else if (entry.name.find("running_var") != std::string::npos)
                at::Tensor(entry.tensor).uniform_(0.5, 1.5);
    }
    Weights weights() const override
    {
        Weights out;
        for (const auto& entries : {m_network.parameters(), m_network.buffers()})
            for (const auto& entry : entries) {
                const at::Tensor flat = entry.tensor.detach().to(at::kFloat).contiguous();
                out.arrays[entry.name] = {entry.tensor.sizes().vec(), std::vector<float>(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel())};
            }
        return out;
    }
    std::set<EdgeEnd> inputs() const override { return m_network.feeds(); }
    PortTensors run(const PortTensors& given, const std::set<EdgeEnd>& wanted) override
    {
        const at::NoGradGuard noGrad;
        engine::PortValues feeds;
        for (const auto& [end, value] : given) {
            feeds[end] = at::tensor(value.data, at::kFloat).view(value.shape);
            if (m_labels.count(end))
                feeds[end] = feeds[end].to(at::kLong);
        }
        m_network.reset();
        m_network.reseed(0);
        PortTensors out;
        for (const auto& [end, value] : m_network.forward(feeds, wanted))
            out[end] = plain(value);
        return out;
    }
    std::int64_t sampleCount(Split) override { return 2; }
    std::int64_t label(Split, std::int64_t) override { return 0; }
    PortTensors samples(Split, std::int64_t, std::int64_t) override
    {
        at::manual_seed(7);
        PortTensors out;
        for (const auto& [end, value] : test::valuesFor(m_case)) {
            out[end] = plain(value);
            if (value.scalar_type() == at::kLong)
                m_labels.insert(end);
        }
        return out;
    }

private:
    static PlainTensor plain(const at::Tensor& tensor)
    {
        const at::Tensor flat = tensor.detach().to(at::kFloat).contiguous();
        return {flat.sizes().vec(), {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()}};
    }
    const test::NodeCase& m_case;
    engine::Network m_network;
    std::set<EdgeEnd> m_labels;
};

/// The plan of a case, as the planner would have made it.
Plan planOf(const test::NodeCase& made)
{
    Plan plan = made.plan;
    for (std::size_t i = 0; i < made.feeds.size(); ++i)
        plan.ports[made.feeds[i]] = made.feedInfos[i];
    const PlannedNode& node = made.node();
    for (std::size_t i = 0; i < node.outputs.size(); ++i)
        plan.ports[{node.id, node.spec->outputs[i].name}] = node.outputs[i];
    return plan;
}

/// Writes the folder of one case; false if the framework refuses it.
bool writeCase(const test::NodeCase& made, Framework framework, const std::filesystem::path& folder)
{
    const Plan plan = planOf(made);
    const NetworkView view = networkView(plan);
    if (hasErrors(limitsOf(view, framework)))
        return false;
    CaseRunner runner(made);
    const Weights weights = runner.weights();
    std::vector<std::string> names;
    for (const auto& [name, array] : weights.arrays)
        names.push_back(name);
    const Script script = makeScript(plan, view, framework, made.text(), names);
    const Reference reference = makeReference(runner, plan, view, script, 2, 1);
    std::filesystem::create_directories(folder);
    writeText(folder / "model.py", script.text);
    writeText(folder / "weights.npz", weightsFile(weights, script));
    writeText(folder / "reference.npz", reference.file);
    writeText(folder / "check.py", checkScript(reference.spikes, 1e-5));
    return true;
}

/// Runs the check of every folder in one Python, then a step of training.
constexpr const char* kDriver = R"PY(
import contextlib, io, pathlib, sys, traceback, warnings
import torch
warnings.filterwarnings("ignore")
failed = 0
folders = sorted(p.parent for p in pathlib.Path(sys.argv[1]).glob("*/check.py"))
for folder in folders:
    for name in ("model", "check"):
        sys.modules.pop(name, None)
    sys.path.insert(0, str(folder))
    text = io.StringIO()
    try:
        with contextlib.redirect_stdout(text):
            import check
            code = check.main()
            if code == 0:
                import model, numpy
                network = model.load_weights(model.Network(), folder / "weights.npz").train()
                reference = numpy.load(folder / "reference.npz")
                given = {k[6:]: torch.from_numpy(reference[k]) for k in reference.files if k.startswith("input/")}
                for x in given.values():
                    x.requires_grad_(True)
                out = network(**given)
                out = sum(v.sum() for v in out.values()) if isinstance(out, dict) else out.sum()
                if out.requires_grad:
                    out.backward()
    except BaseException:
        text.write(traceback.format_exc())
        code = 1
    sys.path.pop(0)
    if code:
        failed += 1
        print("FAILED", folder.name, (folder / "model.py").read_text().split("class Network")[1][:400], text.getvalue()[-1500:], sep="\n")
print(f"{len(folders)} networks, {failed} failed")
sys.exit(1 if failed else 0)
)PY";

class Folder {
public:
    std::filesystem::path path() const { return m_dir.path().toStdString(); }

private:
    QTemporaryDir m_dir;
};

/// Draws a network: "type", its title and what is not as it starts; each wired to the one before it.
class Drawing {
public:
    NodeId add(const std::string& type, const std::string& title, const std::vector<std::pair<std::string, ParamValue>>& values,
               std::vector<EdgeEnd> from)
    {
        const NodeId id = m_document.graph.nextId();
        m_document.graph.apply(AddNode{{.id = id, .type = type, .title = title, .values = {}, .position = {}}});
        for (const auto& [name, value] : values)
            m_document.graph.apply(SetParam{id, name, value});
        const NodeSpec& spec = *builtinCatalog().find(type);
        for (std::size_t i = 0; i < from.size(); ++i)
            m_document.graph.apply(Connect{{from[i], {id, spec.inputs.at(i).name}}});
        return id;
    }
    EdgeEnd out(NodeId id) const { return {id, builtinCatalog().find(m_document.graph.node(id).type)->outputs.at(0).name}; }
    NodeId then(const std::string& type, const std::string& title, NodeId before,
                const std::vector<std::pair<std::string, ParamValue>>& values = {})
    {
        return add(type, title, values, {out(before)});
    }
    Graph& graph() { return m_document.graph; }
    Document document() const { return m_document; }

private:
    Document m_document;
};

/// A convolutional network, one with a short cut, one with a loop of wires.
std::map<std::string, Document> networks()
{
    using Values = std::vector<std::pair<std::string, ParamValue>>;
    std::map<std::string, Document> out;
    {
        Drawing d;
        const NodeId data = d.add("dataset.arrays", "Data", {{"shape", std::string("2x10x9")}, {"T", std::int64_t(6)}}, {});
        const NodeId conv = d.then("layer.conv2d", "Conv 1", data, {{"out_channels", std::int64_t(4)}, {"padding", std::vector<std::int64_t>{1, 1}}});
        const NodeId norm = d.then("layer.batch_norm2d", "Norm", conv);
        const NodeId lif = d.then("neuron.lif", "First neurons", norm,
                                  Values{{"tau", 2.5}, {"decay_input", false}, {"v_threshold", 0.7}, {"v_reset", ParamValue()},
                                         {"detach_reset", true}, {"surrogate", std::string("atan")}, {"alpha", 3.0}});
        const NodeId pool = d.then("layer.avg_pool2d", "Pool", lif);
        const NodeId flat = d.then("layer.flatten", "Flatten", pool);
        const NodeId linear = d.then("layer.linear", "Linear", flat, {{"out_features", std::int64_t(20)}});
        const NodeId plif = d.then("neuron.parametric_lif", "Out", linear, {{"v_threshold", 0.2}});
        const NodeId vote = d.then("layer.voting", "Voting", plif, {{"voting_size", std::int64_t(2)}});
        d.then("readout.rate", "Firing rate", vote);
        out.emplace("convolutions", d.document());
    }
    {
        Drawing d;
        const NodeId data = d.add("dataset.arrays", "class", {{"shape", std::string("12")}, {"T", std::int64_t(7)}}, {});
        const NodeId one = d.then("layer.linear", "import", data, {{"out_features", std::int64_t(12)}});
        const NodeId two = d.then("neuron.if", "1st / neuron", one);
        const NodeId three = d.then("layer.linear", "import", two, {{"out_features", std::int64_t(12)}});
        const NodeId four = d.then("neuron.if", "forward", three, {{"v_threshold", 0.3}});
        const NodeId join = d.add("container.residual", "ADD", {}, {d.out(four), d.out(two)});
        d.then("readout.spike_count", "Count", join);
        out.emplace("residual", d.document());
    }
    {
        Drawing d;
        const NodeId data = d.add("dataset.arrays", "Data", {{"shape", std::string("6")}, {"T", std::int64_t(9)}}, {});
        const NodeId in = d.then("layer.linear", "In", data, {{"out_features", std::int64_t(8)}});
        const NodeId sum = d.add("container.merge", "Sum", {}, {d.out(in)});
        const NodeId lif = d.then("neuron.lif", "Neurons", sum, {{"v_threshold", 0.3}});
        const NodeId back = d.then("layer.linear", "Back", lif, {{"out_features", std::int64_t(8)}});
        const NodeId delay = d.then("synapse.step_delay", "Delay", back);
        d.graph().apply(Connect{{d.out(delay), {sum, "b"}}});
        d.then("readout.rate", "Rate", lif);
        out.emplace("loop", d.document());
    }
    return out;
}

ExchangeReport exported(Document document, const std::string& framework, const std::filesystem::path& out, bool adapt = true)
{
    if (framework == "snntorch" && adapt) {   // what snnTorch has
        for (const auto& [id, node] : std::map<NodeId, Node>(document.graph.nodes())) {
            if (node.type == "neuron.parametric_lif")
                document.graph.apply(Batch{{RemoveNode{id}, AddNode{{.id = id, .type = "neuron.lif", .title = node.title, .values = {}, .position = {}}}}});
            if (node.type == "neuron.lif")
                document.graph.apply(SetParam{id, "v_reset", 0.0});
        }
        // What was wired to a node that was replaced.
        for (const auto& [id, node] : std::map<NodeId, Node>(document.graph.nodes()))
            if (node.title == "Out") {
                document.graph.apply(Connect{{{document.graph.find("Linear"), "y"}, {id, "x"}}});
                document.graph.apply(Connect{{{id, "s"}, {document.graph.find("Voting"), "x"}}});
            }
    }
    const PythonExporter exporter;
    ExportRequest request;
    request.document = document;
    request.out = out;
    request.options = exchangeOptions(exporter.options(), {{"framework", framework}}, "the exporter");
    request.open = engine::openNetwork;
    return exportProject(exporter, std::nullopt, request);
}

} // namespace

class tst_PythonExport final : public QObject {
    Q_OBJECT

    /// Cases of every type that the framework knows, all checked by one Python.
    void checkEveryNode(Framework framework, const QString& module)
    {
        if (!pythonHas("torch"))
            QSKIP("Python has no torch here.");
        if (!pythonHas(module))
            QSKIP("Python has no such framework here.");
        const Folder root;
        const QByteArray only = qgetenv("SPW_ONLY_NODE");
        int written = 0;
        for (const std::string& type : Library::of(framework).types()) {
            if (!only.isEmpty() && type.find(only.toStdString()) == std::string::npos)
                continue;
            const NodeSpec* spec = builtinCatalog().find(type);
            QVERIFY2(spec, type.c_str());
            const Block* block = Library::of(framework).find(type, spec->initialValues());
            if (framework != Framework::Torch && block && !block->own)
                continue;   // the same class as in plain PyTorch
            int number = 0, mine = 0;
            for (const test::NodeCase& made : test::casesOf(*spec, 10)) {
                if (mine == 12)
                    break;
                try {
                    mine += writeCase(made, framework, root.path() / (type + "_" + std::to_string(++number)));
                } catch (const std::exception& problem) {
                    QFAIL((made.text() + ": " + problem.what()).c_str());
                }
            }
            written += mine;
            QVERIFY2(mine > 0, (type + ": no case was written").c_str());
        }
        QVERIFY(written > 0);
        const std::filesystem::path driver = root.path() / "driver.py";
        writeText(driver, kDriver);
        const PythonResult result = runPython({QString::fromStdString(driver.string()), QString::fromStdString(root.path().string())});
        if (result.exitCode != 0 && qEnvironmentVariableIsSet("SPW_KEEP"))
            writeText(qgetenv("SPW_KEEP").toStdString(), result.output.toStdString());
        QVERIFY2(result.exitCode == 0, qPrintable(result.output.right(6000)));
        qInfo().noquote() << result.output.right(200).trimmed();
    }

private Q_SLOTS:
    void everyNodeComputesTheSameInPlainTorch() { checkEveryNode(Framework::Torch, "torch"); }
    void everyNodeComputesTheSameInSpikingJelly() { checkEveryNode(Framework::SpikingJelly, "spikingjelly.activation_based"); }
    void everyNodeComputesTheSameInSnnTorch() { checkEveryNode(Framework::SnnTorch, "snntorch"); }

    void wholeNetworksComputeTheSame_data()
    {
        QTest::addColumn<QString>("framework");
        QTest::newRow("torch") << "torch";
        QTest::newRow("spikingjelly") << "spikingjelly";
        QTest::newRow("snntorch") << "snntorch";
    }
    void wholeNetworksComputeTheSame()
    {
        QFETCH(QString, framework);
        if (!pythonHas("torch") || !pythonHas(framework == "spikingjelly" ? "spikingjelly.activation_based" : framework))
            QSKIP("Python has no such framework here.");
        const Folder root;
        for (const auto& [name, document] : networks()) {
            const std::filesystem::path folder = root.path() / name;
            const ExchangeReport report = exported(document, framework.toStdString(), folder);
            QVERIFY2(report.complete(), toText(report).c_str());
            const PythonResult result = runPython({QString::fromStdString((folder / "check.py").string())});
            QVERIFY2(result.exitCode == 0, qPrintable(QString::fromStdString(name) + "\n" + result.output.right(4000)));
            QVERIFY2(result.output.contains("the same"), qPrintable(result.output));
        }
    }

    void checkFindsAWrongWeight()
    {
        if (!pythonHas("torch"))
            QSKIP("Python has no torch here.");
        const Folder root;
        const std::filesystem::path folder = root.path() / "net";
        QVERIFY(exported(networks().at("convolutions"), "torch", folder).complete());
        std::string text = readFile(folder / "model.py", 1 << 20);
        const auto at = text.find("tau=2.5");
        QVERIFY(at != std::string::npos);
        writeText(folder / "model.py", text.replace(at, 7, "tau=9.5"));
        QCOMPARE(runPython({QString::fromStdString((folder / "check.py").string())}).exitCode, 1);
    }

    void theScriptReadsLikeTheNetwork()
    {
        const Folder root;
        const std::filesystem::path folder = root.path() / "net";
        const ExchangeReport report = exported(networks().at("convolutions"), "torch", folder);
        QVERIFY2(report.complete(), toText(report).c_str());
        const std::string text = readFile(folder / "model.py", 1 << 20);
        for (const char* line : {"class Network(nn.Module):", "class LIF(Stepwise):", "def load_weights(",
                                 "self.first_neurons = LIF(tau=2.5, decay_input=False, v_threshold=0.7, v_reset=None, detach_reset=True,",
                                 "surrogate=atan_slope(alpha=3.0))",
                                 "first_neurons = self.first_neurons(", "return firing_rate"})
            QVERIFY2(text.find(line) != std::string::npos, line);
        QVERIFY2(text.find("class KLIF") == std::string::npos, "Only what is used comes along.");
        for (const char* name : {"weights.npz", "reference.npz", "check.py", "README.md"})
            QVERIFY(std::filesystem::exists(folder / name));
        QCOMPARE(report.files.size(), std::size_t(5));
    }

    void theReferenceHasSpikesBeforeTrainingToo()
    {
        // First weights often leave layers silent on real samples: comparing zeros would prove nothing.
        const Folder root;
        const Document document = readDocument(readFile(findExample("default").file, 1 << 20), "default");
        const ExchangeReport report = exported(document, "torch", root.path() / "net");
        QVERIFY2(report.complete(), toText(report).c_str());
        for (const auto& [name, value] : report.numbers)
            if (name == "spikes in the reference")
                QVERIFY2(value > 1000, qPrintable(QString::number(value)));
        // What the loss and others read is told once.
        const std::string text = readFile(root.path() / "net" / "model.py", 1 << 20);
        QVERIFY(text.find("gives firing_rate") != std::string::npos);
        QCOMPARE(text.find("gives firing_rate"), text.rfind("gives firing_rate"));
    }

    void theSameNetworkGivesTheSameBytes()
    {
        const Folder root;
        const Document document = networks().at("loop");
        for (const char* name : {"a", "b"})
            QVERIFY(exported(document, "torch", root.path() / name).complete());
        for (const char* file : {"model.py", "weights.npz", "reference.npz", "check.py", "README.md"})
            QVERIFY2(readFile(root.path() / "a" / file, 1 << 24) == readFile(root.path() / "b" / file, 1 << 24), file);
    }

    void whatAFrameworkCannotSayIsRefusedWithReasonAndRemedy()
    {
        const Folder root;
        Document document = networks().at("convolutions");
        const NodeId neuron = document.graph.find("First neurons");
        const ExchangeReport soft = exported(document, "snntorch", root.path() / "soft", false);
        QVERIFY(!soft.complete());
        bool named = false;
        for (const ReportLine& line : soft.lines)
            named = named || (line.node == neuron && line.outcome == Outcome::Refused && !line.why.empty() && !line.fix.empty());
        QVERIFY(named);
        QVERIFY(!std::filesystem::exists(root.path() / "soft"));

        document.graph.apply(SetParam{neuron, "spiking", false});
        QVERIFY(!exported(document, "torch", root.path() / "smooth", false).complete());
    }

    void slopesAreThoseOfTheCatalogue()
    {
        if (!pythonHas("torch"))
            QSKIP("Python has no torch here.");
        const NodeSpec& spec = *builtinCatalog().find("neuron.lif");
        const std::vector<double> xs{-2.0, -1.0, -0.3, 0.1, 0.6, 2.5};
        std::string code = "import sys, math, torch\nxs = torch.tensor([-2.0, -1.0, -0.3, 0.1, 0.6, 2.5])\nworst = 0.0\n";
        const Library& library = Library::of(Framework::Torch);
        std::set<const Block*> used;
        std::string calls;
        for (const Choice& choice : spec.param("surrogate")->choices) {
            ParamValues values = spec.initialValues();
            values.set("surrogate", choice.id);
            const std::vector<double> slopes = surrogateSlopes(values, xs);
            const Block* block = library.surrogate(choice.id, false);
            used.insert(block);
            std::string list;
            for (const double slope : slopes)
                list += (list.empty() ? "" : ", ") + pythonText(slope);
            calls += "check('" + choice.id + "', " + block->defines.at(0) + "(), [" + list + "])\n";
        }
        code += library.textFor(used, "");
        code += "bad = []\ndef check(name, slope, wanted):\n    d = (slope(xs) - torch.tensor(wanted)).abs().max().item()\n"
                "    if not d < 1e-5: bad.append((name, d))\n" + calls + "print(bad)\nsys.exit(1 if bad else 0)\n";
        const Folder root;
        writeText(root.path() / "slopes.py", code);
        const PythonResult result = runPython({QString::fromStdString((root.path() / "slopes.py").string())});
        QVERIFY2(result.exitCode == 0, qPrintable(result.output.right(2000)));
    }

    void everyBlockStandsForANodeThatIsThere()
    {
        for (const Framework framework : {Framework::Torch, Framework::SpikingJelly, Framework::SnnTorch})
            for (const std::string& type : Library::of(framework).types())
                QVERIFY2(builtinCatalog().find(type), (std::string(idOf(framework)) + ": " + type).c_str());
    }

    void everySurrogateOfTheCatalogueHasASlope()
    {
        for (const Choice& choice : builtinCatalog().find("neuron.lif")->param("surrogate")->choices)
            for (const Framework framework : {Framework::Torch, Framework::SpikingJelly, Framework::SnnTorch})
                QVERIFY2(Library::of(framework).surrogate(choice.id, false), choice.id.c_str());
    }
};

SPW_TEST_GUILESS(tst_PythonExport)

} // namespace tst_python_export

#include "tst_python_export.moc"
