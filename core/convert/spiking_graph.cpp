// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/convert/conversion_parts.h"

#include "core/convert/weight_names.h"

#include <map>

namespace spw {

namespace {

constexpr double kNodeStep = 260;   // from one node to the next

/// Makes room for `count` more nodes to the right of `at`.
void makeRoom(Graph& graph, const Point& at, int count)
{
    std::vector<GraphEdit> moves;
    for (const auto& [id, node] : graph.nodes())
        if (node.position.x > at.x)
            moves.push_back(MoveNode{id, {node.position.x + count * kNodeStep, node.position.y}});
    if (!moves.empty())
        graph.apply(Batch{std::move(moves)});
}

NodeId add(Graph& graph, const std::string& type, const std::string& title, const Point& at,
           const std::vector<std::pair<std::string, ParamValue>>& values)
{
    Node node;
    node.id = graph.nextId();
    node.type = type;
    node.title = title;
    node.position = at;
    for (const auto& [name, value] : values)
        node.values.set(name, value);
    const NodeId id = node.id;
    graph.apply(AddNode{std::move(node)});
    return id;
}

void replaceRelu(Graph& graph, ConvertedLayer& layer)
{
    const Node relu = graph.node(layer.relu);
    const std::optional<EdgeEnd> source = graph.source({layer.relu, "x"});
    const std::vector<Edge> readers(graph.outgoing(layer.relu).begin(), graph.outgoing(layer.relu).end());
    graph.apply(RemoveNode{layer.relu});
    makeRoom(graph, relu.position, 2);
    const Point at = relu.position;
    const ParamValue frozen = std::string("frozen");
    layer.before = add(graph, "layer.scale", relu.title + " 1/s", at, {{"scale", 1 / layer.scale}, {"train", frozen}});
    layer.neuron = add(graph, "neuron.if", relu.title + " IF", {at.x + kNodeStep, at.y}, {{"v_threshold", 1.0}, {"v_reset", std::monostate{}}});
    layer.after = add(graph, "layer.scale", relu.title + " s", {at.x + 2 * kNodeStep, at.y}, {{"scale", layer.scale}, {"train", frozen}});
    if (source)
        graph.apply(Connect{{*source, {layer.before, "x"}}});
    graph.apply(Connect{{{layer.before, "y"}, {layer.neuron, "x"}}});
    graph.apply(Connect{{{layer.neuron, "s"}, {layer.after, "x"}}});
    for (const Edge& edge : readers)
        graph.apply(Connect{{{layer.after, "y"}, edge.to}});
}

/// Sequences out of the data have a length of their own: each of their steps is shown for as long as makes `steps` of them.
void holdData(Graph& graph, const Plan& plan, std::int64_t steps)
{
    std::map<EdgeEnd, NodeId> holds;
    const auto isData = [](const PlannedNode& node) { return node.spec->category == Category::Dataset || node.spec->category == Category::Transform; };
    for (const PlannedNode& node : plan.nodes) {
        if (isData(node))
            continue;
        for (std::size_t i = 0; i < node.inputs.size(); ++i) {
            if (node.inputs[i].from.empty())
                continue;
            const EdgeEnd from = node.inputs[i].from[0];
            const PlannedNode* source = plan.find(from.node);
            const auto port = plan.ports.find(from);
            if (!source || !isData(*source) || port == plan.ports.end() || !port->second.steps || *port->second.steps >= steps
                || !hasSteps(port->second.type))
                continue;
            const auto [hold, isNew] = holds.try_emplace(from, 0);
            if (isNew) {
                const Point at = graph.node(from.node).position;
                makeRoom(graph, at, 1);
                hold->second = add(graph, "transform.hold", "Hold", {at.x + kNodeStep, at.y},
                                   {{"times", (steps + *port->second.steps - 1) / *port->second.steps}});
                graph.apply(Connect{{from, {hold->second, "x"}}});
            }
            const EdgeEnd to{node.id, node.spec->inputs[i].name};
            graph.apply(Disconnect{{from, to}});
            graph.apply(Connect{{{hold->second, "y"}, to}});
        }
    }
}

} // namespace

TrainedDocument spikingNetwork(const TrainedDocument& analog, std::vector<ConvertedLayer>& layers, std::int64_t steps)
{
    TrainedDocument out = analog;
    Graph& graph = out.document.graph;
    const Plan before = makePlan(graph);
    for (const PlannedNode& node : before.nodes)
        if (node.spec->category == Category::Encoder && node.spec->param("T"))
            graph.apply(SetParam{node.id, "T", steps});
    holdData(graph, before, steps);
    for (ConvertedLayer& layer : layers)
        replaceRelu(graph, layer);
    const Plan after = makePlan(graph);
    out.weights = renamedWeights(analog.weights, before, after);
    for (const ConvertedLayer& layer : layers)
        for (const auto& [id, scale] : {std::pair{layer.before, 1 / layer.scale}, std::pair{layer.after, layer.scale}})
            if (const PlannedNode* node = after.find(id))
                out.weights.arrays[node->name + "/scale"] = {{1}, std::vector<float>{float(scale)}};
    return out;
}

void eraseWeights(Weights& weights, const std::string& node)
{
    std::erase_if(weights.arrays, [&](const auto& entry) {
        return entry.first.size() > node.size() + 1 && entry.first.compare(0, node.size() + 1, node + "/") == 0 &&
               entry.first.find('/', node.size() + 1) == std::string::npos;
    });
}

Weights renamedWeights(const Weights& weights, const Plan& from, const Plan& to)
{
    std::map<std::string, const PlannedNode*> owners;
    for (const PlannedNode& node : from.nodes)
        owners[node.name] = &node;
    Weights out;
    for (const auto& [key, array] : weights.arrays) {
        const std::size_t slash = key.rfind('/');
        const auto owner = slash == std::string::npos ? owners.end() : owners.find(key.substr(0, slash));
        if (owner == owners.end())
            continue;
        if (const PlannedNode* now = to.find(owner->second->id))
            out.arrays[now->name + key.substr(slash)] = array;
    }
    return out;
}

} // namespace spw
