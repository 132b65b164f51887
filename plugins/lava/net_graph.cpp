// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lava/net_graph.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spw::lavanet {

namespace {

const char* nodeOf(const Neuron& neuron)
{
    switch (neuron.type) {
    case NeuronType::Cuba:
        return neuron.affine() ? "layer.lava_affine" : "neuron.lava_cuba";
    case NeuronType::Alif:
        return "neuron.lava_alif";
    case NeuronType::RfPhase:
        return neuron.affine() ? "layer.lava_rf_affine" : "neuron.lava_rf";
    case NeuronType::RfIzhikevich:
        return neuron.affine() ? "layer.lava_rf_affine" : "neuron.lava_rf_iz";
    case NeuronType::AdrfPhase:
        return "neuron.lava_adrf";
    case NeuronType::AdrfIzhikevich:
        return "neuron.lava_adrf_iz";
    case NeuronType::SigmaDelta:
        return neuron.sigmaOutput ? "layer.sigma" : "neuron.lava_sigma_delta";
    }
    return "";
}

const char* wordOf(BlockType type)
{
    switch (type) {
    case BlockType::Input:
        return "Input";
    case BlockType::Flatten:
        return "Flatten";
    case BlockType::Dense:
        return "Dense";
    case BlockType::Conv:
        return "Conv";
    case BlockType::ConvTranspose:
        return "Transposed conv";
    case BlockType::Pool:
        return "Pool";
    case BlockType::Unpool:
        return "Unpool";
    case BlockType::Recurrent:
        return "Recurrent";
    case BlockType::Average:
        return "Average";
    }
    return "";
}

const std::map<std::string, std::string>& decayNames()
{
    static const std::map<std::string, std::string> names{{"iDecay", "current_decay"},    {"vDecay", "voltage_decay"},
                                                          {"thDecay", "threshold_decay"}, {"refDecay", "refractory_decay"},
                                                          {"sinDecay", "sin_decay"},      {"cosDecay", "cos_decay"}};
    return names;
}

bool fitsEightBits(const Numbers& numbers)
{
    return std::all_of(numbers.values.begin(), numbers.values.end(),
                       [](double x) { return x == 2 * std::floor(x / 2) && x >= kSmallestWeight && x <= kLargestWeight; });
}

/// A norm keeps minus the bias, rounded as a weight.
bool fitsNorm(const Numbers& bias)
{
    Numbers mean = bias;
    for (double& value : mean.values)
        value = -value;
    return fitsEightBits(mean);
}

class Builder {
public:
    Builder(const Net& net, const GraphOptions& options, ExchangeReport& report)
        : m_net(net)
        , m_options(options)
        , m_report(report)
    {}

    NetGraph run()
    {
        data();
        for (const Block& block : m_net.blocks)
            add(block);
        frame({});
        return std::move(m_out);
    }

private:
    using Params = std::vector<std::pair<std::string, ParamValue>>;

    Graph& graph() { return m_out.document.graph; }
    double scale() const { return double(m_scale); }

    NodeId place(const std::string& type, const std::string& title, const Params& params)
    {
        Node node{
            .id = graph().nextId(), .type = type, .title = title, .values = {}, .position = {260.0 * m_column++, 320.0 * m_row}};
        const NodeSpec* spec = graph().catalog().find(type);
        node.values = spec->initialValues();
        for (const auto& [name, value] : params)
            if (spec->param(name))
                node.values.set(name, value);
        const NodeId id = node.id;
        graph().apply(AddNode{std::move(node)});
        m_members.insert(id);
        return id;
    }

    /// Behind the last node, wired to it port by port.
    NodeId add(const std::string& type, const std::string& title, const Params& params = {})
    {
        const NodeId id = place(type, title, params);
        const NodeSpec* spec = graph().catalog().find(type);
        const NodeSpec* before = graph().spec(m_last);
        for (std::size_t i = 0; i < spec->inputs.size(); ++i)
            graph().apply(Connect{{{m_last, before->outputs.at(i).name}, {id, spec->inputs[i].name}}});
        m_last = id;
        return id;
    }

    void weight(const std::string& title, const std::string& name, const Numbers& numbers, double factor)
    {
        WeightArray array{numbers.shape, std::vector<float>()};
        auto& values = std::get<std::vector<float>>(array.data);
        values.reserve(numbers.values.size());
        for (const double value : numbers.values)
            values.push_back(float(value * factor));
        m_out.weights.arrays[title + "/" + name] = std::move(array);
    }

