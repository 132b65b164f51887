// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/network_view.h"

#include <algorithm>
#include <set>

namespace spw {

namespace {

bool computes(const PlannedNode& node)
{
    switch (node.spec->category) {
    case Category::Encoder:
    case Category::Layer:
    case Category::Synapse:
    case Category::Neuron:
    case Category::Container:
    case Category::Readout: return true;
    case Category::Dataset:
    case Category::Transform:
    case Category::Loss:
    case Category::Learner:
    case Category::Metric:
    case Category::Probe: return false;
    }
    return false;
}

} // namespace

NetworkView networkView(const Plan& plan)
{
    NetworkView view;
    std::set<NodeId> inside;
    for (const PlannedNode& node : plan.nodes) {
        const bool in = node.spec && computes(node);
        (in ? view.nodes : view.skipped).push_back(&node);
        if (in)
            inside.insert(node.id);
    }
    std::set<EdgeEnd> read;
    for (const PlannedNode* node : view.nodes)
        for (const PlannedInput& input : node->inputs)
            for (const EdgeEnd& from : input.from) {
                const bool first = read.insert(from).second;
                if (first && !inside.count(from.node))
                    view.entries.push_back(from);
            }
    for (const PlannedNode* node : view.nodes)
        for (const PortSpec& port : node->spec->outputs)
            if (!read.count({node->id, port.name}))
                view.exits.push_back({node->id, port.name});
    return view;
}

std::vector<NetworkView::Reader> NetworkView::readers(const EdgeEnd& output) const
{
    std::vector<Reader> out;
    for (const PlannedNode* node : nodes)
        for (std::size_t i = 0; i < node->inputs.size(); ++i)
            if (std::find(node->inputs[i].from.begin(), node->inputs[i].from.end(), output) != node->inputs[i].from.end())
                out.push_back({node, i});
    return out;
}

const EdgeEnd* NetworkView::source(const PlannedNode& node, std::size_t input)
{
    if (input >= node.inputs.size() || node.inputs[input].from.size() != 1)
        return nullptr;
    return &node.inputs[input].from.front();
}

const PlannedNode* NetworkView::find(NodeId id) const
{
    const auto at = std::find_if(nodes.begin(), nodes.end(), [id](const PlannedNode* node) { return node->id == id; });
    return at == nodes.end() ? nullptr : *at;
}

} // namespace spw
