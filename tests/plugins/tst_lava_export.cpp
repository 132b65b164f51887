// SPDX-License-Identifier: GPL-3.0-or-later
// Networks leave as lava-dl itself would write them, and what cannot be written is said.
#include "core/engine/network_access.h"
#include "core/engine_api.h"
#include "core/exchange/exchange_job.h"
#include "plugins/lava/lava_exporter.h"
#include "plugins/lava/lava_importer.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <hdf5.h>

#include <cmath>
#include <fstream>

namespace tst_lava_export {

using namespace spw;
using namespace spw::lavanet;

namespace {

/// A data set of a file: type, shape and bytes in one text.
using Tree = std::map<std::string, std::string>;

herr_t collect(hid_t parent, const char* name, const H5L_info_t*, void* out)
{
    auto& [path, tree] = *static_cast<std::pair<std::string, Tree>*>(out);
    const hid_t object = H5Oopen(parent, name, H5P_DEFAULT);
    const std::string inner = path + "/" + name;
    if (H5Iget_type(object) == H5I_GROUP) {
        std::pair<std::string, Tree> below{inner, {}};
        H5Literate(object, H5_INDEX_NAME, H5_ITER_INC, nullptr, collect, &below);
        tree.merge(below.second);
    } else {
        const hid_t type = H5Dget_type(object), space = H5Dget_space(object);
        hsize_t extents[8] = {};
        const int rank = H5Sget_simple_extent_dims(space, extents, nullptr);
        std::string text =
            "class " + std::to_string(H5Tget_class(type)) + " size " + std::to_string(H5Tget_size(type)) + " shape";
        for (int i = 0; i < rank; ++i)
            text += " " + std::to_string(extents[i]);
        text += H5Sget_simple_extent_type(space) == H5S_SCALAR ? " scalar: " : ": ";
        if (H5Tis_variable_str(type) > 0) {
            char* value = nullptr;
            H5Dread(object, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, &value);
            text += value;
            text += H5Tget_cset(type) == H5T_CSET_UTF8 ? " (utf8)" : "";
            H5Dvlen_reclaim(type, space, H5P_DEFAULT, &value);
        } else {
            std::string bytes(std::size_t(H5Sget_simple_extent_npoints(space)) * H5Tget_size(type), '\0');
            H5Dread(object, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data());
            if (H5Tget_class(type) == H5T_FLOAT) { // -0 and 0 are the same bias
                std::vector<float> values(bytes.size() / 4);
                std::memcpy(values.data(), bytes.data(), bytes.size());
                for (const float value : values)
                    text += std::to_string(value + 0.0F) + " ";
            } else {
                text += QByteArray(bytes.data(), qsizetype(bytes.size())).toHex().toStdString();
            }
        }
        tree[inner] = text;
        H5Tclose(type);
        H5Sclose(space);
    }
    H5Oclose(object);
    return 0;
}

Tree treeOf(const std::filesystem::path& file)
{
    const hid_t handle = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    std::pair<std::string, Tree> out;
    H5Literate(handle, H5_INDEX_NAME, H5_ITER_INC, nullptr, collect, &out);
    H5Fclose(handle);
    return out.second;
}

std::string bytesOf(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

ExportRequest requestFor(Document document, Weights weights, const std::filesystem::path& out,
                         const std::map<std::string, std::string>& options = {})
{
    ExportRequest request;
    request.document = std::move(document);
    request.weights = std::move(weights);
    request.out = out;
    request.options = exchangeOptions(LavaExporter().options(), options, "the exporter");
    request.open = engine::openNetwork;
    return request;
}

ImportResult imported(const std::filesystem::path& file, const std::map<std::string, std::string>& options = {})
{
    const LavaImporter importer;
    ImportRequest request;
    request.file = file;
    request.options = exchangeOptions(importer.options(), options, "the importer");
    request.open = engine::openNetwork;
    return importer.read(request);
}

/// Nodes one behind the other, from a data node on.
class Line {
public:
    Line& add(const std::string& type, const std::string& title,
              const std::vector<std::pair<std::string, ParamValue>>& params = {})
    {
        Graph& graph = document.graph;
        Node node;
        node.id = graph.nextId();
        node.type = type;
        node.title = title;
        const NodeSpec* spec = graph.catalog().find(type);
        node.values = spec->initialValues();
        for (const auto& [name, value] : params)
            node.values.set(name, value);
        const NodeId id = node.id;
        graph.apply(AddNode{node});
        if (last != 0)
            for (std::size_t i = 0; i < spec->inputs.size(); ++i)
                graph.apply(Connect{{{last, graph.spec(last)->outputs.at(i).name}, {id, spec->inputs[i].name}}});
        last = id;
        return *this;
    }
    /// Moving shapes seen by an event camera: data that are not silent and need no file.
    static Line moving()
    {
        Line line;
        line.add("dataset.synthetic_dvs", "Shapes",
                 {{"width", std::int64_t(16)},
                  {"height", std::int64_t(16)},
                  {"train_samples", std::int64_t(20)},
                  {"test_samples", std::int64_t(12)}});
        line.add("transform.frames", "Frames", {{"T", std::int64_t(12)}});
        return line;
    }
    Line& conv(const std::string& title, std::int64_t channels, bool bias = false, std::int64_t padding = 1)
    {
        return add("layer.conv2d", title,
                   {{"out_channels", channels},
                    {"bias", bias},
                    {"kernel_size", std::vector<std::int64_t>{3, 3}},
                    {"padding", std::vector<std::int64_t>{padding, padding}}});
    }
    Line& lif(const std::string& title, double threshold = 0.25, bool leaks = false)
    {
        return add("neuron.lif", title, {{"decay_input", leaks}, {"v_threshold", threshold}});
    }
    Line& linear(const std::string& title, std::int64_t out, bool bias = false)
    {
        return add("layer.linear", title, {{"out_features", out}, {"bias", bias}});
    }
    Diagnostics limits(const std::map<std::string, std::string>& options = {}) const
    {
        const LavaExporter exporter;
        return exporter.limits(makePlan(document.graph), exchangeOptions(exporter.options(), options, "the exporter"));
    }
    Weights weights() const { return engine::openNetwork({document, {}, std::nullopt})->weights(); }
    ExchangeReport write(const std::filesystem::path& out, const std::map<std::string, std::string>& options = {}) const
    {
        return LavaExporter().write(requestFor(document, weights(), out, options));
    }

    Document document;
    NodeId last = 0;
};

double numberOf(const std::vector<std::pair<std::string, double>>& numbers, const std::string& name)
{
    for (const auto& [key, value] : numbers)
        if (key == name)
            return value;
    return std::nan("");
}

const ReportLine* lineOf(const ExchangeReport& report, const std::string& name)
{
    for (const ReportLine& line : report.lines)
        if (line.name == name)
            return &line;
    return nullptr;
}

bool mentions(const Diagnostics& list, Severity severity, const std::string& node, const std::string& port)
{
    return std::any_of(list.begin(), list.end(), [&](const Diagnostic& d) {
        return d.severity == severity && d.nodeName == node && d.port == port && !d.what.empty() && !d.why.empty() &&
               !d.fix.empty();
    });
}

} // namespace

class tst_LavaExport final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aNetworkOfLavaLeavesAsLavaWroteIt_data()
    {
        QTest::addColumn<QString>("network");
        if (samplesDir().isEmpty())
            QSKIP("no samples");
        for (const QString& network : QDir(samplesDir() + "/lava-zoo").entryList({"*.net"}))
            QTest::newRow(network.toUtf8().constData()) << samplesDir() + "/lava-zoo/" + network;
        for (const char* network : {"oxford", "mnist_mlp"})
            QTest::newRow(network) << samplesDir() + "/lava-nets/" + network + ".net";
    }

