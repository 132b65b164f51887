// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/slayer_yaml/slayer_yaml_importer.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "plugins/slayer_yaml/yaml_text.h"

#include <charconv>
#include <cmath>
#include <set>
#include <sstream>

namespace spw::slayeryaml {

namespace {

constexpr std::uintmax_t kLargestFile = 4u << 20;
constexpr std::int64_t kMostWeights = 500'000'000;
constexpr std::size_t kMostLayers = 1000;

class Builder {
public:
    Builder(const Yaml& root, const ImportRequest& request) : m_root(root), m_request(request), m_file(request.file.filename().string()) {}

    ImportResult build()
    {
        readNeuron();
        const double sample = number(m_root.find("simulation"), "tSample", 300.0);
        const double steps = std::round(sample / m_ts);
        if (!(steps >= 1 && steps <= 1e6))
            throw Error("tSample / Ts is " + std::to_string(sample / m_ts) + " steps.", place(m_root.find("simulation")), "Give 1 to 1000000 steps.");
        if (const Yaml* count = section("simulation"); count && count->find("nSample"))
            skip("simulation.nSample", "Spikewright counts the samples of its data.");

        const std::vector<std::string> layers = layerTexts();
        if (layers.size() > kMostLayers)
            throw Error("There are " + std::to_string(layers.size()) + " layers.", m_file, "Give at most " + std::to_string(kMostLayers) + ".");
        const std::string shape = inputShape(layers);
        m_last = add("dataset.arrays", "Data", {{"shape", shape}, {"T", std::int64_t(steps)}});
        m_port = "x";
        const EdgeEnd label{m_last, "label"};
        for (const std::string& layer : layers)
            addLayer(layer);
        setClasses(label.node);
        addTraining(label);
        m_result.report.format = "slayer-yaml";
        m_result.report.files = {m_request.file};
        if (makePlan(m_result.document.graph).parameterCount() > kMostWeights)
            throw Error("The layers have more than " + std::to_string(kMostWeights) + " weights.", m_file, "Make them smaller.");
        NetworkRequest network;
        network.document = m_result.document;
        if (m_request.open)
            m_result.weights = m_request.open(network)->weights();
        return std::move(m_result);
    }

private:
    std::string place(const Yaml* at) const { return m_file + (at ? ", line " + std::to_string(at->line) : ""); }
    const Yaml* section(const std::string& name) const { return m_root.find(name); }

    double numberOf(const Yaml& value, const std::string& key) const
    {
        double out = 0;
        const auto end = std::from_chars(value.text.data(), value.text.data() + value.text.size(), out);
        if (value.text.empty() || end.ec != std::errc() || end.ptr != value.text.data() + value.text.size() || !std::isfinite(out))
            throw Error("'" + key + "' is '" + value.text + "', not a number.", place(&value), "Write a number.");
        return out;
    }
    double number(const Yaml* in, const std::string& key, double otherwise) const
    {
        const Yaml* value = in ? in->find(key) : nullptr;
        return value ? numberOf(*value, key) : otherwise;
    }

    void skip(const std::string& name, const std::string& why) { m_result.report.add(Outcome::Skipped, 0, name, "left out", why, "Nothing to do."); }

    NodeId add(const std::string& type, const std::string& title, const std::vector<std::pair<std::string, ParamValue>>& values)
    {
        Graph& graph = m_result.document.graph;
        const NodeId id = graph.nextId();
        graph.apply(AddNode{{.id = id, .type = type, .title = title, .values = {}, .position = {200.0 * double(m_count++), 0}}});
        for (const auto& [name, value] : values)
            graph.apply(SetParam{id, name, value});
        return id;
    }
    NodeId then(const std::string& type, const std::string& title, const std::vector<std::pair<std::string, ParamValue>>& values)
    {
        const NodeId id = add(type, title, values);
        const NodeSpec& spec = *builtinCatalog().find(type);
        m_result.document.graph.apply(Connect{{{m_last, m_port}, {id, spec.inputs.at(0).name}}});
        m_last = id;
        m_port = spec.outputs.empty() ? std::string() : spec.outputs[0].name;
        return id;
    }

