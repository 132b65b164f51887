// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged networks: files of every importer with bytes changed, cut, doubled and lengths made huge. Whatever happens must be an
// Error or a network, soon. tests/fuzz does the same without end.
#include "core/base/atomic_file.h"
#include "core/exchange/exchange_job.h"
#include "core/exchange/plugin_host.h"
#include "core/plan/plan.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <QElapsedTimer>
#include <QtTest>

#include <fstream>
#include <random>

namespace tst_import_mutations {

using namespace spw;

namespace {

std::string damaged(std::string bytes, std::mt19937& random)
{
    const auto place = [&] { return bytes.empty() ? 0 : random() % (random() % 2 ? bytes.size() : std::min<std::size_t>(bytes.size(), 2000)); };
    for (std::uint32_t n = 1 + random() % 4; n > 0 && !bytes.empty(); --n)
        switch (random() % 5) {
        case 0: bytes[place()] = char(random()); break;
        case 1: bytes[place()] ^= char(1 << random() % 8); break;
        case 2: bytes.resize(std::max(place(), place())); break;
        case 3: bytes.insert(place(), bytes.substr(place(), random() % 64)); break;
        default:   // a length
            for (std::size_t at = place(), k = 0; k < (random() % 2 ? 4u : 8u) && at + k < bytes.size(); ++k)
                bytes[at + k] = random() % 3 ? char(0xff) : char(0x7f);
        }
    return bytes;
}

struct Kind {
    const char* name;                 // of the importer; null: a project
    std::vector<std::string> whole;   // files as they should be
};

/// A network without weights: importers of weights read their file before they find that nothing fits.
class NoNetwork final : public NetworkRunner {
public:
    Weights weights() const override { return {}; }
    std::set<EdgeEnd> inputs() const override { return {}; }
    PortTensors run(const PortTensors&, const std::set<EdgeEnd>&) override { return {}; }
    std::int64_t sampleCount(Split) override { return 0; }
    PortTensors samples(Split, std::int64_t, std::int64_t) override { return {}; }
    std::int64_t label(Split, std::int64_t) override { return 0; }
};

std::vector<std::string> samplesIn(const char* folder, const std::vector<std::string>& suffixes)
{
    std::vector<std::string> out;
    if (!samplesDir().isEmpty())
        for (const auto& entry : std::filesystem::directory_iterator(pathOf(samplesDir()) / folder))
            if (entry.file_size() < 70'000 && std::count(suffixes.begin(), suffixes.end(), entry.path().extension().string()) > 0)
                out.push_back(readFile(entry.path(), 1 << 20));
    return out;
}

void import(const Importer& importer, const std::filesystem::path& file)
{
    importer.recognises(file, readFile(file, 1 << 20).substr(0, 4096));
    ImportRequest request;
    request.file = file;
    request.options = exchangeOptions(importer.options(), {}, "the test");
    request.open = [](const NetworkRequest&) { return std::make_unique<NoNetwork>(); };
    if (importer.needsNetwork())
        request.onto = Document();
    const ImportResult result = importer.read(request);
    makePlan(result.document.graph);
    writeDocument(result.document);
}

const char* const kDescriptor = "simulation:\n  Ts: 1.0\n  tSample: 20\nneuron: {type: SRMALPHA, theta: 8, tauSr: 5.0, tauRef: 1.0}\n"
                                "layer:\n  - {dim: 8x8x2}\n  - {dim: 4c3z, wScale: 0.5}\n  - dim: 2a\n  - dim: 5\n"
                                "training:\n  error: {type: NumSpikes, tgtSpikeCount: {true: 9, false: 1}}\n";

} // namespace

class tst_ImportMutations final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void damagedNetworksGiveErrorsOrNetworks()
    {
        const std::filesystem::path own = std::filesystem::path(SPW_SOURCE_DIR) / "tests" / "plugins" / "data";
        const PluginHost host({std::filesystem::path(SPW_BIN_DIR).parent_path() / "lib" / "spikewright" / "plugins"});
        std::vector<Kind> kinds{{"lava", samplesIn("lava-zoo", {".net"})},
                                {"nir", samplesIn("nir", {".nir"})},
                                {"python-weights", samplesIn("torch", {".pt", ".pth"})},
                                {"slayer-yaml", {kDescriptor}},
                                {nullptr, {}}};
        kinds[1].whole.push_back(readFile(own / "nir_lzf.nir", 1 << 20));
        kinds[2].whole.push_back(std::string("\x3a\0\0\0\0\0\0\0", 8) + R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}    )" + "01234567");
        for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(SPW_SOURCE_DIR) / "resources" / "examples"))
            if (entry.path().extension() == ".spw" && entry.file_size() < 30'000)
                kinds[4].whole.push_back(readFile(entry.path(), 1 << 20));

        QTemporaryDir dir;
        std::mt19937 random(1);
        for (const Kind& kind : kinds) {
            const std::string name = kind.name ? kind.name : "project";
            const Importer* const importer = kind.name ? &host.importer(kind.name) : nullptr;
            QVERIFY2(!kind.whole.empty() || samplesDir().isEmpty(), name.c_str());
            // A process of its own looks through each HDF5 file: a hundred times slower than the others.
            const qint64 milliseconds = name == "lava" || name == "nir" ? 4000 : 1000;
            QElapsedTimer timer;
            timer.start();
            qint64 slowest = 0, readings = 0;
            while (!kind.whole.empty() && timer.elapsed() < milliseconds) {
                const std::string bad = damaged(kind.whole[random() % kind.whole.size()], random);
                const std::filesystem::path file = pathOf(dir.path()) / (name + std::to_string(readings));
                writeQuickly(file, bad);
                QElapsedTimer one;
                one.start();
                try {
                    if (importer)
                        import(*importer, file);
                    else
                        makePlan(loadDocument(file).graph);
                } catch (const Error& error) {
                    QVERIFY2(!error.happened().empty() && !error.where().empty() && !error.fix().empty(), error.what());
                } catch (const std::exception& other) {
                    QFAIL((name + ": " + other.what() + " (" + QByteArray::fromStdString(bad).toBase64().left(6000).toStdString() + ")").c_str());
                }
                slowest = std::max(slowest, one.elapsed());
                std::filesystem::remove(file);
                ++readings;
            }
            qInfo("%s: %lld damaged files read; the slowest took %lld ms", name.c_str(), readings, slowest);
            QVERIFY2(slowest < 10'000, name.c_str());
        }
    }
};

SPW_TEST_GUILESS(tst_ImportMutations)

} // namespace tst_import_mutations

#include "tst_import_mutations.moc"