    void aNetworkOfLavaLeavesAsLavaWroteIt()
    {
        QFETCH(QString, network);
        const QTemporaryDir folder;
        const auto out = pathOf(folder.path()) / "again.net";
        const ImportResult project = imported(pathOf(network));
        const ExchangeReport report =
            LavaExporter().write(requestFor(project.document, project.weights, out, {{"preview", "1"}}));
        QVERIFY2(report.complete(), toText(report).c_str());
        const Tree ours = treeOf(out), theirs = treeOf(pathOf(network));
        for (const auto& [path, text] : theirs) {
            QVERIFY2(ours.count(path), path.c_str());
            QVERIFY2(ours.at(path) == text,
                     (path + ": " + ours.at(path).substr(0, 200) + " instead of " + text.substr(0, 200)).c_str());
        }
        for (const auto& [path, text] : ours)
            QVERIFY2(theirs.count(path), ("not in lava-dl's file: " + path).c_str());
        LavaExporter().write(
            requestFor(project.document, project.weights, pathOf(folder.path()) / "twice.net", {{"preview", "0"}}));
        QVERIFY(bytesOf(out) == bytesOf(pathOf(folder.path()) / "twice.net"));
        QCOMPARE(numberOf(report.numbers, "largest spike distance"), 0.0);
    }

