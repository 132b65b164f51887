// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/syn_ops.h"

#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine {

namespace {

constexpr double kAddition = 0.9e-12, kMultiplyAdd = 4.6e-12;   // joules

/// Everything that multiplies by weights: the shape rule says how often.
bool isSynapse(const PlannedNode& node)
{
    return (node.spec->category == Category::Layer || node.spec->category == Category::Synapse) && node.multiplications > 0
           && !node.inputs.empty() && node.inputs[0].info && !node.inputs[0].from.empty()
           && (node.inputs[0].info->type == PortType::Spikes || node.inputs[0].info->type == PortType::Sequence);
}

/// How many output positions each input position reaches along one axis of a convolution.
at::Tensor reachAlong(std::int64_t in, std::int64_t kernel, std::int64_t stride, std::int64_t padding,
                      std::int64_t dilation)
{
    at::Tensor reach = at::zeros({in}, at::kDouble);
    double* data = reach.data_ptr<double>();
    const std::int64_t out = (in + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
    for (std::int64_t o = 0; o < out; ++o)
        for (std::int64_t k = 0; k < kernel; ++k)
            if (const std::int64_t i = o * stride - padding + k * dilation; i >= 0 && i < in)
                data[i] += 1.0;
    return reach;
}

at::Tensor targetsOf(const PlannedNode& node)
{
    const std::vector<Dim>& features = node.inputs[0].info->features;
    if (node.spec->id == "layer.linear")
        return at::full({1}, double(node.values.integer("out_features")), at::kDouble);
    if (node.spec->id != "layer.conv2d") {   // on average: what the dense product costs, spread over the inputs
        double units = 1;
        for (const Dim& dim : features)
            units *= double(dim.value_or(1));
        return at::full({1}, node.multiplications / std::max(units, 1.0), at::kDouble);
    }
    const std::vector<std::int64_t> kernel = node.values.pair("kernel_size"), stride = node.values.pair("stride"),
                                    padding = node.values.pair("padding"), dilation = node.values.pair("dilation");
    const at::Tensor rows = reachAlong(*features[1], kernel[0], stride[0], padding[0], dilation[0]);
    const at::Tensor columns = reachAlong(*features[2], kernel[1], stride[1], padding[1], dilation[1]);
    return rows.unsqueeze(1).mul(columns).mul(
        double(node.values.integer("out_channels") / node.values.integer("groups")));
}

/// The nearest spiking node downstream, or the node itself.
NodeId drivenBy(const Plan& plan, const PlannedNode& synapse)
{
    NodeId current = synapse.id;
    for (const PlannedNode& node : plan.nodes) {   // in order: one walk finds the chain
        bool follows = false;
        for (const PlannedInput& input : node.inputs)
            for (const EdgeEnd& from : input.from)
                follows = follows || from.node == current;
        if (!follows || node.outputs.empty())
            continue;
        if (node.spec->category == Category::Neuron)
            return node.id;
        if ((node.spec->category != Category::Layer && node.spec->category != Category::Synapse) || isSynapse(node))
            return synapse.id;
        current = node.id;
    }
    return synapse.id;
}

} // namespace

SynOpsMeter::SynOpsMeter(const Plan& plan) : m_plan(plan)
{
    for (const PlannedNode& node : plan.nodes)
        if (isSynapse(node))
            m_synapses.push_back({&node, node.inputs[0].from[0], drivenBy(plan, node), targetsOf(node)});
}

std::set<EdgeEnd> SynOpsMeter::wanted() const
{
    std::set<EdgeEnd> ends;
    for (const Synapse& synapse : m_synapses)
        ends.insert(synapse.input);
    return ends;
}

void SynOpsMeter::add(const PortValues& values, std::int64_t samples)
{
    m_samples += samples;
    for (Synapse& synapse : m_synapses) {
        const at::Tensor& input = values.at(synapse.input);
        const std::int64_t steps = input.size(0) * input.size(1);
        if (!input.equal(input.round())) {
            const double dense = synapse.node->multiplications * double(steps);
            synapse.operations += dense;
            synapse.energy += dense * kMultiplyAdd;
            continue;
        }
        const at::Tensor perUnit = input.abs().sum(at::IntArrayRef{0, 1}).to(at::kCPU, at::kDouble);
        const double additions = perUnit.mul(synapse.targets).sum().item<double>();
        synapse.operations += additions;
        synapse.energy += additions * kAddition;
    }
}

std::vector<Evaluation::Layer> SynOpsMeter::layers(const std::map<NodeId, NodeActivity>& activity) const
{
    std::vector<Evaluation::Layer> rows;
    for (const PlannedNode& node : m_plan.nodes) {
        const auto active = activity.find(node.id);
        double operations = 0, energy = 0;
        bool driven = false;
        for (const Synapse& synapse : m_synapses)
            if (synapse.drives == node.id) {
                operations += synapse.operations;
                energy += synapse.energy;
                driven = true;
            }
        if (active == activity.end() && !driven)
            continue;
        Evaluation::Layer row;
        row.node = node.id;
        row.name = node.name;
        if (active != activity.end()) {
            row.rate = active->second.rate;
            row.deadShare = active->second.deadShare;
            row.saturatedShare = active->second.saturatedShare;
        }
        row.synOps = m_samples > 0 ? operations / double(m_samples) : 0.0;
        row.energy = m_samples > 0 ? energy / double(m_samples) : 0.0;
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace spw::engine
