// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/network_access.h"
#include "core/exchange/exchange_job.h"
#include "plugins/nir/exporter.h"
#include "plugins/nir/importer.h"

#include <algorithm>
#include <random>

/// What the tests of NIR share: in, out, and a run of either.
namespace spw::test {

inline OpenNetwork opener()
{
    return [](const NetworkRequest& request) { return engine::openNetwork(request); };
}

inline ImportResult imported(const std::filesystem::path& file, const std::map<std::string, std::string>& options = {})
{
    const nir::NirImporter importer;
    ImportRequest request;
    request.file = file;
    request.options = exchangeOptions(importer.options(), options, "nir");
    request.open = opener();
    return importer.read(request);
}

inline ExchangeReport exported(const Document& document, const std::optional<Weights>& weights, const std::filesystem::path& out,
                               const std::map<std::string, std::string>& options = {})
{
    const nir::NirExporter exporter;
    ExportRequest request;
    request.document = document;
    request.weights = opener()({document, {}, weights})->weights();
    request.out = out;
    request.options = exchangeOptions(exporter.options(), options, "nir");
    request.open = opener();
    return exporter.write(request);
}

/// The port that the only probe looks at.
inline EdgeEnd probed(const Graph& graph)
{
    for (const auto& [id, node] : graph.nodes())
        if (node.type == "probe.probe" && !graph.incoming(id).empty())
            return graph.incoming(id).front().from;
    throw Error("There is no probe.", "the project", "Add one.");
}

/// What the probe sees of an input [T, N, ...].
inline PlainTensor answer(const Document& document, const std::optional<Weights>& weights, const PlainTensor& input)
{
    const EdgeEnd wanted = probed(document.graph);
    if (document.graph.node(wanted.node).type == "dataset.arrays")
        return input;   // nothing is left that computes
    const auto network = opener()({document, {}, weights});
    PortTensors inputs;
    for (const EdgeEnd& end : network->inputs())
        if (end.port == "x")
            inputs[end] = input;
    return network->run(inputs, {wanted}).at(wanted);
}

inline PlainTensor noise(std::vector<std::int64_t> shape, unsigned seed, double mean, double deviation)
{
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        count *= side;
    std::mt19937 random(seed);
    std::normal_distribution<float> normal{float(mean), float(deviation)};
    PlainTensor out{std::move(shape), std::vector<float>(std::size_t(count))};
    for (float& value : out.data)
        value = normal(random);
    return out;
}

/// A project, node by node: ids count from 1, each node reads the ones given by (id, port) in the order of its inputs.
class Drawing {
public:
    explicit Drawing(const std::string& shape, std::int64_t steps = 40) { add("dataset.arrays", {{"shape", shape}, {"T", steps}}, {}); }

    NodeId add(const std::string& type, const std::vector<std::pair<std::string, ParamValue>>& values, const std::vector<EdgeEnd>& from)
    {
        Node node;
        node.id = ++m_last;
        node.type = type;
        node.title = type.substr(type.find('.') + 1) + " " + std::to_string(m_last);
        node.values = builtinCatalog().find(type)->initialValues();
        for (const auto& [name, value] : values)
            node.values.set(name, value);
        m_document.graph.apply(AddNode{node});
        const NodeSpec& spec = *builtinCatalog().find(type);
        for (std::size_t i = 0; i < from.size(); ++i)
            m_document.graph.apply(Connect{{from[i], {m_last, spec.inputs.at(i).name}}});
        return m_last;
    }
    /// Reads the first output of the node before.
    NodeId then(const std::string& type, const std::vector<std::pair<std::string, ParamValue>>& values = {})
    {
        return add(type, values, {out(m_last)});
    }
    EdgeEnd out(NodeId id) const
    {
        return {id, m_document.graph.spec(id)->outputs.front().name};
    }
    Document& document() { return m_document; }

private:
    Document m_document;
    NodeId m_last = 0;
};

} // namespace spw::test