    void data()
    {
        std::string shape;
        for (const std::int64_t side : m_net.inputShape)
            shape += (shape.empty() ? "" : "x") + std::to_string(side);
        m_last = place("dataset.arrays", "Data",
                       {{"shape", shape},
                        {"T", m_options.steps},
                        {"file", m_options.data},
                        {"order", std::string("nft")},
                        {"classes", std::max<std::int64_t>(1, std::min<std::int64_t>(1'000'000, m_net.blocks.back().size()))}});
        m_out.data = {m_last, "x"};
        m_members.clear();
        m_column = 1;
    }

    void frame(const std::string& title)
    {
        if (!m_frame.empty() && m_members.size() > 1)
            graph().apply(SetGroup{{.id = 0, .title = m_frame, .members = m_members}});
        m_frame = title;
        m_members.clear();
    }

    void add(const Block& block)
    {
        m_scale = block.scale > 0 ? block.scale : m_options.scale;
        const int number = ++m_numbers[block.type];
        const bool alone = block.type == BlockType::Input;
        m_title = std::string(wordOf(block.type)) + (alone ? "" : " " + std::to_string(number));
        if (!m_flattened) {
            frame(m_title + ": " + shapeText(block.shape));
            if (!m_out.outputs.empty() || !alone) {
                ++m_row;
                m_column = 0;
            }
        } else {
            m_frame = m_title + ": " + shapeText(block.shape);
        }
        m_flattened = block.type == BlockType::Flatten;
        const NodeId before = m_last;
        if (block.type == BlockType::Input)
            addInput(block);
        else if (block.type == BlockType::Flatten)
            add("layer.flatten", m_title);
        else if (block.type == BlockType::Average)
            add("layer.average", m_title, {{"num_outputs", block.size()}});
        else if (block.type == BlockType::Recurrent)
            addRecurrent(block);
        else
            addPlain(block);
        if (block.neuron && block.stepDelay)
            add("synapse.step_delay", m_title + " step");
        if (block.delay) {
            add("synapse.axon_delay", m_title + " delays");
            weight(m_title + " delays", "delay", *block.delay, 1);
        }
        m_processes += block.type != BlockType::Flatten && block.type != BlockType::Average && m_last != before;
        const NodeSpec* spec = graph().spec(m_last);
        m_out.outputs.push_back({m_last, spec->outputs.at(0).name});
        line(block, before);
        if (m_last != before && !m_flattened) {
            const NodeId source = m_last;
            const NodeId probe = place("probe.probe", "Probe " + m_title, {});
            graph().apply(Connect{{{source, spec->outputs.at(0).name}, {probe, "x"}}});
        }
    }

    void line(const Block& block, NodeId before)
    {
        std::string what = std::string(typeName(block.type));
        if (block.imaginary)
            what = "complex " + what;
        if (block.weight && block.type != BlockType::Input)
            what += ", weights " + shapeText(block.weight->shape);
        if (block.neuron)
            what += std::string(", ") + typeName(block.neuron->type);
        if (block.delay)
            what += ", delays";
        if (m_last == before)
            what += ": the size of the input";
        else
            what += " -> " + m_title;
        m_report.add(Outcome::Mapped, m_last == before ? 0 : m_last, block.name, what + ", " + shapeText(block.shape));
    }

    // The data in 8 bits, times weight, plus bias; a sigma-delta input only sends the changes.
    void addInput(const Block& block)
    {
        if (!block.neuron)
            return;
        Params params{{"scale", m_scale}};
        if (block.weight)
            params.emplace_back("weight", block.weight->values.at(0) / scale());
        if (block.bias)
            params.emplace_back("bias", block.bias->values.at(0) / scale());
        add("layer.lava_input", m_title + " scaling", params);
        if (block.weight)
            weight(m_title + " scaling", "weight", {{1}, block.weight->values}, 1 / scale());
        if (block.bias)
            weight(m_title + " scaling", "bias", {{1}, block.bias->values}, 1 / scale());
        if (block.neuron->type == NeuronType::SigmaDelta)
            add("encoder.delta", m_title + " delta", {{"threshold", threshold(*block.neuron)}, {"scale", 64 * m_scale}});
        else
            addNeuron(block, m_title + " CUBA", false);
    }

