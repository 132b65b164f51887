// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/convert/ann_to_snn.h"

#include "core/base/error.h"
#include "core/convert/readout_prefix.h"
#include "core/exchange/exchange_job.h"
#include "core/plan/group_expansion.h"

#include <algorithm>
#include <cstdio>

namespace spw {

namespace {

constexpr std::int64_t kLargestPass = 1024;   // steps times samples of one pass: what deep networks keep in memory

/// Where the classes are: the readout that a loss reads, else any.
const PlannedNode* readoutOf(const Plan& plan)
{
    const PlannedNode* any = nullptr;
    for (const PlannedNode& node : plan.nodes) {
        if (node.spec->category == Category::Readout && !node.outputs.empty())
            any = any ? any : &node;
        if (node.spec->category == Category::Loss)
            for (const PlannedInput& input : node.inputs)
                for (const EdgeEnd& from : input.from)
                    if (const PlannedNode* maker = plan.find(from.node); maker && maker->spec->category == Category::Readout)
                        return maker;
    }
    return any;
}

std::int64_t largest(const PlainTensor& readout, std::int64_t sample)
{
    const std::int64_t classes = readout.shape.back();
    const auto first = readout.data.begin() + sample * classes;
    return std::max_element(first, first + classes) - first;
}

std::string number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

class Conversion {
public:
    explicit Conversion(const ConversionRequest& request) : m_request(request), m_options(request.options) {}