    void aPlainNetworkIsRoundedAndPreviewed()
    {
        const QTemporaryDir folder;
        const auto out = pathOf(folder.path()) / "plain.net";
        const Line line = Line::moving()
                              .conv("Conv", 4)
                              .lif("LIF 1")
                              .add("layer.flatten", "Flatten")
                              .linear("Linear", 10)
                              .lif("LIF 2")
                              .add("readout.rate", "Rate");
        const ExchangeReport report = line.write(out);
        QVERIFY2(report.complete(), toText(report).c_str());
        const ReportLine* conv = lineOf(report, "Conv");
        QVERIFY(conv && conv->outcome == Outcome::Quantised);
        QVERIFY(numberOf(conv->numbers, "largest weight error") > 0 && numberOf(conv->numbers, "largest weight error") <= 1);
        QCOMPARE(numberOf(conv->numbers, "share clipped"), 0.0);
        const double distance = numberOf(conv->numbers, "spike distance");
        QVERIFY2(distance > 0 && distance < 0.3, qPrintable(QString::number(distance)));
        QVERIFY(numberOf(conv->numbers, "spikes float") > 100 && numberOf(conv->numbers, "spikes quantised") > 100);
        QCOMPARE(numberOf(report.numbers, "preview samples"), 12.0);
        QVERIFY(numberOf(report.numbers, "same answers") >= 0.5);
        QCOMPARE(lineOf(report, "Rate")->outcome, Outcome::Skipped);
        const Tree tree = treeOf(out);
        QVERIFY(holds(tree.at("/layer/0/type"), QByteArray("conv").toHex().toStdString()));
        QCOMPARE(tree.count("/layer/0/bias"), std::size_t(0));
        QVERIFY(holds(tree.at("/layer/0/neuron/iDecay"), "0010000000000000"));  // 4096
        QVERIFY(holds(tree.at("/layer/0/neuron/vDecay"), "0008000000000000"));  // tau 2
        QVERIFY(holds(tree.at("/layer/0/neuron/vThMant"), "1000000000000000")); // a quarter of 64
    }

    void aScaleForEachLayerComesCloser()
    {
        const QTemporaryDir folder;
        const Line line =
            Line::moving().conv("Conv", 4).lif("LIF 1").add("layer.flatten", "Flatten").linear("Linear", 10).lif("LIF 2");
        const ExchangeReport fixed = line.write(pathOf(folder.path()) / "a.net"),
                             own = line.write(pathOf(folder.path()) / "b.net", {{"scale", "0"}});
        QVERIFY(own.complete());
        const auto advised = [](const ExchangeReport& report) {
            return std::count_if(report.lines.begin(), report.lines.end(), [](const ReportLine& l) { return holds(l.fix, "scale=0"); });
        };
        QVERIFY2(advised(fixed) == 1 && advised(own) == 0, toText(fixed).c_str());   // the wide layer; the convolution has enough levels
        QCOMPARE(numberOf(lineOf(own, "Linear")->numbers, "share clipped"), 0.0);
        QVERIFY(numberOf(own.numbers, "largest spike distance") < 0.5 * numberOf(fixed.numbers, "largest spike distance"));
    }

    // Rounded weights, and thresholds that no sum of them meets: a membrane just at the threshold fires here, but not there.
    void aNetworkThatIsAlreadyRoundIsExact()
    {
        const QTemporaryDir folder;
        Line line = Line::moving()
                        .conv("Conv", 4)
                        .add("neuron.if", "IF 1", {{"v_threshold", 0.265625}})
                        .add("layer.flatten", "Flatten")
                        .linear("Linear", 10)
                        .add("neuron.if", "IF", {{"v_threshold", 0.265625}});
        Weights weights = line.weights();
        for (auto& [name, array] : weights.arrays)
            for (float& value : std::get<std::vector<float>>(array.data))
                value = std::round(value * 32) / 32;
        const ExchangeReport report = LavaExporter().write(requestFor(line.document, weights, pathOf(folder.path()) / "a.net"));
        QCOMPARE(numberOf(lineOf(report, "Conv")->numbers, "largest weight error"), 0.0);
        QVERIFY2(numberOf(report.numbers, "largest spike distance") == 0, toText(report).c_str());
    }

