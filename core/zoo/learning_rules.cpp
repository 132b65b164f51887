// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that learn by rules of their own: spike timing, tempotron.
#include "core/zoo/parts.h"

#include <utility>

namespace spw::zoo {
namespace {

/// Convolutions by STDP, the dense layers by gradient, in one graph.
Graph buildStdpConv(const Template&, const Options& options)
{
    NetBuilder net;
    input(net, {.kind = Input::Kind::Events, .channels = 3}, options);
    const std::int64_t channels = options.integer("channels");
    neuron(net, "neuron.if", "Input spikes");   // frames hold counts, the rule needs spikes
    net.row();
    for (int block = 1; block <= 2; ++block) {
        const std::string number = std::to_string(block);
        const NodeId conv = net.then("layer.conv2d", "Conv " + number,
                                     {{"out_channels", channels}, {"padding", Sides{1, 1}}, {"bias", false}, {"train", "learner"}});
        const NodeId spikes = neuron(net, "neuron.if", "IF " + number);
        net.then("layer.max_pool2d", "Pool " + number);
        const EdgeEnd end = net.end();
        const NodeId learner = net.add("learner.stdp", "STDP " + number,
                                       {{"learning_rate", 0.1}, {"tau_pre", 2.0}, {"tau_post", 100.0}, {"f_pre", "clamp"}, {"f_post", "clamp"}});
        net.wire({conv, "y"}, learner, "synapse");
        net.wire({spikes, "s"}, learner, "post");
        net.from(end);
        net.row();
    }
    net.then("layer.flatten", "Flatten");
    net.then("layer.linear", "FC 1", {{"out_features", 64}, {"bias", false}});
    neuron(net, "neuron.if", "IF 3");
    net.then("layer.linear", "FC 2", {{"out_features", classesOf(options)}, {"bias", false}});
    neuron(net, "neuron.if", "IF 4");
    output(net, {.learner = {{"optimizer", "adam"}, {"learning_rate", 1e-3}, {"batch_size", 16}, {"epochs", 10}}});
    return net.finish();
}

Graph buildTempotron(const Template&, const Options& options)
{
    const std::int64_t steps = options.integer("T");
    NetBuilder net;
    const NodeId data = options.text("data") == "shapes"
                            ? net.add("dataset.synthetic_dvs", "Moving shapes",
                                      {{"width", options.integer("size")}, {"height", options.integer("size")}})
                            : net.add("dataset.mnist", "MNIST");
    net.label = {data, "label"};
    net.from(data, "image");
    const NodeId tuning = net.then("encoder.gaussian_tuning", "Gaussian tuning", {{"m", options.integer("cells")}, {"max_spike_time", steps}});
    net.row();
    net.from(tuning, "times");
    const NodeId tempotron = net.then("layer.tempotron", "Tempotron", {{"out_features", 10}, {"T", steps}});
    net.from(tempotron, "v");
    output(net, {.readout = "readout.membrane", .readoutValues = {{"reduce", "max"}}, .loss = "loss.tempotron",
                 .learner = {{"optimizer", "adam"}, {"learning_rate", 1e-3}, {"batch_size", 64}, {"epochs", 10}}});
    return net.finish();
}

} // namespace

std::vector<Template> learningRules()
{
    std::vector<ParamSpec> tempotron{
        wholeOption("cells", "Cells a value", 16, between(3, 1000), "Neurons with bell curves that look at each value."), stepsOption(100),
        choiceOption("data", "Data", "own", "What the network sees.", {{"own", "MNIST"}, {"shapes", "Moving shapes (no files needed)"}})};
    tempotron.push_back(dataOptions("MNIST", 28).at(1));
    return {
        {.id = "stdp_conv", .title = "Convolutions by STDP, readout by gradient", .family = "Learning rules",
         .summary = "Two convolutions learn by spike timing alone while the dense layers behind them learn by gradient, in one run.",
         .source = "SpikingJelly, tutorial on STDP learning",
         .options = joined({{stepsOption(8), wholeOption("channels", "Channels", 16, between(1, 1024), "Maps of both convolutions."), classesOption(10)},
                            dataOptions("", 32)}),
         .counts = {{{}, 9 * 3 * 16 + 9 * 16 * 16 + 16 * 8 * 8 * 64 + 64 * 10}}, .build = buildStdpConv},
        {.id = "tempotron_mnist", .title = "Tempotron (MNIST)", .family = "Learning rules",
         .summary = "Every pixel speaks once, its time says how bright it is; ten neurons learn to answer by when, not by how often.",
         .source = "SpikingJelly, timing_based.examples.tempotron_mnist; Gutig, Sompolinsky 2006", .options = std::move(tempotron),
         .counts = {{{}, 28 * 28 * 16 * 10}}, .build = buildTempotron},
    };
}

} // namespace spw::zoo
