// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/calibration.h"

#include "core/engine/goal.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

namespace {

/// The nearest node before `node` that has a weight, following first inputs; nullptr: none before another neuron.
NodeModule* weightsBefore(const Network& network, const Plan& plan, const PlannedNode& node)
{
    const PlannedNode* at = &node;
    while (!at->inputs.empty() && !at->inputs[0].from.empty()) {
        at = plan.find(at->inputs[0].from[0].node);
        if (!at || at->spec->category == Category::Neuron)
            return nullptr;
        NodeModule* module = network.find(at->id);
        if (!module)
            return nullptr;
        for (const NamedTensor& entry : module->parameters())
            if (entry.name == "weight" && entry.tensor.requires_grad())
                return module;
    }
    return nullptr;
}

void scale(NodeModule& module, double factor)
{
    const at::NoGradGuard noGrad;
    for (const NamedTensor& entry : module.parameters())
        if (entry.name == "weight" || entry.name == "bias") {
            at::Tensor tensor = entry.tensor;
            tensor.mul_(factor);
        }
}

} // namespace

std::vector<CalibratedLayer> calibrate(Network& network, const Plan& plan, const PortValues& values,
                                       const CalibrationOptions& options, const std::function<bool()>& goOn)
{
    const at::NoGradGuard noGrad;
    std::vector<CalibratedLayer> layers;
    network.setTraining(true);   // normalisations by the statistics of these samples, as in the first batch
    std::vector<std::pair<at::Tensor, at::Tensor>> buffers;
    for (const Network::Entry& buffer : network.buffers())
        buffers.emplace_back(buffer.tensor, buffer.tensor.clone());

    for (const PlannedNode& node : plan.nodes) {
        if (node.spec->category != Category::Neuron || node.outputs.empty()
            || node.outputs[0].type != PortType::Spikes || !goOn())
            continue;
        NodeModule* module = weightsBefore(network, plan, node);
        if (!module)
            continue;
        const EdgeEnd port = outputOf(node);
        const auto rate = [&] {
            network.reset();
            const double mean = network.forward(values, {port}).at(port).mean().item<double>();
            network.reset();
            return mean;
        };
        CalibratedLayer layer{node.name, module->name()};
        layer.rateBefore = layer.rateAfter = rate();
        // Bisection over the factor on a logarithmic scale: the rate rises with the weights.
        double low = 1.0 / options.most, high = options.most;
        for (int i = 0; i < 16 && std::abs(layer.rateAfter - options.rate) > options.tolerance * options.rate && goOn();
             ++i) {
            (layer.rateAfter < options.rate ? low : high) = layer.factor;
            const double next = std::sqrt(low * high);
            scale(*module, next / layer.factor);
            layer.factor = next;
            layer.rateAfter = rate();
        }
        layers.push_back(layer);
    }
    for (auto& [buffer, before] : buffers)
        buffer.copy_(before);
    network.reset();
    return layers;
}

} // namespace spw::engine