    void whatLearnedWithTheRoundingOnLeavesAsItIs()
    {
        const QTemporaryDir folder;
        Line line = Line::moving().conv("Conv", 4).add("neuron.if", "IF 1", {{"v_threshold", 0.265625}}).add("layer.flatten", "Flatten");
        line.linear("Linear", 10).add("neuron.if", "IF 2", {{"v_threshold", 0.265625}}).add("readout.rate", "Rate");
        Graph& graph = line.document.graph;
        for (const char* layer : {"Conv", "Linear"})
            graph.apply(SetParam{graph.find(layer), "weight_grid", std::string("lava")});
        const auto put = [&](const char* type, const char* title) {
            Node node;
            node.id = graph.nextId();
            node.type = type;
            node.title = title;
            const NodeId id = node.id;
            graph.apply(AddNode{node});
            return id;
        };
        const NodeId loss = put("loss.cross_entropy", "Loss"), learner = put("learner.bptt", "BPTT");
        graph.apply(Connect{{{graph.find("Rate"), "y"}, {loss, "y"}}});
        graph.apply(Connect{{{graph.find("Shapes"), "label"}, {loss, "label"}}});
        graph.apply(Connect{{{loss, "loss"}, {learner, "loss"}}});
        graph.apply(SetParam{learner, "epochs", std::int64_t(2)});

        const char* reason = nullptr;
        const std::unique_ptr<Engine> engine(spwCreateEngine(kEngineApi, &reason));
        QVERIFY2(engine, reason);
        RunRequest run;
        run.document = line.document;
        run.runDir = pathOf(folder.path()) / "run";
        run.monitorSeconds = 0;
        engine->start(run)->wait();
        const Weights trained = readWeights(run.runDir / "checkpoints" / "latest" / "weights.h5");
        const auto& raw = std::get<std::vector<float>>(trained.arrays.at("Linear/weight").data);
        QVERIFY(std::any_of(raw.begin(), raw.end(), [](float w) { return w * 32 != std::nearbyint(w * 32); }));   // it learned between the steps

        const ExchangeReport report = LavaExporter().write(requestFor(line.document, trained, pathOf(folder.path()) / "a.net"));
        QVERIFY2(report.complete(), toText(report).c_str());
        for (const char* layer : {"Conv", "Linear"}) {
            QCOMPARE(numberOf(lineOf(report, layer)->numbers, "largest weight error"), 0.0);
            QCOMPARE(numberOf(lineOf(report, layer)->numbers, "share clipped"), 0.0);
        }
        QVERIFY2(numberOf(report.numbers, "largest spike distance") == 0, toText(report).c_str());
    }

    void batchNormGoesIntoWeightsAndBias()
    {
        const QTemporaryDir folder;
        Line line = Line::moving()
                        .conv("Conv", 4, true)
                        .add("layer.batch_norm2d", "BN")
                        .lif("LIF 1")
                        .add("layer.flatten", "Flatten")
                        .linear("Linear", 10)
                        .lif("LIF 2");
        QVERIFY(mentions(line.limits(), Severity::Error, "Conv", "bias"));
        QVERIFY(mentions(line.limits({{"rules", "wider"}, {"fold_batch_norm", "false"}}), Severity::Error, "BN", ""));
        Weights weights = line.weights();
        std::size_t n = 0;
        for (auto& [name, array] : weights.arrays)
            if (name.find("BN/") == 0 && name.find("num_batches") == std::string::npos)
                for (float& value : std::get<std::vector<float>>(array.data))
                    value = 0.1F + 0.2F * float(n++ % 7);
        const ExchangeReport report = LavaExporter().write(
            requestFor(line.document, weights, pathOf(folder.path()) / "a.net", {{"rules", "wider"}, {"scale", "0"}}));
        QVERIFY2(report.complete(), toText(report).c_str());
        QVERIFY2(numberOf(report.numbers, "largest spike distance") < 0.1, toText(report).c_str());
        QVERIFY(numberOf(lineOf(report, "Conv")->numbers, "spikes float") > 100);
        QVERIFY(treeOf(pathOf(folder.path()) / "a.net").count("/layer/0/bias"));
    }

