// SPDX-License-Identifier: GPL-3.0-or-later
// The convolutional networks of the parametric-LIF paper: blocks of convolutions with pools, two dense layers, voting.
#include "core/zoo/parts.h"

namespace spw::zoo {
namespace {

// Numbers of a row: pooled blocks, convolutions in each, neurons of the first dense layer, the data set.
enum class PlifData { Mnist, Fashion, Nmnist, Cifar10, Cifar10Dvs, Gesture };
struct PlifShape {
    std::int64_t blocks, convs, hidden;
    PlifData data;
    explicit PlifShape(const Template& row) : blocks(row.shape.at(0)), convs(row.shape.at(1)), hidden(row.shape.at(2)), data(PlifData(row.shape.at(3))) {}
};

Input plifInput(PlifData data)
{
    switch (data) {
    case PlifData::Mnist: return {.type = "dataset.mnist", .title = "MNIST"};
    case PlifData::Fashion: return {.type = "dataset.mnist", .title = "Fashion-MNIST", .values = {{"set", "fashion"}}};
    case PlifData::Nmnist: return {.kind = Input::Kind::Events, .type = "dataset.nmnist", .title = "N-MNIST", .channels = 2};
    case PlifData::Cifar10: return {.type = "dataset.cifar", .title = "CIFAR-10", .values = {{"normalise", "standard"}}, .channels = 3};
    case PlifData::Cifar10Dvs: return {.kind = Input::Kind::Events, .type = "dataset.cifar10_dvs", .title = "CIFAR10-DVS", .channels = 2};
    case PlifData::Gesture: return {.kind = Input::Kind::Events, .type = "dataset.dvs128_gesture", .title = "DVS128 Gesture", .channels = 2};
    }
    return {};
}

Graph buildPlifNet(const Template& row, const Options& options)
{
    const PlifShape shape(row);
    constexpr std::int64_t kVoters = 10;
    NetBuilder net;
    input(net, plifInput(shape.data), options);
    for (std::int64_t block = 0; block < shape.blocks; ++block) {
        for (std::int64_t conv = 0; conv < shape.convs; ++conv) {
            net.then("layer.conv2d", net.numbered("Conv"),
                     {{"out_channels", options.integer("channels")}, {"padding", Sides{1, 1}}, {"bias", false}});
            net.then("layer.batch_norm2d", net.numbered("BN"));
            neuron(net, options, net.numbered("SN"));
            if (conv + 1 < shape.convs)
                net.row();
        }
        net.then("layer.max_pool2d", net.numbered("Pool"));
        net.row();
    }
    net.then("layer.flatten", "Flatten");
    for (const std::int64_t neurons : {shape.hidden, kVoters * classesOf(options)}) {
        net.then("layer.dropout", net.numbered("Dropout"));
        net.then("layer.linear", net.numbered("FC"), {{"out_features", neurons}});
        neuron(net, options, net.numbered("SN"));
        net.row();
    }
    net.then("layer.voting", "Voting", {{"voting_size", kVoters}});
    output(net, {.learner = {{"optimizer", "sgd"}, {"learning_rate", 0.1}, {"momentum", 0.9}, {"schedule", "cosine"},
                             {"epochs", 64}, {"batch_size", 16}}});
    return net.finish();
}

Template plifRow(const char* id, const char* title, const char* summary, const char* dataName, std::int64_t steps,
                 std::int64_t channels, std::int64_t classes, std::int64_t size, std::vector<Count> counts,
                 std::vector<std::int64_t> shape)
{
    return {.id = id, .title = title, .family = "Parametric LIF", .summary = summary,
            .source = "SpikingJelly, model.parametric_lif_net; Fang and others 2021 (Incorporating learnable membrane time constant)",
            .options = joined({{neuronOption("lif"), stepsOption(steps),
                                wholeOption("channels", "Channels", channels, between(1, 4096), "Maps of every convolution."),
                                classesOption(classes)},
                               dataOptions(dataName, size)}),
            .counts = std::move(counts), .build = buildPlifNet, .shape = std::move(shape)};
}

} // namespace

std::vector<Template> parametricLifNets()
{
    const auto kind = [](PlifData data) { return std::int64_t(data); };
    return {
        plifRow("mnist_net", "MNISTNet", "Two convolutions with pools, two dense layers and ten voters for each digit.", "MNIST", 8,
                128, 10, 28, {{{}, 13'201'124}}, {2, 1, 2048, kind(PlifData::Mnist)}),
        plifRow("fashion_mnist_net", "FashionMNISTNet", "MNISTNet for ten kinds of clothes.", "Fashion-MNIST", 8, 128, 10, 28,
                {{{}, 13'201'124}}, {2, 1, 2048, kind(PlifData::Fashion)}),
        plifRow("nmnist_net", "NMNISTNet", "MNISTNet for digits that an event camera has seen.", "N-MNIST", 10, 128, 10, 34,
                {{{}, 17'134'436}}, {2, 1, 2048, kind(PlifData::Nmnist)}),
        plifRow("cifar10_net", "CIFAR10Net", "Six convolutions, a pool after every third, two dense layers and voting.", "CIFAR-10", 8,
                256, 10, 32, {{{}, 36'720'484}}, {2, 3, 2048, kind(PlifData::Cifar10)}),
        plifRow("cifar10_dvs_net", "CIFAR10DVSNet", "Four convolutions with pools for photographs moving in front of an event camera.",
                "CIFAR10-DVS", 20, 128, 10, 128, {{{}, 4'691'812}}, {4, 1, 512, kind(PlifData::Cifar10Dvs)}),
        plifRow("dvs_gesture_net", "DVSGestureNet", "Five convolutions with pools for eleven gestures: the network of SpikingJelly's tutorial.",
                "DVS128 Gesture", 16, 128, 11, 128, {{{}, 1'698'926}, {{{"neuron", "parametric_lif"}}, 1'698'933}},
                {5, 1, 512, kind(PlifData::Gesture)}),
    };
}

} // namespace spw::zoo
