// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of PyTorch, NumPy and safetensors files find their places, and nothing in a file is run or believed unchecked.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/containers/npy_array.h"
#include "core/data/containers/zip_file.h"
#include "core/data/sha256.h"
#include "core/engine/network_access.h"
#include "core/exchange/exchange_job.h"
#include "plugins/python_weights/mapping.h"
#include "plugins/python_weights/pickle.h"
#include "plugins/python_weights/python_weights_importer.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

#include <nlohmann/json.hpp>

#include <fstream>
#include <limits>

namespace tst_python_weights {

using namespace spw;
using namespace spw::pythonweights;

namespace {

std::filesystem::path sample(const std::string& name) { return pathOf(samplesDir()) / "torch" / name; }

std::string littleBytes(std::uint64_t value, int count)
{
    std::string out;
    for (int i = 0; i < count; ++i)
        out += char(value >> (8 * i));
    return out;
}

std::string floats(const std::vector<float>& values)
{
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

std::string npzOf(const std::vector<std::tuple<std::string, std::vector<std::int64_t>, std::vector<float>>>& arrays)
{
    std::string file;
    ZipWriter zip([&](std::string_view bytes) { file += bytes; });
    for (const auto& [name, shape, values] : arrays)
        zip.add(name + ".npy", npyHeaderBytes("<f4", shape) + floats(values), true);
    zip.finish();
    return file;
}

/// A project: arrays -> conv -> norm -> neurons -> flatten -> linear, with these titles.
Document networkWith(const std::string& conv, const std::string& norm, const std::string& linear)
{
    Document document;
    Graph& graph = document.graph;
    NodeId last = 0;
    std::string port;
    const auto add = [&](const std::string& type, const std::string& title, const std::vector<std::pair<std::string, ParamValue>>& values) {
        const NodeId id = graph.nextId();
        graph.apply(AddNode{{.id = id, .type = type, .title = title, .values = {}, .position = {}}});
        for (const auto& [name, value] : values)
            graph.apply(SetParam{id, name, value});
        const NodeSpec& spec = *builtinCatalog().find(type);
        if (last != 0)
            graph.apply(Connect{{{last, port}, {id, spec.inputs[0].name}}});
        last = id;
        port = spec.outputs[0].name;
    };
    add("dataset.arrays", "Data", {{"shape", std::string("2x4x4")}, {"T", std::int64_t(3)}});
    add("layer.conv2d", conv, {{"out_channels", std::int64_t(3)}});
    add("layer.batch_norm2d", norm, {});
    add("neuron.lif", "LIF", {});
    add("layer.flatten", "Flatten", {});
    add("layer.linear", linear, {{"out_features", std::int64_t(4)}});
    return document;
}

ImportResult imported(const std::filesystem::path& file, const Document& onto, const std::map<std::string, std::string>& options = {})
{
    const PythonWeightsImporter importer;
    ImportRequest request;
    request.file = file;
    request.onto = onto;
    request.options = exchangeOptions(importer.options(), options, "the importer");
    request.open = engine::openNetwork;
    return importer.read(request);
}

double numberOf(const ExchangeReport& report, const std::string& name)
{
    for (const auto& [key, value] : report.numbers)
        if (key == name)
            return value;
    return -1;
}

/// True if reading ends in an Error or in tensors; anything else is a crash or another exception.
bool endsWell(const std::string& bytes, bool* refused = nullptr)
{
    try {
        readTensors(bytesInMemory(bytes, "bytes"));
        return true;
    } catch (const Error& problem) {
        if (refused)
            *refused = true;
        return !problem.happened().empty() && !problem.fix().empty();
    }
}

} // namespace

class tst_PythonWeights final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySampleIsReadAsItsExpectationSays_data()
    {
        QTest::addColumn<QString>("name");
        if (samplesDir().isEmpty())
            QSKIP("No samples here.");
        const auto expected = nlohmann::json::parse(readFile(sample("expected.json"), 1 << 24));
        for (const auto& [name, entry] : expected.items())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void everySampleIsReadAsItsExpectationSays()
    {
        QFETCH(QString, name);
        const auto expected = nlohmann::ordered_json::parse(readFile(sample("expected.json"), 1 << 24))[name.toStdString()];
        const std::shared_ptr<const ByteSource> file = openBytes(sample(name.toStdString()));
        QVERIFY(isTensorFile(file));
        if (!expected.contains("tensors")) {
            try {
                readTensors(file);
                QFAIL("It was not refused.");
            } catch (const Error& problem) {
                QVERIFY2(problem.happened().find("was not run") != std::string::npos || problem.happened().find("not run") != std::string::npos,
                         problem.what());
            }
            return;
        }
        const std::vector<ForeignTensor> tensors = readTensors(file);
        QCOMPARE(tensors.size(), expected["tensors"].size());
        std::size_t i = 0;
        for (const auto& [tensor, facts] : expected["tensors"].items()) {
            const auto found = std::find_if(tensors.begin(), tensors.end(), [&, n = tensor](const ForeignTensor& t) { return t.name == n; });
            QVERIFY2(found != tensors.end(), tensor.c_str());
            QCOMPARE("torch." + std::string(nameOf(found->type)), facts["dtype"].get<std::string>());
            QCOMPARE(found->shape, facts["shape"].get<std::vector<std::int64_t>>());
            Sha256 hash;
            hash.add(found->bytes.data(), found->bytes.size());
            QCOMPARE(hash.hex(), facts["sha256_c_order_le"].get<std::string>());
            double sum = 0;
            for (std::size_t k = 0; k < found->count(); ++k)
                sum += found->value(k);
            const double wanted = facts["sum"].get<double>();
            QVERIFY2(std::abs(sum - wanted) <= 1e-6 * std::max(1.0, std::abs(wanted)), tensor.c_str());
            ++i;
        }
        QVERIFY(i > 0);
    }

