// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zoo/lava_parts.h"

namespace spw::zoo {

ParamSpec extrasOption()
{
    return flagOption("extras", "Learn more than weights", true,
                      "Weight norm, delays, decays and thresholds are learned where the example does; off: weights alone.");
}

NodeId lavaNeuron(NetBuilder& net, const std::string& title, NodeId synapse, const LavaBlock& block)
{
    NodeId neuron = synapse;
    if (block.neuron == "rf_iz") {
        neuron = net.add("neuron.lava_rf_iz", title, block.neuronValues);
        net.wire({synapse, "real"}, neuron, "real");
        net.wire({synapse, "imag"}, neuron, "imag");
        net.from(neuron, "s");
    } else if (block.neuron == "affine") {
        neuron = net.then("layer.lava_affine", title, block.neuronValues);
    } else if (block.neuron == "sigma") {
        neuron = net.then("layer.sigma", title, block.neuronValues);
    } else {
        neuron = net.then("neuron.lava_" + block.neuron, title, block.neuronValues);
    }
    if (block.delay)
        net.then("synapse.axon_delay", title + " delay");
    if (block.shift)
        net.then("synapse.step_delay", title + " step");
    return neuron;
}

NodeId lavaDense(NetBuilder& net, const std::string& title, std::int64_t neurons, const LavaBlock& block)
{
    const NodeId synapse = net.then(block.neuron == "rf_iz" ? "synapse.lava_complex_dense" : "synapse.lava_dense", title,
                                    {{"out_neurons", neurons}, {"weight_scale", block.weightScale}, {"weight_norm", block.weightNorm}});
    return lavaNeuron(net, title + " neurons", synapse, block);
}

NodeId lavaConv(NetBuilder& net, const std::string& title, Values shape, const LavaBlock& block)
{
    shape["weight_scale"] = block.weightScale;
    shape["weight_norm"] = block.weightNorm;
    const NodeId synapse = net.then(block.neuron == "rf_iz" ? "synapse.lava_complex_conv" : "synapse.lava_conv", title, shape);
    return lavaNeuron(net, title + " neurons", synapse, block);
}

NodeId lavaArrays(NetBuilder& net, const std::string& title, const std::string& shape, std::int64_t steps, std::int64_t classes)
{
    return net.add("dataset.arrays", title, {{"shape", shape}, {"T", steps}, {"order", "nft"}, {"classes", classes}});
}

} // namespace spw::zoo
