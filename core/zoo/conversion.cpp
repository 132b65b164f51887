// SPDX-License-Identifier: GPL-3.0-or-later
// Analog networks, to be trained and then converted to spikes.
#include "core/zoo/parts.h"

#include <utility>

namespace spw::zoo {
namespace {

Output analogOutput(double rate, std::int64_t epochs)
{
    return {.readout = "readout.membrane", .loss = "loss.cross_entropy",
            .learner = {{"optimizer", "adam"}, {"learning_rate", rate}, {"batch_size", 100}, {"epochs", epochs}}};
}

Graph buildAnnCnn(const Template&, const Options& options)
{
    const std::int64_t channels = options.integer("channels");
    NetBuilder net;
    input(net, {.type = "dataset.mnist", .title = "MNIST"}, options);
    for (int block = 0; block < 3; ++block) {
        net.then("layer.conv2d", net.numbered("Conv"), {{"out_channels", channels}});
        net.then("layer.batch_norm2d", net.numbered("BN"));
        net.then("layer.relu", net.numbered("ReLU"));
        net.then("layer.avg_pool2d", net.numbered("Pool"));
        net.row();
    }
    net.then("layer.flatten", "Flatten");
    net.then("layer.linear", "FC", {{"out_features", classesOf(options)}});
    output(net, analogOutput(1e-3, 10));
    return net.finish();
}

/// Titles are the names of the state dict of SpikingJelly's sample model.
Graph buildAnnResNet18(const Template&, const Options& options)
{
    NetBuilder net;
    std::int64_t channels = 64;
    const auto conv = [&](const std::string& title, std::int64_t out, std::int64_t kernel, std::int64_t stride) {
        net.then("layer.conv2d", title,
                 {{"out_channels", out}, {"kernel_size", Sides{kernel, kernel}}, {"stride", Sides{stride, stride}},
                  {"padding", Sides{kernel / 2, kernel / 2}}, {"bias", false}});
    };
    input(net, {.type = "dataset.cifar", .title = "CIFAR-10", .values = {{"normalise", "standard"}}, .channels = 3}, options);
    conv("conv1", channels, 3, 1);
    net.then("layer.batch_norm2d", "bn1");
    net.then("layer.relu", "relu");
    net.row();
    net.beginStages();
    for (int stage = 0; stage < 4; ++stage) {
        if (stage > 0)
            net.stage();
        for (int k = 0; k < 2; ++k) {
            const std::int64_t out = std::int64_t(64) << stage, stride = stage > 0 && k == 0 ? 2 : 1;
            const std::string name = "layer" + std::to_string(stage + 1) + "." + std::to_string(k), prefix = name + ".";
            EdgeEnd shortCut = net.end();
            const EdgeEnd in = shortCut;
            net.beginGroup(name);
            conv(prefix + "conv1", out, 3, stride);
            net.then("layer.batch_norm2d", prefix + "bn1");
            net.then("layer.relu", prefix + "relu1");
            conv(prefix + "conv2", out, 3, 1);
            net.then("layer.batch_norm2d", prefix + "bn2");
            const NodeId sum = net.then("container.residual", prefix + "add");
            net.then("layer.relu", prefix + "relu2");
            const EdgeEnd end = net.end();
            if (stride != 1 || channels != out) {
                net.row(true);
                net.from(in);
                conv(prefix + "shortcut.0", out, 1, stride);
                net.then("layer.batch_norm2d", prefix + "shortcut.1");
                shortCut = net.end();
            }
            net.wire(shortCut, sum, "b");
            net.from(end);
            net.endGroup();
            channels = out;
            net.row();
        }
    }
    net.stage();
    net.then("layer.avg_pool2d", "avg_pool", {{"kernel_size", Sides{4, 4}}});
    net.then("layer.flatten", "flatten");
    net.then("layer.linear", "linear", {{"out_features", classesOf(options)}});
    output(net, analogOutput(1e-3, 100));
    return net.finish();
}

} // namespace

std::vector<Template> conversionNets()
{
    return {
        {.id = "ann_cnn_mnist", .title = "CNN to convert (MNIST)", .family = "Conversion",
         .summary = "An analog network of convolutions, ReLUs and average pools. Train it for some epochs, then convert it to spikes: 50 steps are enough.",
         .source = "SpikingJelly, tutorial on conversion, ann2snn.examples.cnn_mnist; Rueckauer and others 2017",
         .options = joined({{wholeOption("channels", "Channels", 32, between(1, 1024), "Maps of all convolutions."), classesOption(10)},
                            dataOptions("MNIST", 28)}),
         .counts = {{{}, 19'338}}, .build = buildAnnCnn},
        {.id = "ann_resnet18_cifar10", .title = "ResNet-18 to convert (CIFAR-10)", .family = "Conversion",
         .summary = "An analog residual network for small pictures, to be converted to spikes. Weights of SpikingJelly's sample model load by name.",
         .source = "SpikingJelly, ann2snn.sample_models.cifar10_resnet",
         .options = joined({{classesOption(10)}, dataOptions("CIFAR-10", 32)}),
         .counts = {{{}, 11'173'962}}, .build = buildAnnResNet18},
    };
}

} // namespace spw::zoo