    void aFileOfAnyLengthIsReadOrRefused()
    {
        if (samplesDir().isEmpty())
            QSKIP("No samples here.");
        for (const char* name : {"state_dict_legacy.pt", "state_dict_zip.pt", "views_and_dtypes.pt"}) {
            const std::string whole = readFile(sample(name), 1 << 20);
            for (std::size_t size = 0; size < whole.size(); ++size)
                QVERIFY2(endsWell(whole.substr(0, size)), (std::string(name) + " cut at " + std::to_string(size)).c_str());
        }
    }

    void aFileWithAnyByteChangedIsReadOrRefused()
    {
        if (samplesDir().isEmpty())
            QSKIP("No samples here.");
        for (const char* name : {"state_dict_legacy.pt", "checkpoint_sj_zip.pth", "views_and_dtypes.pt"}) {
            std::string bytes = readFile(sample(name), 1 << 20);
            for (std::size_t i = 0; i < bytes.size(); ++i)
                for (const char other : {'\x00', '\xff', '(', 'R'}) {
                    const char was = bytes[i];
                    bytes[i] = other;
                    QVERIFY2(endsWell(bytes), (std::string(name) + " byte " + std::to_string(i)).c_str());
                    bytes[i] = was;
                }
        }
    }

    void aPickleCallsNothingThatIsNotListed_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        QTest::newRow("os.system") << QByteArray("\x80\x02" "cos\nsystem\n" "X\x02\x00\x00\x00ls\x85R.", 25);
        QTest::newRow("by stack") << QByteArray("\x80\x04\x8c\x05posix\x8c\x06system\x93.", 19);
        QTest::newRow("of torch") << QByteArray("\x80\x02" "ctorch.storage\n_load_from_bytes\n.");
        QTest::newRow("a list as a function") << QByteArray("\x80\x02])R.", 6);
        QTest::newRow("module attributes outside of TorchScript") << QByteArray("\x80\x02" "c__torch__.a\nB\n)\x81.");
    }
    void aPickleCallsNothingThatIsNotListed()
    {
        QFETCH(QByteArray, pickle);
        const std::string bytes(pickle.constData(), std::size_t(pickle.size()));
        QVERIFY_THROWS_EXCEPTION(Error, readPickle(bytes, "a pickle"));
    }