    ConversionResult run()
    {
        const ConversionMode mode = conversionMode(m_options.mode);
        checkNumbers();
        const ExpandedGraph expanded = expandGroups(m_request.document.graph);
        TrainedDocument analog{m_request.document, {}};
        analog.document.graph = expanded.graph;
        Plan plan = makePlan(analog.document.graph);
        requirePlan(plan);
        m_result.report.format = "spiking";
        const Diagnostics limits = conversionLimits(plan);
        m_result.report.add(limits);
        if (hasErrors(limits))
            return m_result;
        tell(0, "Reading the weights");
        analog.weights = completeWeights(analog.document, m_request.base, m_request.weights, m_request.open);
        if (m_options.foldNorms)
            analog = foldNorms(
                analog,
                [this](const std::string& synapse, const std::string& norm) {
                    m_result.report.add(Outcome::Changed, 0, norm, "folded into " + synapse, "Neurons need no layer of their own for it.");
                },
                [this](const std::string& norm, const std::string& why) {
                    m_result.report.add(Outcome::Mapped, 0, norm, "kept: " + why);
                });
        plan = makePlan(analog.document.graph);
        const auto network = m_request.open({analog.document, m_request.base, analog.weights});
        calibrate(*network, plan, mode);
        testAnalog(*network, plan);
        const TrainedDocument spiking = spikingNetwork(analog, m_result.layers, m_options.steps);
        requirePlan(makePlan(spiking.document.graph));
        m_result.document = spiking.document;
        m_result.weights = spiking.weights;
        testSpiking();
        describe();
        return m_result;
    }

private:
    void checkNumbers() const
    {
        const auto require = [](bool holds, const char* what, const char* fix) {
            if (!holds)
                throw Error(what, "the conversion", fix);
        };
        require(m_options.momentum > 0 && m_options.momentum <= 1, "The momentum must be above 0 and at most 1.", "Use 0.1.");
        require(m_options.steps >= 1 && m_options.steps <= 100'000, "The steps must be from 1 to 100000.", "Use 64.");
        require(m_options.batchSize >= 1 && m_options.batchSize <= 65536, "The batch size must be from 1 to 65536.", "Use 50.");
        require(m_options.calibrationSamples >= 0 && m_options.testSamples >= 0, "Numbers of samples cannot be negative.",
                "Use 0 for all of them.");
    }

    void tell(double share, const std::string& doing) const
    {
        if (m_request.stop.stop_requested())
            throw CancelledError();
        m_request.progress(share, doing);
    }

    static std::int64_t limited(std::int64_t count, std::int64_t limit) { return limit > 0 ? std::min(count, limit) : count; }

    void calibrate(NetworkRunner& network, const Plan& plan, ConversionMode mode)
    {
        const Split split = network.sampleCount(Split::Train) > 0 ? Split::Train : Split::Test;
        const std::int64_t all = network.sampleCount(split), count = limited(all, m_options.calibrationSamples);
        if (count == 0)
            throw Error("There are no samples to measure the activations on.", "the data", "Choose a dataset with samples.");
        ScaleMeter meter(plan, mode, m_options.momentum);
        // Spread over the set: it may be sorted by classes.
        for (std::int64_t first = 0; first < count; first += m_options.batchSize) {
            tell(0.05 + 0.25 * double(first) / double(count), "Measuring activations");
            const std::int64_t size = std::min(m_options.batchSize, count - first);
            meter.add(network.run(network.samples(split, std::min(first * (all / count), all - size), size), meter.ports()));
        }
        m_result.layers = meter.layers();
    }

    void testAnalog(NetworkRunner& network, const Plan& plan)
    {
        m_split = network.sampleCount(Split::Test) > 0 ? Split::Test : Split::Train;
        m_result.samples = limited(network.sampleCount(m_split), m_options.testSamples);
        const PlannedNode* readout = readoutOf(plan);
        const EdgeEnd answer{readout->id, readout->spec->outputs.at(0).name};
        std::int64_t correct = 0;
        for (std::int64_t first = 0; first < m_result.samples; first += m_options.batchSize) {
            tell(0.3 + 0.1 * double(first) / double(m_result.samples), "Testing the analog network");
            const std::int64_t size = std::min(m_options.batchSize, m_result.samples - first);
            const PortTensors out = network.run(network.samples(m_split, first, size), {answer});
            for (std::int64_t i = 0; i < size; ++i)
                correct += largest(out.at(answer), i) == network.label(m_split, first + i);
        }
        m_result.analogAccuracy = double(correct) / double(std::max<std::int64_t>(m_result.samples, 1));
    }

    void testSpiking()
    {
        const Plan plan = makePlan(m_result.document.graph);
        const auto network = m_request.open({m_result.document, m_request.base, m_result.weights});
        const PlannedNode* readout = readoutOf(plan);
        ReadoutPrefix prefix(*readout, m_request.open);
        const EdgeEnd source = readout->inputs.at(0).from.at(0);
        const std::int64_t batch = std::clamp(kLargestPass / m_options.steps, std::int64_t(1), m_options.batchSize);
        std::vector<std::int64_t> correct;
        for (std::int64_t first = 0; first < m_result.samples; first += batch) {
            tell(0.4 + 0.6 * double(first) / double(m_result.samples), "Testing the spiking network");
            const std::int64_t size = std::min(batch, m_result.samples - first);
            const PortTensors out = network->run(network->samples(m_split, first, size), {source});
            const PlainTensor& sequence = out.at(source);
            const std::int64_t steps = sequence.shape.at(0);
            correct.resize(std::size_t(steps));
            for (std::int64_t t = 1; t <= steps; ++t) {
                const PlainTensor answer = prefix.after(sequence, t);
                for (std::int64_t i = 0; i < size; ++i)
                    correct[std::size_t(t - 1)] += largest(answer, i) == network->label(m_split, first + i);
            }
        }
        for (const std::int64_t count : correct)
            m_result.accuracy.push_back(double(count) / double(m_result.samples));
        if (std::int64_t(correct.size()) != m_options.steps && !correct.empty())
            m_result.report.add(Outcome::Mapped, 0, "the data", "gives " + std::to_string(correct.size()) + " steps of its own");
    }

    void describe()
    {
        for (const auto& [id, node] : m_result.document.graph.nodes())
            if (node.type == "transform.hold" && !m_request.document.graph.contains(id))
                m_result.report.add(Outcome::Changed, id, node.title, "each step of the data is shown for " + toText(node.values.at("times")) + " steps",
                                    "A neuron needs some steps to say a number by how often it fires.");
        for (const ConvertedLayer& layer : m_result.layers) {
            if (layer.silent)
                m_result.report.add(Outcome::Changed, layer.neuron, layer.name, "ReLU -> IF, scale 1", "Nothing ever passed this ReLU.",
                                    "Look at the layer before it: it may not have learned.", {{"scale", 1}});
            else
                m_result.report.add(Outcome::Changed, layer.neuron, layer.name, "ReLU -> Scale 1/s, IF, Scale s with s = " + number(layer.scale),
                                    "A rate of one spike per step stands for an activation of s.", {}, {{"scale", layer.scale}});
        }
        m_result.report.numbers = {{"analog accuracy", m_result.analogAccuracy}, {"samples", double(m_result.samples)}};
        if (!m_result.accuracy.empty())
            m_result.report.numbers.insert(m_result.report.numbers.begin() + 1, {"spiking accuracy", m_result.accuracy.back()});
        m_request.progress(1, "Done");
    }

    const ConversionRequest& m_request;
    const ConversionOptions& m_options;
    ConversionResult m_result;
    Split m_split = Split::Test;
};

} // namespace

ConversionResult convertToSpiking(const ConversionRequest& request) { return Conversion(request).run(); }

void saveConversion(ConversionResult& result, const std::filesystem::path& project)
{
    ImportResult files{result.document, result.weights, {}};
    saveImport(files, project);
    result.report.files = files.report.files;
}

} // namespace spw
