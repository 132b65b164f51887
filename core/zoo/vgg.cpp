// SPDX-License-Identifier: GPL-3.0-or-later
// Spiking VGG. Titles are the names of torchvision's state dicts, so that its weights load by name.
#include "core/zoo/parts.h"

#include <algorithm>

namespace spw::zoo {
namespace {

/// Numbers of a row: convolutions before each of the five pools, then whether they are normalised.
Graph buildVgg(const Template& row, const Options& options)
{
    constexpr std::int64_t kPooled = 7;
    const bool norms = row.shape.at(5) != 0;
    const std::int64_t base = options.integer("channels"), hidden = options.integer("hidden");
    NetBuilder net;
    input(net, {.channels = 3}, options);
    std::int64_t place = 0;
    const auto name = [&](const char* part) { return std::string(part) + "." + std::to_string(place++); };
    for (std::size_t stage = 0; stage < 5; ++stage) {
        const std::int64_t channels = base << std::min<std::size_t>(stage, 3);
        for (std::int64_t conv = 0; conv < row.shape[stage]; ++conv) {
            net.then("layer.conv2d", name("features"), {{"out_channels", channels}, {"padding", Sides{1, 1}}, {"init", "kaiming_normal"}});
            if (norms)
                net.then("layer.batch_norm2d", name("features"));
            neuron(net, options, name("features"));
        }
        net.then("layer.max_pool2d", name("features"));
        net.row();
    }
    net.then("layer.adaptive_avg_pool2d", "avgpool", {{"output_size", Sides{kPooled, kPooled}}});
    net.then("layer.flatten", "flatten");
    net.row();
    place = 0;
    const auto dense = [&](std::int64_t neurons) {
        net.then("layer.linear", name("classifier"), {{"out_features", neurons}, {"init", "normal"}, {"init_std", 0.01}});
    };
    for (int layer = 0; layer < 2; ++layer) {
        dense(hidden);
        neuron(net, options, name("classifier"));
        net.then("layer.dropout", name("classifier"));
    }
    dense(classesOf(options));
    output(net, {.readout = "readout.membrane", .loss = "loss.cross_entropy", .lossValues = {{"label_smoothing", 0.1}},
                 .learner = {{"optimizer", "sgd"}, {"learning_rate", 0.1}, {"momentum", 0.9}, {"schedule", "cosine"},
                             {"warmup_epochs", 5}, {"epochs", 90}, {"batch_size", 32}}});
    return net.finish();
}

} // namespace

std::vector<Template> spikingVggs()
{
    struct Row {
        const char* depth;
        std::int64_t parameters, normed;
        std::vector<std::int64_t> shape;
    };
    std::vector<Template> list;
    for (const Row& row : {Row{"11", 132'863'336, 132'868'840, {1, 1, 2, 2, 2}}, Row{"13", 133'047'848, 133'053'736, {2, 2, 2, 2, 2}},
                           Row{"16", 138'357'544, 138'365'992, {2, 2, 3, 3, 3}}, Row{"19", 143'667'240, 143'678'248, {2, 2, 4, 4, 4}}})
        for (const bool norms : {false, true}) {
            std::vector<std::int64_t> shape = row.shape;
            shape.push_back(norms);
            list.push_back({.id = "spiking_vgg" + std::string(row.depth) + (norms ? "_bn" : ""),
                            .title = "Spiking VGG-" + std::string(row.depth) + (norms ? " with BatchNorm" : ""),
                            .family = "Spiking VGG",
                            .summary = "Small convolutions in a row, a pool whenever the picture halves, three dense layers. Weights of torchvision load by name.",
                            .source = "SpikingJelly, model.spiking_vgg; Simonyan, Zisserman 2015 (VGG)",
                            .options = joined({{neuronOption("if"), stepsOption(4)}, dataOptions("", 224), {classesOption(1000),
                                               wholeOption("channels", "Channels", 64, between(1, 512), "Maps of the first convolutions; later ones have up to 8 times as many."),
                                               wholeOption("hidden", "Dense neurons", 4096, between(1, 65536), "Neurons of the two dense layers.")}}),
                            .counts = {{{}, norms ? row.normed : row.parameters}}, .build = buildVgg, .shape = std::move(shape)});
        }
    return list;
}

} // namespace spw::zoo