    void leakingInputsAreWrittenWithAHigherThreshold()
    {
        const QTemporaryDir folder;
        const Line line = Line::moving()
                              .conv("Conv", 4)
                              .lif("LIF 1", 0.25, true)
                              .add("layer.flatten", "Flatten")
                              .linear("Linear", 10)
                              .lif("LIF 2", 0.1, true);
        QVERIFY(mentions(line.limits(), Severity::Error, "LIF 1", "decay_input"));
        const ExchangeReport report = line.write(pathOf(folder.path()) / "a.net", {{"rules", "wider"}, {"scale", "0"}});
        QVERIFY2(report.complete(), toText(report).c_str());
        QVERIFY2(numberOf(report.numbers, "largest spike distance") < 0.1, toText(report).c_str());
        QVERIFY(numberOf(lineOf(report, "Conv")->numbers, "spikes float") > 100);
    }

    void averagePoolsAreSummedOrMerged_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<bool>("dense");
        for (const char* target : {"slayer", "netx"})
            for (const bool dense : {false, true})
                QTest::addRow("%s %s", target, dense ? "dense" : "conv") << target << dense;
    }

    void averagePoolsAreSummedOrMerged()
    {
        QFETCH(QString, target);
        QFETCH(bool, dense);
        const QTemporaryDir folder;
        Line line = Line::moving().conv("Conv", 4).lif("LIF 1").add("layer.avg_pool2d", "Pool");
        if (!dense)
            line.conv("Conv 2", 6).lif("LIF 2");
        line.add("layer.flatten", "Flatten").linear("Linear", 10).lif("LIF 3", 0.1);
        const ExchangeReport report =
            line.write(pathOf(folder.path()) / "a.net", {{"target", target.toStdString()}, {"scale", "0"}});
        QVERIFY2(report.complete(), toText(report).c_str());
        QVERIFY2(numberOf(report.numbers, "largest spike distance") < 0.15, toText(report).c_str());
        QVERIFY(numberOf(lineOf(report, "Linear")->numbers, "spikes float") > 20);
        const Tree tree = treeOf(pathOf(folder.path()) / "a.net");
        const std::string pool = QByteArray("pool").toHex().toStdString();
        const bool written = std::any_of(tree.begin(), tree.end(), [&](const auto& entry) { return holds(entry.second, pool); });
        QCOMPARE(written, target == "slayer");
        if (target == "netx")
            QVERIFY(holds(tree.at("/layer/0/type"), QByteArray("input").toHex().toStdString()));
    }

    void aPoolWithNeuronsOfItsOwnFiresAsBefore()
    {
        const QTemporaryDir folder;
        const Line line = Line::moving()
                              .conv("Conv", 4)
                              .lif("LIF 1")
                              .add("layer.avg_pool2d", "Pool")
                              .add("neuron.if", "IF", {{"v_threshold", 0.6}})
                              .add("layer.flatten", "Flatten")
                              .linear("Linear", 10)
                              .lif("LIF 2", 0.1);
        const ExchangeReport report = line.write(pathOf(folder.path()) / "a.net", {{"scale", "0"}});
        QVERIFY2(report.complete(), toText(report).c_str());
        QVERIFY2(numberOf(lineOf(report, "Pool")->numbers, "spike distance") < 0.1, toText(report).c_str());
        QVERIFY(mentions(line.limits({{"target", "netx"}}), Severity::Error, "Pool", ""));
    }