    double threshold(const Neuron& neuron) const
    {
        return neuron.threshold == 0 ? 0.25 / scale() : double(neuron.threshold) / scale(); // 0 is rounded down to again
    }

    void addPlain(const Block& block)
    {
        static const std::map<BlockType, std::string> ids{{BlockType::Dense, "dense"},
                                                          {BlockType::Conv, "conv"},
                                                          {BlockType::ConvTranspose, "conv_transpose"},
                                                          {BlockType::Pool, "pool"},
                                                          {BlockType::Unpool, "unpool"}};
        const bool complex = block.imaginary.has_value();
        Params params = synapseParams(block);
        if (block.type == BlockType::Dense) {
            params.emplace_back("out_neurons", block.size());
        } else {
            for (const auto& [name, pair] : {std::pair("kernel_size", block.kernel), std::pair("stride", block.stride),
                                             std::pair("padding", block.padding), std::pair("dilation", block.dilation)})
                params.emplace_back(name, std::vector<std::int64_t>{pair[0], pair[1]});
            params.emplace_back("groups", block.groups);
            params.emplace_back("out_features", block.shape.at(0));
        }
        add(std::string("synapse.lava_") + (complex ? "complex_" : "") + ids.at(block.type), m_title, params);
        weight(m_title, complex ? "real.weight" : "weight", *block.weight, 1 / scale());
        if (complex)
            weight(m_title, "imag.weight", *block.imaginary, 1 / scale());
        if (block.neuron)
            addNeuron(block, m_title + " " + typeName(block.neuron->type), true);
        else if (block.summed)
            add("layer.lava_affine", m_title + " sum", {{"current_decay", 0.0}, {"voltage_decay", 1.0}, {"scale", m_scale}});
    }

    Params synapseParams(const Block& block) const
    {
        bool fits = true;
        for (const std::optional<Numbers>* numbers : {&block.weight, &block.imaginary, &block.recurrent})
            fits = fits && (!*numbers || fitsEightBits(**numbers));
        return {{"scale", m_scale}, {"pre_hook_fx", std::string(fits ? "quantize_8bit" : "none")}};
    }

    Params neuronParams(const Block& block) const
    {
        const Neuron& neuron = *block.neuron;
        Params params{{"scale", m_scale},
                      {"threshold", threshold(neuron)},
                      {"graded_spike", neuron.graded},
                      {"threshold_step", double(neuron.thresholdStep) / scale()}};
        for (const auto& [theirs, decay] : neuron.decays) {
            params.emplace_back(decayNames().at(theirs), decay.values.at(0) / 4096);
            if (decay.values.size() > 1)
                params.emplace_back("shared_param", false);
        }
        if (isResonator(neuron.type)) {
            const double sine = neuron.decays.at("sinDecay").values.at(0), cosine = neuron.decays.at("cosDecay").values.at(0);
            const double angle = std::clamp(std::atan2(sine, cosine), 1e-6, std::numbers::pi / 2);
            params.emplace_back("period", std::max(4.0, 2 * std::numbers::pi / angle));
            params.emplace_back("decay", std::clamp(1 - std::hypot(sine, cosine) / 4096, 0.0, 1.0));
        }
        if (neuron.type == NeuronType::SigmaDelta)
            params.emplace_back("activation", neuron.activation.empty() ? "relu" : neuron.activation);
        if (block.resetInterval > 0) {
            params.emplace_back("reset_interval", block.resetInterval);
            params.emplace_back("reset_offset", block.resetOffset);
        } else if (m_options.resetInterval > 0) {
            params.emplace_back("reset_interval", m_options.resetInterval);
            params.emplace_back("reset_offset", (m_options.resetOffset + m_processes) % m_options.resetInterval);
        }
        return params;
    }

    void neuronTensors(const Block& block, const std::string& title)
    {
        std::size_t count = 1;
        for (const auto& [name, decay] : block.neuron->decays)
            count = std::max(count, decay.values.size());
        for (const auto& [theirs, decay] : block.neuron->decays) {
            Numbers all{{std::int64_t(count)}, decay.values};
            all.values.resize(count, decay.values.at(0));
            weight(title, decayNames().at(theirs), all, 1);
        }
    }

    enum class BiasForm { None, Norm, Before, Own };