    void aListInItselfEnds()
    {
        // A list that holds itself, below a name: walking it must end.
        const std::string pickle("\x80\x02}X\x01\x00\x00\x00" "a]q\x00h\x00" "as.", 17);
        std::string file;
        ZipWriter zip([&](std::string_view bytes) { file += bytes; });
        zip.add("x/data.pkl", pickle, false);
        zip.finish();
        bool refused = false;
        QVERIFY(endsWell(file, &refused));
        QVERIFY(refused);
    }

    void aTensorMayNotReachPastItsStorage()
    {
        const auto pickleOf = [](std::uint8_t offset, std::uint8_t rows, std::uint8_t stride) {
            std::string p = "\x80\x02}X\x01";
            p += std::string("\0\0\0", 3) + "wctorch._utils\n_rebuild_tensor_v2\n((X" + littleBytes(7, 4) + "storagectorch\nFloatStorage\nX" +
                 littleBytes(1, 4) + "0X" + littleBytes(3, 4) + "cpuK\x04tQK";
            p += char(offset);
            p += "K";
            p += char(rows);
            p += "\x85K";
            p += char(stride);
            p += "\x85\x89" "ccollections\nOrderedDict\n)RtRs.";
            return p;
        };
        const auto fileOf = [&](const std::string& pickle) {
            std::string file;
            ZipWriter zip([&](std::string_view bytes) { file += bytes; });
            zip.add("x/data.pkl", pickle, false);
            zip.add("x/data/0", floats({1, 2, 3, 4}), false);
            zip.finish();
            return bytesInMemory(file, "tensor.pt");
        };
        const std::vector<ForeignTensor> good = readTensors(fileOf(pickleOf(1, 2, 2)));
        QCOMPARE(good.size(), std::size_t(1));
        QCOMPARE(good[0].bytes, floats({2, 4}));
        QVERIFY_THROWS_EXCEPTION(Error, readTensors(fileOf(pickleOf(1, 3, 2))));
        QVERIFY_THROWS_EXCEPTION(Error, readTensors(fileOf(pickleOf(4, 1, 1))));
        QCOMPARE(readTensors(fileOf(pickleOf(3, 200, 0)))[0].count(), std::size_t(200));   // the same number many times
    }

