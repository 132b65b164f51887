// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/document/document.h"
#include "core/graph/graph.h"

#include <map>
#include <string>

namespace spw::test {

using Values = std::map<std::string, ParamValue>;

/// Builds graphs as chains: each added node is wired to the output that was added last.
class GraphBuilder {
public:
    Graph graph;

    NodeId add(const std::string& type, const std::string& title, const Values& values = {})
    {
        Node node;
        node.id = graph.nextId();
        node.type = type;
        node.title = title;
        for (const auto& [name, value] : values)
            node.values.set(name, value);
        graph.apply(AddNode{node});
        return node.id;
    }

    void wire(NodeId from, const std::string& out, NodeId to, const std::string& in)
    {
        graph.apply(Connect{{{from, out}, {to, in}}});
    }

    /// Adds a node behind the last one of the chain.
    NodeId then(const std::string& type, const std::string& title, const Values& values = {})
    {
        const NodeId id = add(type, title, values);
        const NodeSpec* spec = graph.spec(id);
        wire(m_last.node, m_last.port, id, spec->inputs.at(0).name);
        if (!spec->outputs.empty())
            m_last = {id, spec->outputs[0].name};
        return id;
    }

    void from(NodeId node, const std::string& port) { m_last = {node, port}; }

private:
    EdgeEnd m_last;
};

inline const Values& lif()
{
    static const Values values{{"tau", 2.0}, {"surrogate", std::string("atan")}, {"detach_reset", true}};
    return values;
}

/// Where the parts of trainableGraph are.
struct SmallNet {
    Graph graph;
    NodeId data = 0, lif1 = 0, loss = 0, learner = 0;
};

/// A convolutional network on the synthetic event camera, small enough to train in seconds.
inline SmallNet smallNet(std::int64_t trainSamples = 96, std::int64_t epochs = 2, std::int64_t size = 16)
{
    SmallNet net;
    GraphBuilder b;
    net.data = b.add("dataset.synthetic_dvs", "Shapes",
                     {{"width", size}, {"height", size}, {"train_samples", trainSamples},
                      {"test_samples", std::int64_t(32)}, {"duration_ms", 40.0}});
    b.from(net.data, "events");
    b.then("transform.frames", "Frames", {{"T", std::int64_t(6)}});
    b.then("layer.conv2d", "Conv 1", {{"out_channels", std::int64_t(8)}, {"padding", std::vector<std::int64_t>{1, 1}}});
    b.then("layer.batch_norm2d", "BN 1");
    net.lif1 = b.then("neuron.lif", "LIF 1", lif());
    b.then("layer.max_pool2d", "Pool 1");
    b.then("layer.flatten", "Flatten");
    b.then("layer.dropout", "Dropout", {{"p", 0.2}});
    b.then("layer.linear", "Linear");
    b.then("neuron.parametric_lif", "PLIF 1", {{"surrogate", std::string("atan")}});
    b.then("readout.rate", "Rate");
    net.loss = b.then("loss.mse", "Loss");
    b.wire(net.data, "label", net.loss, "label");
    net.learner = b.then("learner.bptt", "BPTT",
                         {{"epochs", epochs}, {"batch_size", std::int64_t(16)}, {"learning_rate", 5e-3}});
    net.graph = b.graph;
    return net;
}

inline Document documentOf(const Graph& graph, std::uint64_t seed = 1)
{
    Document document;
    document.graph = graph;
    document.run.seed = seed;
    document.run.threads = 1;
    return document;
}

} // namespace spw::test
