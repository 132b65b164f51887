// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that lava-dl exported, run through our nodes: every block must give what lava-dl gave, bit for bit.
#include "kernels/torch/aten.h"
#include "tests/data/samples.h"

#include "core/engine/goldens/lava_net.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <fstream>
#include <regex>

namespace tst_lava_networks {

using namespace spw;
using namespace spw::engine::golden;

namespace {

/// An array of a .npy file as doubles.
at::Tensor readArray(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    char start[10] = {};
    in.read(start, sizeof start);
    std::string header(std::size_t(static_cast<unsigned char>(start[8])) + 256 * static_cast<unsigned char>(start[9]), ' ');
    in.read(header.data(), std::streamsize(header.size()));
    std::smatch found;
    if (!std::regex_search(header, found, std::regex("'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \\(([^)]*)\\)")))
        throw Error("No array.", file.string(), "");
    const std::string type = found[1], sizes = found[3];
    const bool columns = found[2] == "True";
    std::vector<std::int64_t> shape;
    const std::regex number("[0-9]+");
    for (std::sregex_iterator it(sizes.begin(), sizes.end(), number), end; it != end; ++it)
        shape.push_back(std::stoll(it->str()));
    static const std::map<std::string, at::ScalarType> types{
        {"<f4", at::kFloat}, {"<f8", at::kDouble}, {"<i4", at::kInt}, {"<i8", at::kLong}, {"|u1", at::kByte}, {"|b1", at::kBool}};
    if (columns)
        std::reverse(shape.begin(), shape.end());
    at::Tensor values = at::empty(shape, types.at(type));
    in.read(static_cast<char*>(values.data_ptr()), std::streamsize(values.nbytes()));
    if (!in)
        throw Error("The array is cut off.", file.string(), "");
    if (columns) {
        std::vector<std::int64_t> axes;
        for (std::int64_t axis = values.dim(); axis-- > 0;)
            axes.push_back(axis);
        values = values.permute(axes);
    }
    return values.to(at::kDouble);
}

/// The arrays of a sample's .npz file.
class Arrays {
public:
    explicit Arrays(const QString& npz)
    {
        m_ok = QFile::exists(npz) && QProcess::execute("unzip", {"-q", "-o", npz, "-d", m_folder.path()}) == 0;
    }
    bool ok() const { return m_ok; }
    bool has(const std::string& name) const { return std::filesystem::exists(path(name)); }
    at::Tensor at(const std::string& name) const { return readArray(path(name)); }

private:
    std::filesystem::path path(const std::string& name) const { return pathOf(m_folder.path()) / (name + ".npy"); }
    QTemporaryDir m_folder;
    bool m_ok = false;
};

/// What differs, as the first place; empty if nothing does.
std::string difference(const at::Tensor& actual, const at::Tensor& expected)
{
    if (actual.sizes() != expected.sizes())
        return "shapes differ";
    const at::Tensor differs = actual.to(at::kDouble).ne(expected);
    const std::int64_t count = differs.sum().item<std::int64_t>();
    return count == 0 ? std::string() : std::to_string(count) + " of " + std::to_string(expected.numel()) + " differ";
}

#define COMPARE_BITS(actual, expected)                                \
    do {                                                              \
        const std::string why = difference(actual, expected);        \
        QVERIFY2(why.empty(), why.c_str());                           \
    } while (false)

} // namespace

class tst_LavaNetworks final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyBlockOfEveryKindGivesWhatLavaGave_data()
    {
        QTest::addColumn<QString>("network");
        const QStringList networks = QDir(samplesDir() + "/lava-zoo").entryList({"*.net"});
        if (samplesDir().isEmpty() || networks.isEmpty())
            QSKIP("no lava-zoo samples");
        for (const QString& network : networks)
            QTest::newRow(network.toUtf8().constData()) << samplesDir() + "/lava-zoo/" + network.chopped(4);
        for (const char* network : {"oxford", "mnist_mlp"})
            QTest::newRow(network) << samplesDir() + "/lava-nets/" + network;
    }