    void safetensorsAreRead()
    {
        const std::string header = R"({"__metadata__":{"format":"pt"},"fc.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},)"
                                   R"("fc.bias":{"dtype":"BF16","shape":[1],"data_offsets":[8,10]}})";
        const std::string file = littleBytes(header.size(), 8) + header + floats({0.5F, -2}) + std::string("\x40\x40", 2);
        const std::vector<ForeignTensor> tensors = readTensors(bytesInMemory(file, "net.safetensors"));
        QCOMPARE(tensors.size(), std::size_t(2));
        QCOMPARE(tensors[0].name, std::string("fc.weight"));
        QCOMPARE(tensors[0].value(1), -2.0);
        QCOMPARE(tensors[1].value(0), 3.0);
        for (std::size_t size = 0; size < file.size(); ++size)
            QVERIFY(endsWell(file.substr(0, size)));
        std::string wrong = file;
        wrong.replace(wrong.find("[0,8]"), 5, "[0,9]");
        QVERIFY_THROWS_EXCEPTION(Error, readTensors(bytesInMemory(wrong, "net.safetensors")));
    }

    void weightsFindTheirPlacesByOrderAndShape()
    {
        if (samplesDir().isEmpty())
            QSKIP("No samples here.");
        const Document document = networkWith("Conv", "Norm", "Linear");
        for (const char* name : {"state_dict_zip.pt", "state_dict_legacy.pt", "plain_dict_zip.pt", "checkpoint_sj_zip.pth", "script_module.pt"}) {
            const ImportResult result = imported(sample(name), document);
            QVERIFY2(result.report.complete(), toText(result.report).c_str());
            QCOMPARE(numberOf(result.report, "tensors mapped"), 8.0);
            QCOMPARE(numberOf(result.report, "of the file without a place"), 1.0);   // num_batches_tracked
            const auto& weight = std::get<std::vector<float>>(result.weights.arrays.at("Linear/weight").data);
            const std::vector<ForeignTensor> tensors = readTensors(openBytes(sample(name)));
            const auto theirs = std::find_if(tensors.begin(), tensors.end(), [](const ForeignTensor& t) { return t.name == "3.weight"; });
            QVERIFY(theirs != tensors.end());
            QCOMPARE(floats(weight), theirs->bytes);
        }
    }

    void aTrainedNetworkOfScriptsGivesTheSameOutput()
    {
        if (samplesDir().isEmpty())
            QSKIP("No samples here.");
        // The scripted module of the samples is conv, batch norm, flatten, linear without neurons.
        Document document = networkWith("Conv", "Norm", "Linear");
        const NodeId neurons = document.graph.find("LIF"), norm = document.graph.find("Norm"), flat = document.graph.find("Flatten");
        document.graph.apply(RemoveNode{neurons});
        document.graph.apply(Connect{{{norm, "y"}, {flat, "x"}}});
        const ImportResult result = imported(sample("script_module.pt"), document);
        NetworkRequest request;
        request.document = result.document;
        request.weights = result.weights;
        const auto network = engine::openNetwork(request);
        const NodeId data = document.graph.find("Data"), linear = document.graph.find("Linear");
        PlainTensor ones{{3, 1, 2, 4, 4}, std::vector<float>(96, 1.0F)};
        const PlainTensor out = network->run({{{data, "x"}, ones}}, {{linear, "y"}}).at({linear, "y"});
        const auto expected = nlohmann::json::parse(readFile(sample("expected.json"), 1 << 24))["script_module.pt"]["output"];
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(std::abs(out.data[i] - expected[i].get<float>()) < 1e-5F);
    }

    void namesComeBeforeOrder()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = pathOf(folder.path()) / "w.npz";
        const std::vector<float> kernel(54, 0.25F), three(3, 2.0F), big(48, -1.0F), four(4, 3.0F);
        writeFileAtomically(file, npzOf({{"module.fc_out.weight", {4, 12}, big}, {"module.fc_out.bias", {4}, four},
                                         {"First conv.weight", {3, 2, 3, 3}, kernel}, {"first_conv.bias", {3}, three}}));
        const ImportResult result = imported(file, networkWith("First conv", "Norm", "fc out"));
        QVERIFY2(result.report.complete(), toText(result.report).c_str());
        QCOMPARE(numberOf(result.report, "tensors mapped"), 4.0);
        QCOMPARE(numberOf(result.report, "of the network without a tensor"), 4.0);   // of the norm
        QCOMPARE(std::get<std::vector<float>>(result.weights.arrays.at("fc out/weight").data), big);
        QCOMPARE(std::get<std::vector<float>>(result.weights.arrays.at("First conv/bias").data), three);
    }

    void namesThatCountOtherwiseGiveWayToOrder()
    {
        // A row of layers in which the norm is "conv.1" and a network that calls its first convolution "Conv 1".
        QTemporaryDir folder;
        const std::filesystem::path file = pathOf(folder.path()) / "w.npz";
        const std::vector<float> kernel(54, 0.25F), three(3, 2.0F), mean(3, 0.5F), big(48, -1.0F), four(4, 3.0F);
        writeFileAtomically(file, npzOf({{"conv.0.weight", {3, 2, 3, 3}, kernel}, {"conv.0.bias", {3}, mean}, {"conv.1.weight", {3}, three},
                                         {"conv.1.bias", {3}, three}, {"conv.1.running_mean", {3}, mean}, {"conv.1.running_var", {3}, three},
                                         {"fc.1.weight", {4, 12}, big}, {"fc.1.bias", {4}, four}}));
        const ImportResult result = imported(file, networkWith("Conv 1", "BN 1", "Linear"));
        QVERIFY2(result.report.complete(), toText(result.report).c_str());
        QCOMPARE(numberOf(result.report, "tensors mapped"), 8.0);
        QCOMPARE(std::get<std::vector<float>>(result.weights.arrays.at("Conv 1/weight").data), kernel);
        QCOMPARE(std::get<std::vector<float>>(result.weights.arrays.at("BN 1/weight").data), three);
        QCOMPARE(std::get<std::vector<float>>(result.weights.arrays.at("BN 1/running_mean").data), mean);

        // Three alike in a row, of which two names agree by accident: the order of the file is that of the network.
        std::vector<Target> targets;
        std::vector<ForeignTensor> tensors;
        for (int k = 0; k < 3; ++k) {
            targets.push_back({"Conv " + std::to_string(k + 1) + "/weight", NodeId(k + 1), "Conv " + std::to_string(k + 1), "weight", {2}, true});
            tensors.push_back({"conv." + std::to_string(k + 1) + ".weight", NumberType::Float32, {2}, floats({float(k), 0})});
        }
        const auto order = [&] {
            std::vector<std::size_t> found(targets.size());
            for (const Mapping::Pair& pair : mapTensors(targets, tensors, {}).pairs)
                found[pair.target] = pair.tensor;
            return found;
        };
        QCOMPARE(order(), (std::vector<std::size_t>{0, 1, 2}));
        tensors[0].name = "conv.0.weight", tensors[1].name = "conv.3.weight", tensors[2].name = "conv.6.weight";
        QCOMPARE(order(), (std::vector<std::size_t>{0, 1, 2}));
        // Where every name is meant, the order of the file says nothing.
        tensors[0].name = "conv.3.weight", tensors[1].name = "conv.1.weight", tensors[2].name = "conv.2.weight";
        QCOMPARE(order(), (std::vector<std::size_t>{1, 2, 0}));
    }

    void whatIsNoWeightIsLeftOutAndTold()
    {
        QTemporaryDir folder;
        const Document document = networkWith("Conv", "Norm", "Linear");
        std::string npz;
        ZipWriter zip([&](std::string_view bytes) { npz += bytes; });
        zip.add("Linear.bias.npy", npyHeaderBytes("<f4", {4}) + floats({1, 2, 3, 4}), true);
        zip.add("made_by.npy", npyHeaderBytes("<U2", {}) + std::string("a\0\0\0b\0\0\0", 8), true);
        zip.add("seen.npy", npyHeaderBytes("<u8", {}) + littleBytes(9, 8), true);
        zip.finish();
        const std::string header = R"({"Linear.bias":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},)"
                                   R"("scale":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[16,18]}})";
        const std::string safe = littleBytes(header.size(), 8) + header + floats({1, 2, 3, 4}) + "ab";
        for (const auto& [name, bytes] : {std::pair("w.npz", npz), std::pair("w.safetensors", safe)}) {
            const std::filesystem::path file = pathOf(folder.path()) / name;
            writeFileAtomically(file, bytes);
            const ImportResult result = imported(file, document);
            QVERIFY2(result.report.complete(), toText(result.report).c_str());
            QCOMPARE(std::get<std::vector<float>>(result.weights.arrays.at("Linear/bias").data), (std::vector<float>{1, 2, 3, 4}));
            const std::string text = toText(result.report);
            QVERIFY2(text.find("It holds no weights") != std::string::npos, text.c_str());
        }
    }

    void valuesThatAreNoNumbersAreTold()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = pathOf(folder.path()) / "w.npz";
        writeFileAtomically(file, npzOf({{"Linear.bias", {4}, {1, std::numeric_limits<float>::quiet_NaN(), 3, std::numeric_limits<float>::infinity()}}}));
        const std::string text = toText(imported(file, networkWith("Conv", "Norm", "Linear")).report);
        QVERIFY2(text.find("2 of 4 values are infinite or no numbers") != std::string::npos, text.c_str());
    }

    void aFileThatIsCutShortIsKnownAndSaid()
    {
        QTemporaryDir folder;
        const PythonWeightsImporter importer;
        const std::string npz = npzOf({{"Linear.bias", {4}, {1, 2, 3, 4}}});
        const std::string header = R"({"Linear.bias":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}})";
        const std::string safe = littleBytes(header.size(), 8) + header + floats({1, 2, 3, 4});
        for (const auto& [name, bytes] : {std::pair("w.npz", npz.substr(0, npz.size() - 30)), std::pair("w.safetensors", safe.substr(0, 40))}) {
            const std::filesystem::path file = pathOf(folder.path()) / name;
            writeFileAtomically(file, bytes);
            QVERIFY2(importer.recognises(file, ""), name);
            QVERIFY_THROWS_EXCEPTION(Error, imported(file, networkWith("Conv", "Norm", "Linear")));
        }
    }

    void aShapeThatDiffersIsRefusedOrLeftOutOnDemand()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = pathOf(folder.path()) / "w.npz";
        writeFileAtomically(file, npzOf({{"Linear.weight", {5, 12}, std::vector<float>(60, 1.0F)}, {"Linear.bias", {4}, {1, 2, 3, 4}}}));
        const Document document = networkWith("Conv", "Norm", "Linear");
        const ImportResult strict = imported(file, document);
        QVERIFY(!strict.report.complete());
        QCOMPARE(numberOf(strict.report, "shapes that differ"), 1.0);
        const ImportResult partial = imported(file, document, {{"partial", "true"}});
        QVERIFY2(partial.report.complete(), toText(partial.report).c_str());
        QCOMPARE(std::get<std::vector<float>>(partial.weights.arrays.at("Linear/bias").data), (std::vector<float>{1, 2, 3, 4}));
    }

    void placesMayBeGivenByHand()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = pathOf(folder.path()) / "w.npz", map = pathOf(folder.path()) / "map.json";
        writeFileAtomically(file, npzOf({{"a", {4}, {1, 2, 3, 4}}, {"b", {4}, {5, 6, 7, 8}}}));
        writeFileAtomically(map, R"({"b": "Linear/bias", "a": null})");
        const Document document = networkWith("Conv", "Norm", "Linear");
        const ImportResult result = imported(file, document, {{"map", map.string()}});
        QCOMPARE(std::get<std::vector<float>>(result.weights.arrays.at("Linear/bias").data), (std::vector<float>{5, 6, 7, 8}));
        writeFileAtomically(map, R"({"c": "Linear/bias"})");
        QVERIFY_THROWS_EXCEPTION(Error, imported(file, document, {{"map", map.string()}}));
        writeFileAtomically(map, R"(["b"])");
        QVERIFY_THROWS_EXCEPTION(Error, imported(file, document, {{"map", map.string()}}));
    }

    void aFileThatFitsNowhereIsRefused()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = pathOf(folder.path()) / "w.npz";
        writeFileAtomically(file, npzOf({{"x", {7}, std::vector<float>(7, 1.0F)}}));
        QVERIFY(!imported(file, networkWith("Conv", "Norm", "Linear")).report.complete());
        const PythonWeightsImporter importer;
        QVERIFY(importer.recognises(file, ""));
        writeFileAtomically(file, "something else");
        QVERIFY(!importer.recognises(file, ""));
        QVERIFY(!importer.recognises(pathOf(folder.path()) / "missing.pt", ""));
    }
};

SPW_TEST_GUILESS(tst_PythonWeights)

} // namespace tst_python_weights

#include "tst_python_weights.moc"
