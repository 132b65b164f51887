// SPDX-License-Identifier: GPL-3.0-or-later
// Networks of SLAYER PyTorch: spike response neurons, time in milliseconds.
#include "core/zoo/parts.h"

#include <utility>

namespace spw::zoo {
namespace {

Input slayerDigits()
{
    return {.kind = Input::Kind::Events, .type = "dataset.nmnist", .title = "N-MNIST", .channels = 2, .encoder = "transform.bins"};
}

void slayerOutput(NetBuilder& net, const Options& options)
{
    sequenceLoss(net, "loss.num_spikes",
                 {{"region_stop", double(options.integer("T"))}, {"count_true", 60.0}, {"count_false", 10.0}},
                 {{"optimizer", "nadam"}, {"learning_rate", 0.01}, {"batch_size", 8}, {"epochs", 100}});
}

Graph buildSlayerCnn(const Template&, const Options& options)
{
    NetBuilder net;
    input(net, slayerDigits(), options);
    constexpr std::int64_t channels[]{16, 32, 64}, kernels[]{5, 3, 3};
    for (int layer = 0; layer < 3; ++layer) {
        net.then("layer.slayer_conv", net.numbered("Conv"),
                 {{"outChannels", channels[layer]}, {"kernelSize", Sides{kernels[layer], kernels[layer]}}, {"padding", Sides{1, 1}}});
        net.then("neuron.srm_alpha", net.numbered("SRM"));
        if (layer < 2) {
            net.then("layer.slayer_pool", net.numbered("Pool"));
            net.then("neuron.srm_alpha", net.numbered("SRM"));
        }
        net.row();
    }
    net.then("layer.slayer_dense", "FC", {{"outFeatures", classesOf(options)}});
    net.then("neuron.srm_alpha", net.numbered("SRM"));
    slayerOutput(net, options);
    return net.finish();
}

Graph buildSlayerMlp(const Template&, const Options& options)
{
    NetBuilder net;
    input(net, slayerDigits(), options);
    for (const std::int64_t neurons : {options.integer("hidden"), classesOf(options)}) {
        net.then("layer.slayer_dense", net.numbered("FC"), {{"outFeatures", neurons}});
        net.then("neuron.srm_alpha", net.numbered("SRM"));
    }
    slayerOutput(net, options);
    return net.finish();
}

} // namespace

std::vector<Template> slayerNets()
{
    const char* source = "SLAYER PyTorch, example 03; Shrestha, Orchard 2018";
    return {
        {.id = "slayer_nmnist_cnn", .title = "SLAYER CNN (N-MNIST)", .family = "SLAYER",
         .summary = "16c5-2a-32c3-2a-64c3-10o: three convolutions and two pools of spike response neurons, told how many spikes to send.",
         .source = source, .options = joined({{stepsOption(300), classesOption(10)}, dataOptions("N-MNIST", 34)}),
         .counts = {{{}, 64'800}}, .build = buildSlayerCnn},
        {.id = "slayer_nmnist_mlp", .title = "SLAYER MLP (N-MNIST)", .family = "SLAYER",
         .summary = "One hidden layer of 512 spike response neurons.", .source = source,
         .options = joined({{wholeOption("hidden", "Hidden neurons", 512, between(1, 65536), "Neurons between input and answer."),
                             stepsOption(300), classesOption(10)},
                            dataOptions("N-MNIST", 34)}),
         .counts = {{{}, 1'188'864}}, .build = buildSlayerMlp},
    };
}

} // namespace spw::zoo
