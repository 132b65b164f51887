// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/convert/readout_prefix.h"

#include "core/base/error.h"

namespace spw {

ReadoutPrefix::ReadoutPrefix(const PlannedNode& readout, OpenNetwork open)
    : m_output(readout.spec->outputs.at(0).name), m_open(std::move(open))
{
    for (std::size_t i = 1; i < readout.inputs.size(); ++i)
        if (!readout.inputs[i].from.empty())
            throw Error("The readout reads more than the last layer.", readout.name, "Use Firing rate for a network that is to be converted.");
    std::string shape;
    if (readout.inputs.at(0).info)
        for (const Dim& dim : readout.inputs[0].info->features)
            shape += (shape.empty() ? "" : "x") + std::to_string(dim.value_or(1));
    Graph& graph = m_document.graph;
    Node source, node;
    m_source = source.id = 1;
    source.type = "dataset.arrays";
    source.values.set("shape", shape.empty() ? std::string("1") : shape);
    m_readout = node.id = 2;
    node.type = readout.spec->id;
    node.values = readout.values;
    graph.apply(AddNode{source});
    graph.apply(AddNode{node});
    graph.apply(Connect{{{m_source, "x"}, {m_readout, readout.spec->inputs.at(0).name}}});
}

PlainTensor ReadoutPrefix::after(const PlainTensor& sequence, std::int64_t steps)
{
    std::unique_ptr<NetworkRunner>& network = m_networks[steps];
    if (!network) {
        Document document = m_document;
        document.graph.apply(SetParam{m_source, "T", steps});
        network = m_open({document, {}, std::nullopt});
    }
    PlainTensor part = sequence;
    part.data.resize(part.data.size() / std::size_t(part.shape.at(0)) * std::size_t(steps));
    part.shape[0] = steps;
    const EdgeEnd answer{m_readout, m_output};
    return network->run({{{m_source, "x"}, std::move(part)}}, {answer}).at(answer);
}

} // namespace spw
