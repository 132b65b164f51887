// SPDX-License-Identifier: GPL-3.0-or-later
// Examples of lava-dl.
#include "core/zoo/lava_parts.h"

#include <utility>

namespace spw::zoo {
namespace {

Graph buildOxford(const Template&, const Options& options)
{
    constexpr std::int64_t kTrains = 200;
    const std::int64_t steps = options.integer("T");
    NetBuilder net;
    const NodeId spikes = lavaArrays(net, "Spikes in", std::to_string(kTrains), steps);
    const NodeId wanted = lavaArrays(net, "Spikes wanted", std::to_string(kTrains), steps);
    net.row();
    net.from(spikes, "x");
    const LavaBlock block{.neuronValues = {{"threshold", 0.1}, {"current_decay", 1.0}, {"voltage_decay", 0.1},
                                           {"requires_grad", options.flag("extras")}}};
    lavaDense(net, "Dense 1", options.integer("hidden"), block);
    lavaDense(net, "Dense 2", kTrains, block);
    net.row();
    const NodeId loss = net.then("loss.spike_time", "Loss", {{"time_constant", 2.0}, {"length", 100}, {"filter_order", 2}});
    net.wire({wanted, "x"}, loss, "target");
    net.then("learner.bptt", "Learner",
             {{"optimizer", "adam"}, {"learning_rate", 1e-3}, {"weight_decay", 1e-5}, {"batch_size", 1}, {"epochs", 5000}});
    return net.finish();
}

Graph buildXor(const Template&, const Options& options)
{
    const std::int64_t steps = options.integer("T"), hidden = options.integer("hidden");
    NetBuilder net;
    const NodeId bits = lavaArrays(net, "Two bits", "2", steps);
    const NodeId wanted = lavaArrays(net, "Their XOR", "1", steps);
    net.row();
    net.from(bits, "x");
    LavaBlock block{.neuronValues = {{"threshold", 0.1}, {"current_decay", 1.0}, {"voltage_decay", 0.1},
                                     {"requires_grad", options.flag("extras")}}};
    lavaDense(net, "Dense 1", hidden, block);
    lavaDense(net, "Dense 2", hidden, block);
    block.neuron = "affine";
    block.neuronValues.erase("threshold");
    block.shift = false;
    net.row();
    lavaDense(net, "Affine", 1, block);
    const NodeId loss = net.then("loss.regression", "Loss");
    net.wire({wanted, "x"}, loss, "target");
    net.then("learner.bptt", "Learner", {{"optimizer", "adam"}, {"learning_rate", 1e-3}, {"batch_size", 4}, {"epochs", 500}});
    return net.finish();
}

Graph buildLavaNmnist(const Template&, const Options& options)
{
    NetBuilder net;
    input(net, {.kind = Input::Kind::Events, .type = "dataset.nmnist", .title = "N-MNIST", .channels = 2, .encoder = "transform.bins"}, options);
    net.then("layer.flatten", "Flatten");
    const bool extras = options.flag("extras");
    LavaBlock block{.neuronValues = {{"threshold", 1.25}, {"current_decay", 0.25}, {"voltage_decay", 0.03}, {"tau_grad", 0.03},
                                     {"scale_grad", 3.0}, {"dropout", 0.05}},
                    .weightNorm = extras, .delay = extras};
    for (int layer = 1; layer <= 2; ++layer) {
        lavaDense(net, "Dense " + std::to_string(layer), options.integer("hidden"), block);
        net.row();
    }
    block.delay = false;
    block.neuronValues.erase("dropout");
    net.lastNeuron = lavaDense(net, "Dense 3", classesOf(options), block);
    sequenceLoss(net, "loss.spike_rate", {{"true_rate", 0.2}, {"false_rate", 0.03}},
                 {{"optimizer", "adam"}, {"learning_rate", 1e-3}, {"batch_size", 32}, {"epochs", 100}});
    return net.finish();
}

Graph buildBootstrapMnist(const Template&, const Options& options)
{
    NetBuilder net;
    input(net, {.type = "dataset.mnist", .title = "MNIST"}, options);
    const bool extras = options.flag("extras");
    const Values neurons{{"threshold", 1.25}, {"current_decay", 1.0}, {"voltage_decay", 0.03}};
    net.then("layer.flatten", "Flatten");
    if (extras)   // the picture is scaled and shifted before the first neurons
        net.then("layer.lava_input", "Input", {{"weight", 1.0}, {"bias", 0.0}});
    else
        net.then("layer.lava_input", "Input");
    net.then("neuron.lava_cuba", "Input neurons", neurons);
    net.row();
    LavaBlock block{.neuronValues = neurons, .weightScale = 2, .weightNorm = extras, .shift = false};
    lavaDense(net, "Dense 1", options.integer("hidden"), block);
    lavaDense(net, "Dense 2", options.integer("hidden"), block);
    net.row();
    block.neuron = "affine";
    block.neuronValues.erase("threshold");
    lavaDense(net, "Affine", classesOf(options), block);
    output(net, {.readout = "readout.membrane", .loss = "loss.cross_entropy",
                 .learner = {{"optimizer", "adam"}, {"learning_rate", 1e-3}, {"batch_size", 32}, {"epochs", 100}}});
    return net.finish();
}

Values sigmaDelta(bool learnThreshold, bool norm, double dropout)
{
    Values values{{"threshold", 0.1}, {"tau_grad", 0.5}, {"scale_grad", 1.0}, {"requires_grad", learnThreshold}};
    if (norm)
        values["norm"] = "MeanOnlyBatchNorm";
    if (dropout > 0)
        values["dropout"] = dropout;
    return values;
}

Graph buildPilotNet(const Template&, const Options& options)
{
    const bool extras = options.flag("extras");
    const std::int64_t steps = options.integer("T");
    NetBuilder net;
    const NodeId road = lavaArrays(net, "Pictures of the road", "3x33x100", steps);
    const NodeId wheel = lavaArrays(net, "Angle of the wheel", "1", steps);
    net.row();
    net.from(road, "x");
    net.then("encoder.delta", "Changes", {{"threshold", 0.1}, {"tau_grad", 0.5}, {"requires_grad", extras}});
    LavaBlock block{.neuron = "sigma_delta", .neuronValues = sigmaDelta(extras, true, 0), .weightScale = 2, .weightNorm = extras, .shift = false};
    lavaConv(net, "Conv 1", {{"out_features", 24}, {"stride", Sides{2, 2}}}, block);
    lavaConv(net, "Conv 2", {{"out_features", 36}, {"stride", Sides{2, 2}}}, block);
    net.row();
    lavaConv(net, "Conv 3", {{"out_features", 64}, {"stride", Sides{2, 1}}, {"padding", Sides{1, 0}}}, block);
    lavaConv(net, "Conv 4", {{"out_features", 64}}, block);
    net.row();
    net.then("layer.flatten", "Flatten");
    block.neuronValues = sigmaDelta(extras, true, 0.2);
    int number = 0;
    for (const std::int64_t neurons : {100, 50, 10})
        net.lastNeuron = lavaDense(net, "Dense " + std::to_string(++number), neurons, block);
    net.row();
    block.neuron = "sigma";
    block.neuronValues = {};
    lavaDense(net, "Output", 1, block);
    const NodeId loss = net.then("loss.regression", "Loss");
    net.wire({wheel, "x"}, loss, "target");
    net.then("learner.bptt", "Learner",
             {{"optimizer", "radam"}, {"learning_rate", 1e-3}, {"weight_decay", 1e-5}, {"batch_size", 8}, {"epochs", 200}});
    return net.finish();
}

/// Neurons of four families in one network.
Graph buildMixed(const Template&, const Options& options)
{
    const bool extras = options.flag("extras");
    NetBuilder net;
    const NodeId data = lavaArrays(net, "Arrays", "3x33x100", options.integer("T"), 50);
    net.label = {data, "label"};
    net.from(data, "x");
    net.row();
    net.then("encoder.delta", "Changes");
    LavaBlock block{.neuron = "sigma_delta", .neuronValues = sigmaDelta(false, false, 0), .weightScale = 2, .shift = false};
    lavaConv(net, "Conv 1", {{"out_features", 24}, {"stride", Sides{2, 2}}}, block);
    lavaConv(net, "Conv 2", {{"out_features", 36}, {"stride", Sides{2, 2}}}, block);
    net.row();
    block = {.neuron = "rf_iz", .weightScale = 2, .delay = extras, .shift = true};
    lavaConv(net, "Conv 3", {{"out_features", 64}, {"stride", Sides{2, 1}}, {"padding", Sides{1, 0}}}, block);
    net.row();
    lavaConv(net, "Conv 4", {{"out_features", 64}}, block);
    net.row();
    net.then("layer.flatten", "Flatten");
    block.neuron = "alif";
    lavaDense(net, "Dense", 100, block);
    net.row();
    net.then("container.lava_recurrent", "Recurrent", {{"out_neurons", 50}});
    net.then("synapse.step_delay", "Recurrent step");
    net.lastNeuron = net.then("container.lava_kwta", "KWTA", {{"out_neurons", 50}, {"num_winners", 5}});
    net.then("synapse.step_delay", "KWTA step");
    sequenceLoss(net, "loss.spike_rate", {}, {{"optimizer", "adam"}, {"learning_rate", 1e-3}, {"batch_size", 8}, {"epochs", 100}});
    return net.finish();
}

ParamSpec lavaHidden(std::int64_t neurons)
{
    return wholeOption("hidden", "Hidden neurons", neurons, between(1, 65536), "Neurons of each hidden layer.");
}

} // namespace

std::vector<Template> lavaNets()
{
    const std::map<std::string, std::string> weights{{"extras", "false"}};
    return {
        {.id = "lava_oxford", .title = "Oxford (spike trains)", .family = "lava-dl",
         .summary = "200 random spike trains become the picture of a building, spike by spike. Wire input.bs1 and output.bs1 as arrays.",
         .source = "lava-dl, tutorial oxford", .options = {lavaHidden(256), stepsOption(2000), extrasOption()},
         .counts = {{weights, 102'400}, {{}, 102'404}}, .build = buildOxford},
        {.id = "lava_xor", .title = "XOR", .family = "lava-dl",
         .summary = "The smallest thing that needs a hidden layer, learned as a membrane.", .source = "lava-dl, tutorial xor",
         .options = {lavaHidden(32), stepsOption(10), extrasOption()}, .counts = {{weights, 1'120}}, .build = buildXor},
        {.id = "lava_nmnist_mlp", .title = "MLP with delays (N-MNIST)", .family = "lava-dl",
         .summary = "Two hidden layers of CUBA neurons that learn when their spikes arrive as well. 98.7 % after 100 epochs.",
         .source = "lava-dl, tutorial nmnist",
         .options = joined({{lavaHidden(512), stepsOption(300), classesOption(10)}, dataOptions("N-MNIST", 34), {extrasOption()}}),
         .counts = {{weights, 1'451'008}, {{}, 1'451'008 + 2 * 512 + 512 + 512 + 10}}, .build = buildLavaNmnist},
        {.id = "lava_bootstrap_mnist", .title = "Bootstrap MLP (MNIST)", .family = "lava-dl",
         .summary = "A network for training that switches between its rates and its spikes; 16 steps, 99.2 % right.",
         .source = "lava-dl, bootstrap, tutorial mnist",
         .options = joined({{lavaHidden(512), stepsOption(16), classesOption(10)}, dataOptions("MNIST", 28), {extrasOption()}}),
         .counts = {{weights, 668'672}, {{}, 668'672 + 2 + 512 + 512 + 10}}, .build = buildBootstrapMnist},
        {.id = "pilotnet_sdnn", .title = "PilotNet (sigma-delta)", .family = "lava-dl",
         .summary = "Steers a car by pictures of the road; sigma-delta neurons send only what changes.",
         .source = "lava-dl, tutorial pilotnet; Bojarski and others 2016", .options = {stepsOption(16), extrasOption()},
         .counts = {{weights, 327'534}}, .build = buildPilotNet},
        {.id = "lava_mixed", .title = "Mixed families", .family = "lava-dl",
         .summary = "Sigma-delta, resonating, adaptive and winner-take-all neurons in one network: families mix freely.",
         .source = "lava-dl, SLAYER 2.0 overview", .options = {stepsOption(32), extrasOption()},
         .counts = {{weights, 9 * (3 * 24 + 24 * 36 + 2 * 36 * 64 + 2 * 64 * 64) + 2560 * 100 + 50 * (100 + 50) + 50 * 50 + 1}},
         .build = buildMixed},
    };
}

} // namespace spw::zoo