    void readNeuron()
    {
        const Yaml* neuron = section("neuron");
        if (!neuron)
            throw Error("There is no section 'neuron'.", m_file, "Give a SLAYER descriptor with neuron and simulation.");
        if (!section("simulation"))
            throw Error("There is no section 'simulation'.", m_file, "Give a SLAYER descriptor with neuron and simulation.");
        m_ts = number(section("simulation"), "Ts", 1.0);
        if (!(m_ts > 0))
            throw Error("Ts is not above 0.", place(section("simulation")), "Give the length of a step in milliseconds.");
        const Yaml* type = neuron->find("type");
        const std::string kind = type ? type->text : "SRMALPHA";
        if (kind == "SRMALPHA") {
            m_neuron = "neuron.srm_alpha";
            for (const char* name : {"theta", "tauSr", "tauRef", "scaleRef", "tauRho", "scaleRho"})
                if (const Yaml* value = neuron->find(name))
                    m_neuronValues.emplace_back(name, numberOf(*value, name));
        } else if (kind == "LOIHI") {
            m_neuron = "neuron.slayer_loihi";
            for (const char* name : {"vThMant", "vDecay", "iDecay", "wgtExp", "refDelay"})
                if (const Yaml* value = neuron->find(name))
                    m_neuronValues.emplace_back(name, std::int64_t(std::round(numberOf(*value, name))));
            for (const char* name : {"tauRho", "scaleRho"})
                if (const Yaml* value = neuron->find(name))
                    m_neuronValues.emplace_back(name, numberOf(*value, name));
        } else {
            throw Error("The neuron type '" + kind + "' is not known.", place(type), "SLAYER has SRMALPHA and LOIHI.");
        }
        m_neuronValues.emplace_back("Ts", m_ts);
        m_theta = number(neuron, "theta", 10.0);
        m_tauSr = number(neuron, "tauSr", 10.0);
    }

    /// "16c5z", "2a", "10": from the option, else from the file.
    std::vector<std::string> layerTexts() const
    {
        std::vector<std::string> out;
        const std::string& given = m_request.options.text("layers");
        std::istringstream in(given);
        for (std::string part; std::getline(in, part, '-');)
            if (!part.empty())
                out.push_back(part);
        if (!out.empty())
            return out;
        if (const Yaml* layers = section("layer"); layers && layers->isList())
            for (std::size_t i = 1; i < layers->entries.size(); ++i)   // the first is the input
                if (const Yaml* dim = layers->entries[i].second.find("dim"))
                    out.push_back(dim->text);
        return out.empty() ? std::vector<std::string>{"10"} : out;
    }

    /// "34x34x2" there is width x height x channels; "2x34x34" here.
    std::string inputShape(const std::vector<std::string>&) const
    {
        if (const std::string& given = m_request.options.text("shape"); !given.empty())
            return given;
        const Yaml* layers = section("layer");
        const Yaml* dim = layers && layers->isList() ? layers->entries.front().second.find("dim") : nullptr;
        if (!dim)
            return "2x34x34";
        std::vector<std::string> sizes;
        std::istringstream in(dim->text);
        for (std::string part; std::getline(in, part, 'x');)
            sizes.push_back(part);
        if (sizes.size() == 3)
            return sizes[2] + "x" + sizes[1] + "x" + sizes[0];
        return sizes.size() == 1 ? sizes[0] + "x1x1" : dim->text;
    }

    void addLayer(const std::string& text)
    {
        const auto wrong = [&] {
            throw Error("The layer '" + text + "' is not known.", m_file, "Write 16c5z (conv, z: padded), 2a (pool) or 10 (dense).");
        };
        std::int64_t first = 0, second = 0;
        const char* end = text.data() + text.size();
        auto [at, problem] = std::from_chars(text.data(), end, first);
        if (problem != std::errc() || first < 1 || first > 1'000'000)
            wrong();
        const std::string title = std::to_string(++m_layers);
        if (at == end) {
            then("layer.slayer_dense", "Dense " + title, {{"outFeatures", first}});
            m_outputs = first;
        } else if (*at == 'a' && at + 1 == end) {
            then("layer.slayer_pool", "Pool " + title, {{"theta", m_theta}, {"kernelSize", std::vector<std::int64_t>{first, first}}});
        } else if (*at == 'c') {
            const auto [after, bad] = std::from_chars(at + 1, end, second);
            const bool padded = after != end && *after == 'z' && after + 1 == end;
            if (bad != std::errc() || second < 1 || second > 1000 || (after != end && !padded))
                wrong();
            const std::int64_t padding = padded ? second / 2 : 0;
            then("layer.slayer_conv", "Conv " + title,
                 {{"outChannels", first}, {"kernelSize", std::vector<std::int64_t>{second, second}}, {"padding", std::vector<std::int64_t>{padding, padding}}});
        } else {
            wrong();
        }
        m_result.report.add(Outcome::Mapped, m_last, text, "layer");
        const NodeId neuron = then(m_neuron, "Neurons " + title, m_neuronValues);
        m_result.report.add(Outcome::Mapped, neuron, "neuron", builtinCatalog().find(m_neuron)->title);
    }

