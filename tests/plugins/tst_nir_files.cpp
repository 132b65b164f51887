// SPDX-License-Identifier: GPL-3.0-or-later
// NIR files of others: what they hold, what they compute, and what is refused.
#include "core/base/atomic_file.h"
#include "core/data/dataset.h"
#include "nir_help.h"
#include "plugins/nir/flat_graph.h"
#include "plugins/nir/nir_file.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <sstream>

namespace tst_nir_files {

using namespace spw;
using namespace spw::test;

namespace {

std::filesystem::path samples(const char* folder)
{
    const QByteArray given = qgetenv("SPW_SAMPLES");
    const std::filesystem::path root = given.isEmpty() ? std::filesystem::path(SPW_SOURCE_DIR) / ".." / "shared" / "data"
                                                       : std::filesystem::path(given.toStdString());
    return root / folder;
}

#define NEED(path)                                                                                                      \
    if (!std::filesystem::exists(path))                                                                                 \
        QSKIP("no sample files here")

/// A column of a trace: input, v, spike.
std::vector<double> column(const std::filesystem::path& file, int which)
{
    std::ifstream in(file);
    std::vector<double> out;
    for (std::string line; std::getline(in, line);) {
        std::istringstream fields(line);
        std::string field;
        for (int i = 0; i <= which; ++i)
            std::getline(fields, field, ',');
        out.push_back(std::stod(field));
    }
    return out;
}

std::vector<int> stepsOf(const PlainTensor& spikes)
{
    std::vector<int> out;
    for (std::size_t t = 0; t < spikes.data.size(); ++t)
        if (spikes.data[t] != 0)
            out.push_back(int(t));
    return out;
}

std::vector<int> stepsOf(const std::vector<double>& spikes)
{
    std::vector<int> out;
    for (std::size_t t = 0; t < spikes.size(); ++t)
        if (spikes[t] != 0)
            out.push_back(int(t));
    return out;
}

const Node* titled(const Graph& graph, const std::string& title)
{
    for (const auto& [id, node] : graph.nodes())
        if (node.title == title)
            return &node;
    return nullptr;
}

/// What readers say of a file that is wrong.
std::string complaint(const nir::File& file, const QTemporaryDir& folder)
{
    const std::filesystem::path path = folder.filePath("wrong.nir").toStdString();
    nir::writeNir(path, file);
    try {
        const ImportResult result = imported(path);
        return result.report.complete() ? std::string() : toText(result.report);
    } catch (const Error& e) {
        return e.what();
    }
}

nir::Item numbers(std::vector<std::int64_t> shape, std::vector<double> values)
{
    return nir::itemOf(nir::Array{std::move(shape), std::move(values), nir::Number::Float32});
}

/// input (2) -> lif (2) -> output (2)
nir::File smallFile()
{
    nir::File file{"1.0.6", {}};
    file.node.type = "NIRGraph";
    nir::Node input, lif, output;
    input.type = "Input";
    output.type = "Output";
    input.fields["shape"] = output.fields["shape"] = nir::itemOf(nir::list({2}));
    lif.type = "LIF";
    for (const char* name : {"tau", "r", "v_threshold"})
        lif.fields[name] = numbers({2}, {1, 1});
    lif.fields["v_leak"] = lif.fields["v_reset"] = numbers({2}, {0, 0});
    file.node.nodes = {{"input", input}, {"lif", lif}, {"output", output}};
    file.node.edges = {{"input", "lif"}, {"lif", "output"}};
    return file;
}

/// The first bytes, as importers are shown them.
std::string headOf(const std::filesystem::path& file)
{
    return readFile(file, 1 << 24).substr(0, 4096);
}

} // namespace

class tst_NirFiles final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySampleBecomesAProjectWithoutProblems_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("nodes");
        for (const auto& [name, nodes] : std::vector<std::pair<const char*, int>>{
                 {"lif_norse", 4}, {"two_lif_neurons", 6}, {"cnn_sinabs", 15}, {"braille_bias_zero", 9}, {"all_primitives_a", 20},
                 {"subgraph_recurrent_a", 9}, {"conv1d", 3}})
            QTest::newRow(name) << QString(name) << nodes;
    }

    void everySampleBecomesAProjectWithoutProblems()
    {
        QFETCH(QString, name);
        QFETCH(int, nodes);
        const auto file = samples("nir") / (name.toStdString() + ".nir");
        NEED(file);
        QVERIFY(nir::looksLikeNir(file));
        const ImportResult result = imported(file);
        QVERIFY2(result.report.complete(), toText(result.report).c_str());
        QCOMPARE(int(result.document.graph.nodes().size()), nodes);
        QVERIFY(makePlan(result.document.graph).ok());
        const auto network = opener()({result.document, {}, result.weights});
        for (const auto& [parameter, array] : network->weights().arrays)   // nothing is left at its initial value
            QVERIFY2(result.weights.arrays.count(parameter), parameter.c_str());
        QCOMPARE(writeDocument(result.document), writeDocument(imported(file).document));
    }

    void theLifOfThePaperFiresAsInEachFramework_data()
    {
        QTest::addColumn<QString>("trace");
        QTest::addColumn<QString>("options");
        QTest::addColumn<double>("scale");
        QTest::newRow("Norse") << "lif_trace_norse" << "" << 1.0;
        QTest::newRow("snnTorch") << "lif_trace_snntorch" << "" << 25.0;
        QTest::newRow("sinabs") << "lif_trace_sinabs" << "method=exponential fires=reached reset=soft" << 1.0;
    }

    void theLifOfThePaperFiresAsInEachFramework()
    {
        QFETCH(QString, trace);
        QFETCH(QString, options);
        QFETCH(double, scale);
        const auto file = samples("nir") / "lif_norse.nir", norse = samples("nir") / "lif_trace_norse.csv";
        NEED(file);
        std::map<std::string, std::string> given{{"steps", "1000"}, {"dt", "0.0001"}};
        for (const QString& option : options.split(' ', Qt::SkipEmptyParts))
            given[option.section('=', 0, 0).toStdString()] = option.section('=', 1).toStdString();
        const ImportResult result = imported(file, given);
        const std::vector<double> input = column(norse, 0);
        QCOMPARE(input.size(), std::size_t(1000));
        const PlainTensor x{{1000, 1, 1}, {input.begin(), input.end()}};
        const PlainTensor spikes = answer(result.document, result.weights, x);
        const auto expected = samples("nir") / (trace.toStdString() + ".csv");
        QCOMPARE(stepsOf(spikes), stepsOf(column(expected, 2)));
        const auto network = opener()({result.document, {}, result.weights});
        const EdgeEnd v{probed(result.document.graph).node, "v"};
        const PlainTensor membrane = network->run({{*network->inputs().begin(), x}}, {v}).at(v);
        const std::vector<double> logged = column(expected, 1);
        double worst = 0;
        for (std::size_t t = 0; t < 1000; ++t)
            worst = std::max(worst, std::abs(double(membrane.data[t]) - logged[t] / scale));
        QVERIFY2(worst < 1e-6, qPrintable(QString::number(worst)));
    }

    /// The recurrent network of the paper against its equations, written out in double precision.
    void theBrailleNetworkFollowsItsEquations()
    {
        const auto file = samples("nir") / "braille_bias_zero.nir";
        NEED(file);
        const ImportResult result = imported(file);
        constexpr std::size_t kSteps = 200;
        PlainTensor x = noise({std::int64_t(kSteps), 1, 12}, 3, 0, 1);
        for (float& value : x.data)
            value = value > 1.0f ? 1.0f : 0.0f;
        const PlainTensor spikes = answer(result.document, result.weights, x);

        const nir::File raw = nir::readNir(file);
        const auto param = [&](const char* node, const char* name) { return raw.node.nodes.at(node).fields.at(name).array->values; };
        const auto affine = [&](const char* node, const std::vector<double>& in) {
            const std::vector<double> w = param(node, "weight");
            std::vector<double> out = param(node, "bias");
            for (std::size_t i = 0; i < out.size(); ++i)
                for (std::size_t j = 0; j < in.size(); ++j)
                    out[i] += w[i * in.size() + j] * in[j];
            return out;
        };
        struct State {
            std::vector<double> i, v, s;
        };
        const auto fire = [&](const char* node, State& state, const std::vector<double>& in) {
            constexpr double dt = 1e-4;
            const auto syn = param(node, "tau_syn"), mem = param(node, "tau_mem"), r = param(node, "r"), w = param(node, "w_in"),
                       th = param(node, "v_threshold");
            for (std::size_t k = 0; k < in.size(); ++k) {
                state.i[k] += dt / syn[k] * (w[k] * in[k] - state.i[k]);
                state.v[k] += dt / mem[k] * (r[k] * state.i[k] - state.v[k]);
                state.s[k] = state.v[k] > th[k] ? 1 : 0;
                state.v[k] = state.s[k] > 0 ? 0 : state.v[k];
            }
        };
        State hidden{std::vector<double>(38), std::vector<double>(38), std::vector<double>(38)}, out{std::vector<double>(7), std::vector<double>(7), std::vector<double>(7)};
        int fired = 0, wrong = 0;
        for (std::size_t t = 0; t < kSteps; ++t) {
            std::vector<double> current = affine("fc1", {x.data.begin() + std::ptrdiff_t(12 * t), x.data.begin() + std::ptrdiff_t(12 * (t + 1))});
            const std::vector<double> back = affine("lif1.w_rec", hidden.s);
            for (std::size_t k = 0; k < 38; ++k)
                current[k] += back[k];
            fire("lif1.lif", hidden, current);
            fire("lif2", out, affine("fc2", hidden.s));
            for (std::size_t k = 0; k < 7; ++k) {
                fired += out.s[k] > 0;
                wrong += (out.s[k] > 0) != (spikes.data[t * 7 + k] > 0);
            }
        }
        QVERIFY2(fired > 20, qPrintable(QString::number(fired)));
        QCOMPARE(wrong, 0);
    }

    void anEdgeToNobodyIsRefusedWithBothNamesAndRepairedOnDemand()
    {
        const auto file = samples("nir") / "braille_subgraph_bad_edge.nir";
        NEED(file);
        try {
            imported(file);
            QFAIL("it was read");
        } catch (const Error& e) {
            QVERIFY(QString(e.what()).contains("'lif'") && QString(e.what()).contains("'lif1' (CubaLIF)"));
        }
        const ImportResult result = imported(file, {{"repair_edges", "true"}});
        QVERIFY2(result.report.complete(), toText(result.report).c_str());
        QVERIFY(titled(result.document.graph, "lif1.lif1"));
        QVERIFY(makePlan(result.document.graph).ok());
    }

    void malformedSamplesAreRefusedInWords()
    {
        NEED(samples("malformed"));
        QVERIFY_THROWS_EXCEPTION(Error, imported(samples("nir") / "graph_data.h5"));
        const std::pair<const char*, const char*> cases[] = {{"nir_empty_graph.nir", "empty"}, {"nir_unknown_primitive.nir", "type"},
                                                             {"net_not_a_network.h5", "NIR"}};
        for (const auto& [name, word] : cases) {
            try {
                imported(samples("malformed") / name);
                QFAIL(name);
            } catch (const Error& e) {
                QVERIFY2(QString(e.what()).contains(word) && !e.fix().empty(), e.what());
            }
        }
    }

    /// Found by fuzzing: the HDF5 library reads address 0 when a name is looked up in this group.
    void aFileThatCrashesTheHdf5LibraryIsRefused()
    {
        const std::filesystem::path path = std::filesystem::path(SPW_SOURCE_DIR) / "tests" / "plugins" / "data" / "nir_damaged_group.nir";
        QVERIFY(!nir::NirImporter().recognises(path, headOf(path)));
        QVERIFY_THROWS_EXCEPTION(Error, imported(path));
    }

    void recordingsOfANirGraphAreSentToWhereTheyOpen()
    {
        const auto file = samples("nir") / "graph_data.h5";
        NEED(file);
        QVERIFY(nir::NirImporter().recognises(file, headOf(file)));   // so that the error tells what it is
        try {
            imported(file);
            QFAIL("it was read");
        } catch (const Error& e) {
            QVERIFY2(QString(e.what()).contains("as a recording"), e.what());
        }
    }

    void whatIsWrongIsSaidWithTheNodesName()
    {
        QTemporaryDir folder;
        const auto broken = [&](auto change) {
            nir::File file = smallFile();
            change(file.node);
            return complaint(file, folder);
        };
        const auto says = [](const std::string& text, const char* word) {
            return QString::fromStdString(text).contains(word);
        };
        QCOMPARE(broken([](nir::Node&) {}), std::string());
        QVERIFY(says(broken([](nir::Node& g) { g.nodes["lif"].fields["tau"] = numbers({2}, {1, 1e-6}); }), "'lif'"));
        QVERIFY(says(broken([](nir::Node& g) { g.nodes["lif"].fields["tau"] = numbers({2}, {1, -1}); }), "above 0"));
        QVERIFY(says(broken([](nir::Node& g) { g.nodes["lif"].fields["r"] = numbers({2}, {1, std::nan("")}); }), "finite"));
        QVERIFY(says(broken([](nir::Node& g) { g.nodes["lif"].fields["r"] = numbers({3}, {1, 2, 3}); }), "(3,)"));
        QVERIFY(says(broken([](nir::Node& g) { g.nodes["lif"].fields.erase("tau"); }), "'tau'"));
        QVERIFY(says(broken([](nir::Node& g) { g.nodes["lif"].fields["r"] = nir::itemOf(std::string("one")); }), "no array"));
        QVERIFY(says(broken([](nir::Node& g) { g.edges.push_back({"lif", "lifo"}); }), "'lifo'"));
        QVERIFY(says(broken([](nir::Node& g) { g.nodes["input"].fields["shape"] = nir::itemOf(nir::list({-2})); }), "whole number"));
        QVERIFY(says(broken([](nir::Node& g) { g.nodes["input"].fields["shape"] = nir::itemOf(nir::list({3})); }), "3"));
        QVERIFY(says(broken([](nir::Node& g) { g.edges = {{"lif", "output"}}; }), "lif"));
        QVERIFY(says(broken([](nir::Node& g) {
                         g.nodes["fc"].type = "Linear";
                         g.nodes["fc"].fields["weight"] = numbers({2, 5}, std::vector<double>(10, 1));
                         g.edges = {{"input", "fc"}, {"fc", "lif"}, {"lif", "output"}};
                     }), "fc"));
    }

    void smallThingsAreMadeGoodAndReported()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("odd.nir").toStdString();
        nir::File file = smallFile();
        nir::Node& lif = file.node.nodes["lif"];
        lif.fields.erase("v_reset");
        lif.fields["v_threshold"] = numbers({1}, {0.5});
        lif.fields["colour"] = nir::itemOf(std::string("blue"));
        lif.metadata["author"] = nir::itemOf(std::string("somebody"));
        file.node.metadata["title"] = nir::itemOf(std::string("a net"));
        file.node.edges.push_back({"input", "lif"});
        file.version.clear();
        nir::writeNir(path, file);
        const ImportResult result = imported(path);
        const QString text = QString::fromStdString(toText(result.report));
        QVERIFY2(result.report.complete(), qPrintable(text));
        QVERIFY(text.contains("v_reset") && text.contains("colour") && text.contains("twice"));
        const Node* node = titled(result.document.graph, "lif");
        QVERIFY(node && QString::fromStdString(node->extra).contains("blue") && QString::fromStdString(node->extra).contains("somebody"));
        QVERIFY(QString::fromStdString(result.document.extra).contains("a net"));
        QCOMPARE(std::get<std::vector<float>>(result.weights.arrays.at("lif/v_threshold").data), std::vector<float>{0.5f});
        // What was kept goes out again.
        exported(result.document, result.weights, path);
        const nir::File again = nir::readNir(path);
        QCOMPARE(again.node.metadata.at("title").text.value(), std::string("a net"));
        QCOMPARE(again.node.nodes.at("lif").metadata.at("author").text.value(), std::string("somebody"));
    }

    /// As PyTorch pads: what is odd goes to the far side.
    void samePaddingOfAnEvenKernelKeepsItsPlace()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("same.nir").toStdString();
        for (const int dilation : {1, 3}) {
            nir::File file = smallFile();
            file.node.nodes["input"].fields["shape"] = file.node.nodes["output"].fields["shape"] = nir::itemOf(nir::list({1, 10}));
            nir::Node conv;
            conv.type = "Conv1d";
            conv.fields["weight"] = numbers({1, 1, 4}, {1, 2, 3, 4});
            conv.fields["bias"] = numbers({1}, {0.5});
            for (const char* name : {"stride", "groups"})
                conv.fields[name] = nir::itemOf(nir::list({1}));
            conv.fields["dilation"] = nir::itemOf(nir::scalar(dilation, nir::Number::Int64));
            conv.fields["padding"] = nir::itemOf(std::string("same"));
            file.node.nodes["lif"] = conv;
            nir::writeNir(path, file);
            const ImportResult result = imported(path);
            const PlainTensor x = noise({2, 1, 1, 10}, 4, 0, 1), y = answer(result.document, result.weights, x);
            QCOMPARE(y.shape, x.shape);
            const int left = 3 * dilation / 2;
            for (int t = 0; t < 2; ++t)
                for (int i = 0; i < 10; ++i) {
                    double sum = 0.5;
                    for (int k = 0; k < 4; ++k)
                        if (const int at = i - left + k * dilation; at >= 0 && at < 10)
                            sum += (k + 1) * double(x.data[std::size_t(t * 10 + at)]);
                    QVERIFY(std::abs(sum - double(y.data[std::size_t(t * 10 + i)])) < 1e-5);
                }
        }
    }

    void onePrimitiveAloneIsAGraph()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("one.nir").toStdString();
        nir::File file{"0.2.0", smallFile().node.nodes.at("lif")};
        nir::writeNir(path, file);
        const ImportResult result = imported(path);
        QVERIFY2(result.report.complete(), toText(result.report).c_str());
        QVERIFY(makePlan(result.document.graph).ok());
    }

    void filesOfH5pyWithLzfAndOtherTypesAreRead()
    {
        const std::filesystem::path path = std::filesystem::path(SPW_SOURCE_DIR) / "tests" / "plugins" / "data" / "nir_lzf.nir";
        const nir::File file = nir::readNir(path);
        QCOMPARE(file.node.type, std::string("NIRGraph"));
        const nir::Array& weight = *file.node.nodes.at("fc").fields.at("weight").array;
        QCOMPARE(weight.shape, (std::vector<std::int64_t>{40, 30}));
        for (std::size_t i = 0; i < weight.values.size(); ++i)
            QCOMPARE(weight.values[i], double(i % 7) - 3);
        QVERIFY(makePlan(imported(path).document.graph).ok());
    }

    void nestedGraphsAreTakenApartWithTheirMetadata()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("nested.nir").toStdString();
        nir::File inner = smallFile(), outer = smallFile();
        inner.node.metadata["who"] = nir::itemOf(std::string("inside"));
        nir::File middle = smallFile();
        middle.node.nodes["lif"] = inner.node;
        outer.node.nodes["lif"] = middle.node;
        nir::writeNir(path, outer);
        const ImportResult result = imported(path);
        QVERIFY2(result.report.complete(), toText(result.report).c_str());
        QVERIFY(titled(result.document.graph, "lif.lif.lif"));
        QCOMPARE(result.document.graph.nodes().size(), std::size_t(3));
        QVERIFY(QString::fromStdString(result.document.extra).contains("inside"));
        QVERIFY(makePlan(result.document.graph).ok());
    }

    void loopsWaitBehindANeuron()
    {
        nir::FlatGraph graph;
        for (const char* type : {"Input", "Linear", "LIF", "Linear", "Output"})
            graph.nodes.push_back({type, {type, {}, {}, {}, {}}});
        graph.edges = {{0, 1}, {1, 2}, {2, 3}, {2, 4}, {3, 2}};
        nir::cutLoops(graph, {});
        QCOMPARE(graph.delayed, (std::set<std::pair<int, int>>{{2, 3}}));
    }

    void damagedFilesNeverCrash()
    {
        NEED(samples("nir"));
        QTemporaryDir folder;
        std::vector<std::string> files;
        for (const char* name : {"braille_bias_zero.nir", "all_primitives_a.nir", "lif_norse.nir"}) {
            std::ifstream in(samples("nir") / name, std::ios::binary);
            files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        }
        std::mt19937 random(5);
        const std::filesystem::path path = folder.filePath("damaged.nir").toStdString();
        for (int i = 0; i < 400; ++i) {
            std::string broken = files[std::size_t(i) % files.size()];
            for (int k = 0; k < 8; ++k)
                broken[random() % broken.size()] = char(random());
            if (i % 3 == 0)
                broken.resize(random() % broken.size());
            writeQuickly(path, broken);
            try {
                imported(path);
            } catch (const Error& e) {
                QVERIFY(!e.happened().empty());
            }
        }
    }
};

SPW_TEST_GUILESS(tst_NirFiles)

} // namespace tst_nir_files

#include "tst_nir_files.moc"