    void everyBlockOfEveryKindGivesWhatLavaGave()
    {
        QFETCH(QString, network);
        const bool zoo = QFile::exists(network + ".npz");
        const Arrays arrays(network + (zoo ? ".npz" : "_golden.npz"));
        if (!arrays.ok())
            QSKIP("no unzip, or no sample");
        const std::vector<LavaLayer> layers = readLavaNet(pathOf(network + ".net"));
        const at::NoGradGuard noGrad;
        for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
            LavaChain chain(timeFirst(arrays.at("input").to(type)), false);
            for (std::size_t i = 0; i < layers.size(); ++i) {
                addLavaLayer(chain, layers[i]);
                const at::Tensor expected = arrays.at("layer" + std::to_string(i));
                COMPARE_BITS(timeLast(chain.value()).reshape(expected.sizes()), expected);
            }
        }
    }

    void aDenseBlockGivesTheCurrentsAndSpikesOfTheChip()
    {
        const Arrays arrays(samplesDir() + "/lava-nets/dense_block_golden.npz");
        if (!arrays.ok())
            QSKIP("no unzip, or no sample");
        const at::NoGradGuard noGrad;
        LavaChain chain(arrays.at("in").t().unsqueeze(1).to(at::kFloat), false);   // [T, 1, neurons]
        chain.add("synapse.step_delay", {});
        chain.add("synapse.lava_dense", {{"out_neurons", std::int64_t(256)}}, {{"weight", arrays.at("weight") / 64.0}});
        chain.add("neuron.lava_cuba", {{"threshold", 6.0 / 64.0}},
                  {{"current_decay", at::full({1}, 4096.0)}, {"voltage_decay", at::full({1}, 415.0)}});
        COMPARE_BITS(chain.value().squeeze(1).t(), arrays.at("out"));
        COMPARE_BITS(chain.last().stateSequence("current").squeeze(1).t() * 64.0, arrays.at("current"));
    }

    void aConvolutionalNetworkGivesTheSpikesOfTheChip()
    {
        const Arrays arrays(samplesDir() + "/lava-nets/tiny_golden.npz");
        if (!arrays.ok())
            QSKIP("no unzip, or no sample");
        const std::vector<LavaLayer> layers = readLavaNet(pathOf(samplesDir() + "/lava-nets/tiny.net"));
        const at::NoGradGuard noGrad;
        // Step 0 of each file is empty; each file is already aligned to the one before it.
        const auto steps = [&](const char* name) { return timeFirst(arrays.at(name)).narrow(0, 1, 15); };
        LavaChain chain(steps("input").to(at::kFloat), false);
        addLavaLayer(chain, layers.at(1), false);
        COMPARE_BITS(chain.value(), steps("layer1"));
        addLavaLayer(chain, layers.at(2), false);
        COMPARE_BITS(chain.value(), steps("output"));
    }

    // Every layer sees the one before it a step later, and forgets all at every 17th step, one layer after the other.
    void aDrivingNetworkWithResetsGivesTheSpikesOfTheChip()
    {
        const Arrays arrays(samplesDir() + "/lava-nets/pilotnet_lif_golden.npz");
        if (!arrays.ok())
            QSKIP("no unzip, or no sample");
        const std::vector<LavaLayer> layers = readLavaNet(pathOf(samplesDir() + "/lava-nets/pilotnet_lif.net"));
        const at::NoGradGuard noGrad;
        const auto sequence = [&](const std::string& name) {   // (W, H, C, T) or (N, T), as [T, 1, C, H, W]
            const at::Tensor x = arrays.at(name).to(at::kFloat);
            return (x.dim() == 4 ? x.permute({3, 2, 1, 0}) : x.t()).unsqueeze(1).contiguous();
        };
        const std::int64_t steps = 24, period = 17;
        const auto inPieces = [&](const at::Tensor& x, std::int64_t layer, const auto& run) {
            std::vector<at::Tensor> pieces;
            for (std::int64_t from = 0; from < steps;) {
                const std::int64_t next = from < layer ? layer : from + period - (from - layer) % period;
                const std::int64_t to = std::min(next, steps);
                pieces.push_back(run(x.narrow(0, from, to - from)));
                from = to;
            }
            return at::cat(pieces);
        };

        const at::Tensor image = arrays.at("image").to(at::kFloat).permute({2, 1, 0}) / 64.0;
        const at::Tensor shown = image.expand({steps, 1, image.size(0), image.size(1), image.size(2)});
        at::Tensor spikes = inPieces(shown.contiguous(), 0, [&](const at::Tensor& x) {
            LavaChain chain(x, false);
            chain.add("neuron.lava_cuba", {{"threshold", 25.0 / 64.0}},
                      {{"current_decay", at::full({1}, 4096.0)}, {"voltage_decay", at::full({1}, 1024.0)}});
            return chain.value();
        });
        COMPARE_BITS(spikes, sequence("input").to(at::kDouble));

        std::int64_t index = 1;
        for (const LavaLayer& layer : layers) {
            if (layer.type != "conv" && layer.type != "dense")
                continue;
            const std::string name = (layer.type == "conv" ? "conv" : "fc") + std::to_string(index <= 5 ? index - 1 : index - 6);
            if (!arrays.has(name + "_s"))
                break;   // the last one, which never spikes
            const at::Tensor later =
                at::cat({at::zeros_like(spikes.narrow(0, 0, 1)), spikes.narrow(0, 0, steps - 1)});
            spikes = inPieces(later, index, [&](const at::Tensor& x) {
                LavaChain chain(x, false);
                addLavaLayer(chain, layer, false);
                return chain.value();
            });
            const at::Tensor expected = sequence(name + "_s").to(at::kDouble);
            QVERIFY2(difference(spikes, expected).empty(), (name + ": " + difference(spikes, expected)).c_str());
            ++index;
        }
        QVERIFY(index >= 9);
    }
};

SPW_TEST_GUILESS(tst_LavaNetworks)

} // namespace tst_lava_networks

#include "tst_lava_networks.moc"