    void setClasses(NodeId data)
    {
        if (m_outputs > 0)
            m_result.document.graph.apply(SetParam{data, "classes", m_outputs});
    }

    /// An entry of an error section under either of its places; "true" may be written as True.
    static const Yaml* anyOf(const Yaml* in, std::initializer_list<const char*> names)
    {
        for (const char* name : names)
            if (const Yaml* found = in ? in->find(name) : nullptr)
                return found;
        return nullptr;
    }

    void addTraining(const EdgeEnd& label)
    {
        const Yaml* training = section("training");
        const Yaml* error = training ? training->find("error") : nullptr;
        if (!error) {
            skip("training", "The file says nothing of an error.");
            return;
        }
        const Yaml* type = error->find("type");
        const std::string kind = type ? type->text : "NumSpikes";
        if (kind != "NumSpikes") {
            m_result.report.add(Outcome::Skipped, 0, "training.error", kind,
                                "It needs wanted spike trains or windows that the project's data do not have.",
                                "Draw 'Spike times (SLAYER)' with a target, or take the error NumSpikes.");
            return;
        }
        const Yaml *region = error->find("tgtSpikeRegion"), *count = error->find("tgtSpikeCount");
        std::vector<std::pair<std::string, ParamValue>> values{{"tauSr", m_tauSr}, {"Ts", m_ts}};
        if (region) {
            values.emplace_back("region_start", number(region, "start", 0.0));
            values.emplace_back("region_stop", number(region, "stop", 300.0));
        }
        if (const Yaml* yes = anyOf(count, {"true", "True"}))
            values.emplace_back("count_true", numberOf(*yes, "true"));
        if (const Yaml* no = anyOf(count, {"false", "False"}))
            values.emplace_back("count_false", numberOf(*no, "false"));
        if (const Yaml* scale = error->find("numSpikesScale"))
            values.emplace_back("numSpikesScale", numberOf(*scale, "numSpikesScale"));
        const NodeId loss = then("loss.num_spikes", "Number of spikes", values);
        m_result.document.graph.apply(Connect{{label, {loss, "label"}}});
        m_result.report.add(Outcome::Mapped, loss, "training.error", "Number of spikes (SLAYER)");
        std::vector<std::pair<std::string, ParamValue>> learner;
        if (const Yaml* rate = anyOf(training, {"learning", "optimizer"}))
            if (const Yaml* value = anyOf(rate, {"etaW", "lr"}))
                learner.emplace_back("learning_rate", numberOf(*value, "lr"));
        const NodeId bptt = then("learner.bptt", "BPTT", learner);
        m_result.report.add(Outcome::Mapped, bptt, "training", "BPTT");
    }

    const Yaml& m_root;
    const ImportRequest& m_request;
    std::string m_file, m_neuron, m_port;
    std::vector<std::pair<std::string, ParamValue>> m_neuronValues;
    double m_ts = 1, m_theta = 10, m_tauSr = 10;
    NodeId m_last = 0;
    std::int64_t m_outputs = 0;
    int m_count = 0, m_layers = 0;
    ImportResult m_result;
};

} // namespace

std::vector<ParamSpec> SlayerYamlImporter::options() const
{
    return {
        {.name = "shape", .caption = "Input", .type = ParamType::Text, .initial = std::string(),
         .doc = "Channels x height x width of the data; empty: as the file's first layer says, else 2x34x34."},
        {.name = "layers", .caption = "Layers", .type = ParamType::Text, .initial = std::string(),
         .doc = "\"16c5z-2a-10\": a padded convolution of 16 filters 5 wide, a pool of 2, a dense layer of 10; empty: those of the file, "
                "else one dense layer of 10. SLAYER for PyTorch says its layers in Python."},
    };
}

bool SlayerYamlImporter::recognises(const std::filesystem::path& file, std::string_view head) const
{
    try {
        const std::string suffix = file.extension().string();
        return (suffix == ".yaml" || suffix == ".yml") && head.find("neuron") != std::string_view::npos;
    } catch (const std::exception&) {
        return false;
    }
}

ImportResult SlayerYamlImporter::read(const ImportRequest& request) const
{
    const std::string text = readFile(request.file, kLargestFile);
    const Yaml root = parseYaml(text, request.file.filename().string());
    return Builder(root, request).build();
}

} // namespace spw::slayeryaml