    void whatCannotBeWrittenIsRefusedWithARemedy()
    {
        const auto refused = [](const Line& line, const std::string& node, const std::string& port,
                                const std::map<std::string, std::string>& options = {}) {
            const Diagnostics found = line.limits(options);
            if (!mentions(found, Severity::Error, node, port)) {
                for (const Diagnostic& d : found)
                    qWarning("%s", toText(d).c_str());
                return false;
            }
            return true;
        };
        QVERIFY(refused(Line::moving().conv("Conv", 4, true).lif("LIF"), "Conv", "bias"));
        QVERIFY(refused(Line::moving().conv("Conv", 4).add("neuron.if", "IF", {{"v_reset", std::monostate{}}}), "IF", "v_reset"));
        QVERIFY(refused(Line::moving().conv("Conv", 4).add("neuron.if", "IF", {{"v_reset", -0.5}}), "IF", "v_reset"));
        QVERIFY(refused(Line::moving().conv("Conv", 4).add("neuron.if", "IF", {{"v_threshold", 0.001}}), "IF", "v_threshold"));
        QVERIFY(refused(Line::moving().conv("Conv", 4).add("layer.max_pool2d", "Max").lif("LIF"), "Max", ""));
        QVERIFY(refused(Line::moving().conv("Conv", 4).lif("LIF").add("layer.max_pool2d", "Max").conv("C 2", 2).lif("LIF 2"),
                        "Max", ""));
        QVERIFY(refused(Line::moving().conv("Conv", 4).add("neuron.izhikevich", "Iz"), "Iz", ""));
        QVERIFY(refused(Line::moving().conv("Conv", 4).conv("Conv 2", 4).lif("LIF"), "Conv 2", ""));
        QVERIFY(refused(Line::moving().conv("Conv", 4).lif("LIF").lif("LIF 2"), "LIF 2", ""));
        QVERIFY(refused(Line::moving().conv("Conv", 4).lif("LIF").add("synapse.axon_delay", "Delays"), "Delays", "",
                        {{"target", "netx"}}));
        Line loop = Line::moving().conv("Conv", 4).lif("LIF").add("layer.flatten", "Flatten");
        QVERIFY(!refused(loop, "Flatten", ""));
        const NodeId fork = loop.last;
        loop.linear("Linear", 4).lif("LIF 2");
        loop.last = fork;
        loop.linear("Side", 4).lif("LIF 3");
        QVERIFY(refused(loop, "Side", ""));
    }

    void allRefusalsAreToldAtOnce()
    {
        const Line line = Line::moving()
                              .conv("Conv", 4, true)
                              .lif("LIF 1", 1, true)
                              .add("layer.max_pool2d", "Max")
                              .conv("Conv 2", 4, true)
                              .add("neuron.izhikevich", "Iz")
                              .add("layer.flatten", "Flatten")
                              .linear("Linear", 3)
                              .lif("LIF 2", -1);
        const Diagnostics found = line.limits();
        for (const auto& [node, port] : {std::pair("Conv", "bias"), std::pair("LIF 1", "decay_input"), std::pair("Max", ""),
                                         std::pair("Conv 2", "bias"), std::pair("Iz", ""), std::pair("LIF 2", "v_threshold")})
            QVERIFY2(mentions(found, Severity::Error, node, port), node);
    }

    void resetsWithinASampleAreAnOptionOfTheLoader()
    {
        if (samplesDir().isEmpty())
            QSKIP("no samples");
        const QTemporaryDir folder;
        const ImportResult project =
            imported(pathOf(samplesDir()) / "lava-nets/tiny.net", {{"reset_interval", "7"}, {"steps", "20"}});
        const ExchangeReport report =
            LavaExporter().write(requestFor(project.document, project.weights, pathOf(folder.path()) / "a.net"));
        QVERIFY(report.complete());
        QVERIFY(std::any_of(report.lines.begin(), report.lines.end(),
                            [](const ReportLine& line) { return holds(line.fix, "reset_interval=7"); }));
        QCOMPARE(numberOf(report.numbers, "largest spike distance"), 0.0);
        QVERIFY(numberOf(lineOf(report, "Conv 1")->numbers, "spikes float") > 0);
    }

    void aRefusalOfTheWeightsWritesNothing()
    {
        const QTemporaryDir folder;
        const auto out = pathOf(folder.path()) / "a.net";
        const Line line = Line::moving().conv("Conv", 4).lif("LIF");
        Weights weights = line.weights();
        for (auto& [name, array] : weights.arrays)
            for (float& value : std::get<std::vector<float>>(array.data))
                value = 0;
        const ExchangeReport report = LavaExporter().write(requestFor(line.document, weights, out, {{"target", "netx"}}));
        QVERIFY(!report.complete());
        QVERIFY(!std::filesystem::exists(out));
    }

    void aDrawnNetworkThatIsNotWholeStillHasItsLimits()
    {
        Line line;
        line.add("dataset.arrays", "Data", {{"shape", std::string("nonsense")}})
            .conv("Conv", 4)
            .lif("LIF", -1)
            .add("layer.avg_pool2d", "Pool")
            .linear("L", 3);
        QVERIFY(hasErrors(line.limits()));
        QVERIFY(hasErrors(line.limits({{"target", "netx"}})));
        QVERIFY(hasErrors(Line().limits()));
    }
};

SPW_TEST_GUILESS(tst_LavaExport)

} // namespace tst_lava_export

#include "tst_lava_export.moc"