    BiasForm biasForm(const Block& block) const
    {
        if (!block.bias || block.type == BlockType::Input)
            return BiasForm::None;
        const Neuron& neuron = *block.neuron;
        if (fitsNorm(*block.bias) && !neuron.affine())
            return BiasForm::Norm;
        if (neuron.type == NeuronType::SigmaDelta)
            return BiasForm::Own;
        return BiasForm::Before;
    }

    Params normParams(const Block& block) const
    {
        if (biasForm(block) != BiasForm::Norm)
            return {};
        return {{"norm", std::string(block.neuron->weightExponent ? "WgtScaleBatchNorm" : "MeanOnlyBatchNorm")}};
    }

    void normTensors(const Block& block, const std::string& title)
    {
        if (biasForm(block) != BiasForm::Norm)
            return;
        weight(title, "norm.running_mean", *block.bias, -1 / scale());
        if (block.neuron->weightExponent) // the power of two is the next one above the standard deviation
            weight(title, "norm.running_var", {{1}, {std::max(0.0, std::exp2(2 * *block.neuron->weightExponent - 1) - 1e-5)}}, 1);
    }

    /// A bias that no norm can hold (odd, or too large) is added to what arrives: the same where the current forgets all.
    void biasBefore(const Block& block)
    {
        if (biasForm(block) != BiasForm::Before)
            return;
        add("layer.mean_only_batch_norm", m_title + " bias", {{"quantize", false}, {"scale", m_scale}});
        weight(m_title + " bias", "running_mean", *block.bias, -1 / scale());
        const auto current = block.neuron->decays.find("iDecay");
        if (block.neuron->type == NeuronType::Cuba && current != block.neuron->decays.end() &&
            std::any_of(current->second.values.begin(), current->second.values.end(), [](double x) { return x != 4096; }))
            m_report.add(Outcome::Changed, m_last, block.name, "The bias is added to the current, which keeps a part of it.",
                         "It is odd or outside -254..256, which lava-dl's norms do not make.",
                         "Export the network with biases from a norm.");
    }

    void addNeuron(const Block& block, const std::string& title, bool norms)
    {
        const Neuron& neuron = *block.neuron;
        if (neuron.sigmaOutput) {
            add("layer.sigma", title);
            return;
        }
        if (norms)
            biasBefore(block);
        Params params = neuronParams(block);
        if (norms)
            for (auto& entry : normParams(block))
                params.push_back(std::move(entry));
        const bool own = norms && biasForm(block) == BiasForm::Own;
        if (own)
            params.emplace_back("bias", true);
        add(nodeOf(neuron), title, params);
        neuronTensors(block, title);
        if (norms)
            normTensors(block, title);
        if (own) {
            Numbers bias{block.shape, {}};
            const std::int64_t each = block.size() / block.shape.at(0);
            for (const double value : block.bias->values)
                bias.values.insert(bias.values.end(), std::size_t(each), value);
            weight(title, "bias", bias, 1 / scale());
        }
    }

    void addRecurrent(const Block& block)
    {
        Params params = synapseParams(block);
        for (auto list : {neuronParams(block), normParams(block)})
            params.insert(params.end(), list.begin(), list.end());
        params.emplace_back("out_neurons", block.size());
        params.emplace_back("neuron", std::string(block.neuron->type == NeuronType::Alif ? "alif" : "cuba"));
        if (biasForm(block) == BiasForm::Before)
            throw Error("The bias of a recurrent block is odd or outside -254..256.", block.name + "/bias",
                        "Export the network with biases from a norm.");
        add("container.lava_recurrent", m_title, params);
        weight(m_title, "input_synapse.weight", *block.weight, 1 / scale());
        weight(m_title, "recurrent_synapse.weight", *block.recurrent, 1 / scale());
        neuronTensors(block, m_title);
        normTensors(block, m_title);
    }

    const Net& m_net;
    const GraphOptions& m_options;
    ExchangeReport& m_report;
    NetGraph m_out;
    std::map<BlockType, int> m_numbers;
    std::set<NodeId> m_members;
    std::string m_title, m_frame;
    NodeId m_last = 0;
    std::int64_t m_scale = 64;
    std::int64_t m_processes = 0; // blocks so far that run on the chip: each is a step later than the one before it
    int m_column = 0, m_row = 0;
    bool m_flattened = false;
};

} // namespace

NetGraph makeGraph(const Net& net, const GraphOptions& options, ExchangeReport& report)
{
    return Builder(net, options, report).run();
}

} // namespace spw::lavanet
