// SPDX-License-Identifier: GPL-3.0-or-later
// Networks of SpikingJelly's tutorials and examples that stand alone.
#include "core/zoo/parts.h"

#include <utility>

namespace spw::zoo {
namespace {

constexpr std::int64_t kDigit = 28;

Input digits(const char* set = "digits", const char* title = "MNIST")
{
    return {.type = "dataset.mnist", .title = title, .values = {{"set", set}}};
}

Graph buildLifFc(const Template&, const Options& options)
{
    NetBuilder net;
    Input data = digits();
    data.encoder = "encoder.poisson";
    input(net, data, options);
    net.then("layer.flatten", "Flatten");
    net.then("layer.linear", "FC", {{"out_features", classesOf(options)}, {"bias", false}});
    neuron(net, "neuron.lif", "LIF", {{"tau", 2.0}});
    output(net, {.learner = {{"optimizer", "adam"}, {"learning_rate", 1e-3}, {"batch_size", 64}, {"epochs", 100}}});
    return net.finish();
}

Graph buildCsnn(const Template&, const Options& options)
{
    const std::int64_t channels = options.integer("channels");
    NetBuilder net;
    input(net, digits("fashion", "Fashion-MNIST"), options);
    for (int block = 0; block < 2; ++block) {
        net.then("layer.conv2d", net.numbered("Conv"), {{"out_channels", channels}, {"padding", Sides{1, 1}}, {"bias", false}});
        net.then("layer.batch_norm2d", net.numbered("BN"));
        neuron(net, options, net.numbered("SN"));
        net.then("layer.max_pool2d", net.numbered("Pool"));
        net.row();
    }
    net.then("layer.flatten", "Flatten");
    for (const std::int64_t neurons : {channels * 4 * 4, classesOf(options)}) {
        net.then("layer.linear", net.numbered("FC"), {{"out_features", neurons}, {"bias", false}});
        neuron(net, options, net.numbered("SN"));
    }
    output(net, {.learner = {{"optimizer", "sgd"}, {"learning_rate", 0.1}, {"momentum", 0.9}, {"schedule", "cosine"},
                             {"batch_size", 256}, {"epochs", 64}}});
    return net.finish();
}

enum Memory : std::int64_t { kNone, kSynapse, kFeedback };

/// Numbers of a row: where the memory is.
Graph buildSequential(const Template& row, const Options& options)
{
    const std::int64_t memory = row.shape.at(0), hidden = options.integer("hidden");
    NetBuilder net;
    Input data = digits("fashion", "Fashion-MNIST");
    data.kind = Input::Kind::Columns;
    input(net, data, options);
    net.then("layer.linear", "FC 1", {{"out_features", hidden}});
    if (memory == kFeedback) {
        // What the neurons said a step ago joins what comes in.
        net.beginGroup("Recurrent");
        const NodeId both = net.then("container.concat", "Input and feedback");
        net.then("layer.linear", "Recurrent weights", {{"out_features", hidden}});
        const NodeId spikes = neuron(net, "neuron.if", "IF 1");
        const double x = net.column();
        net.row(true);
        net.column(x - 2 * NetBuilder::kColumn);
        const NodeId later = net.add("synapse.step_delay", "One step later");
        net.wire({spikes, "s"}, later, "x");
        net.wire({later, "y"}, both, "b");
        net.backUp();
        net.column(x);
        net.endGroup();
    } else {
        neuron(net, "neuron.if", "IF 1");
    }
    if (memory == kSynapse)
        net.then("synapse.synapse_filter", "Synapse filter", {{"tau", 2.0}, {"learnable", true}});
    net.then("layer.linear", "FC 2", {{"out_features", classesOf(options)}});
    neuron(net, "neuron.if", "IF 2");
    output(net, {.learner = {{"optimizer", "sgd"}, {"learning_rate", 0.1}, {"momentum", 0.9}, {"batch_size", 256}, {"epochs", 64}}});
    return net.finish();
}

Graph buildLstmDigits(const Template&, const Options& options)
{
    NetBuilder net;
    Input data = digits();
    data.kind = Input::Kind::Rows;
    input(net, data, options);
    net.then("container.spiking_lstm", "LSTM", {{"hidden_size", options.integer("hidden")}});
    net.then("layer.linear", "FC", {{"out_features", classesOf(options)}});
    output(net, {.readout = "readout.membrane", .readoutValues = {{"reduce", "last"}}, .loss = "loss.cross_entropy",
                 .learner = {{"optimizer", "adam"}, {"learning_rate", 1e-3}, {"batch_size", 64}, {"epochs", 30}}});
    return net.finish();
}

Graph buildLstmText(const Template&, const Options& options)
{
    NetBuilder net;
    const NodeId data = net.add("dataset.arrays", "Letters",
                                {{"shape", "58"}, {"T", options.integer("T")}, {"classes", options.integer("classes")}});
    net.label = {data, "label"};
    net.from(data, "x");
    net.row();
    net.then("container.spiking_lstm", "LSTM", {{"hidden_size", options.integer("hidden")}});
    net.then("layer.linear", "FC", {{"out_features", options.integer("classes")}});
    output(net, {.readout = "readout.membrane", .readoutValues = {{"reduce", "last"}}, .loss = "loss.cross_entropy",
                 .learner = {{"optimizer", "adam"}, {"learning_rate", 1e-4}, {"batch_size", 1}, {"epochs", 50}}});
    return net.finish();
}

Graph buildLavaMnist(const Template&, const Options& options)
{
    const std::int64_t channels = options.integer("channels");
    NetBuilder net;
    Input data = digits();
    data.encoder = "encoder.poisson";
    input(net, data, options);
    const Values neurons{{"current_decay", 1.0}, {"voltage_decay", 0.0}, {"surrogate", "atan"}, {"detach_reset", true}};
    const auto block = [&](Values values) {
        values.insert(neurons.begin(), neurons.end());
        net.lastNeuron = net.then("container.cuba_block", net.numbered("Block"), values);
    };
    for (int stage = 0; stage < 2; ++stage) {
        block({{"synapse", "conv2d"}, {"out_channels", channels}, {"padding", Sides{1, 1}}});
        block({{"synapse", "conv2d"}, {"out_channels", channels}, {"kernel_size", Sides{2, 2}}, {"stride", Sides{2, 2}}});
    }
    net.row();
    net.then("layer.flatten", "Flatten");
    block({{"synapse", "linear"}, {"out_features", 128}});
    block({{"synapse", "linear"}, {"out_features", classesOf(options)}});
    output(net, {.loss = "loss.cross_entropy", .learner = {{"optimizer", "sgd"}, {"learning_rate", 0.1}, {"momentum", 0.9},
                                                           {"batch_size", 128}, {"epochs", 16}}});
    return net.finish();
}

/// One convolution over time and bands, written as what it is for spikes: four delayed copies side by side, then bands.
void speechBlock(NetBuilder& net, std::int64_t dilation, std::int64_t bandDilation)
{
    const EdgeEnd in = net.end();
    net.beginGroup("Frames " + std::to_string(3 * dilation + 1) + " wide");
    NodeId delays[3];
    for (std::int64_t tap = 0; tap < 3; ++tap) {
        net.from(in);
        delays[tap] = net.then("synapse.delay", net.numbered("Delay"), {{"delay_steps", (3 - tap) * dilation}});
    }
    const NodeId all = net.add("container.concat", net.numbered("Four frames"));
    const char* ports[]{"a", "b", "c"};
    for (int tap = 0; tap < 3; ++tap)
        net.wire({delays[tap], "y"}, all, ports[tap]);
    net.wire(in, all, "d");
    net.from(all, "y");
    net.endGroup();
    net.row();
    net.then("layer.conv1d", net.numbered("Conv"),
             {{"out_channels", 64}, {"kernel_size", 3}, {"padding", bandDilation}, {"dilation", bandDilation}, {"bias", false}});
    neuron(net, "neuron.lif", net.numbered("LIF"), {{"tau", 10.0 / 7.0}, {"surrogate", "sigmoid"}, {"alpha", 10.0}});
    net.row();
}

Graph buildSpeech(const Template&, const Options& options)
{
    // The sound goes on in silence until the answers to its last frames have come through all delays.
    constexpr std::int64_t kBands = 40, kHop = 160, kSound = 16000, kDelays = 1 + 6 + 24;
    const std::int64_t channels = 1 + options.integer("slopes"), classes = options.integer("classes");
    const std::string shape = std::to_string(channels) + "x" + std::to_string(kBands);
    NetBuilder net;
    if (options.text("data") == "arrays") {
        const NodeId data = net.add("dataset.arrays", "Arrays",
                                    {{"shape", shape}, {"T", kSound / kHop + 1 + kDelays}, {"classes", classes}});
        net.label = {data, "label"};
        net.from(data, "x");
    } else {
        const NodeId data = net.add("dataset.speech_commands", "Speech Commands",
                                    {{"classes", classes}, {"words", "yes, no, up, down, left, right, on, off, stop, go"},
                                     {"length", kSound + kDelays * kHop}, {"n_fft", 480}, {"hop", kHop}, {"n_mels", kBands},
                                     {"slopes", channels - 1}});
        net.label = {data, "label"};
        net.from(data, "x");
        net.then("layer.unflatten", "Bands", {{"shape", shape}});
    }
    net.row();
    speechBlock(net, 1, 1);
    speechBlock(net, 4, 3);
    speechBlock(net, 16, 9);
    net.then("layer.flatten", "Flatten");
    net.then("layer.linear", "FC", {{"out_features", classes}});
    output(net, {.readout = "readout.membrane", .loss = "loss.cross_entropy",
                 .learner = {{"optimizer", "adam"}, {"learning_rate", 1e-2}, {"schedule", "exponential"}, {"gamma", 0.9},
                             {"batch_size", 64}, {"epochs", 50}}});
    return net.finish();
}

/// Actions as membranes that never fire; the loop with the world is the user's program.
Graph buildAgent(const Template&, const Options& options)
{
    const std::int64_t hidden = options.integer("hidden");
    const auto head = [&](NetBuilder& net, const std::string& name, std::int64_t outputs) {
        net.then("layer.linear", name + " FC 1", {{"out_features", hidden}});
        neuron(net, "neuron.if", name + " IF");
        net.then("layer.linear", name + " FC 2", {{"out_features", outputs}});
        net.then("neuron.readout", name + " values", {{"tau", 2.0}});
    };
    NetBuilder net;
    const NodeId data = net.add("dataset.arrays", "What the agent sees",
                                {{"shape", std::to_string(options.integer("inputs"))}, {"T", options.integer("T")}});
    net.from(data, "x");
    net.row();
    head(net, options.text("algorithm") == "dqn" ? "Q" : "Actor", options.integer("actions"));
    if (options.text("algorithm") != "dqn") {
        net.row();
        net.from(data, "x");
        head(net, "Critic", 1);
    }
    return net.finish();
}

/// Poisson spikes, leaky neurons with a very long memory, pooled or 1x1 short cuts.
Graph buildResNet11(const Template&, const Options& options)
{
    NetBuilder net;
    const auto conv = [&](const std::string& title, std::int64_t out, std::int64_t kernel, std::int64_t stride) {
        net.then("layer.conv2d", title,
                 {{"out_channels", out}, {"kernel_size", Sides{kernel, kernel}}, {"stride", Sides{stride, stride}},
                  {"padding", Sides{kernel / 2, kernel / 2}}, {"bias", false}, {"init", "lecun_normal"}});
    };
    const auto lif = [&](const std::string& title) {
        neuron(net, "neuron.lif", title, {{"tau", 100.0}, {"decay_input", false}});
        net.then("layer.dropout", title + " dropout", {{"p", 0.25}});
    };
    input(net, {.type = "dataset.cifar", .title = "CIFAR-10", .channels = 3, .encoder = "encoder.poisson"}, options);
    conv("cnn11", 64, 3, 1);
    lif("lif11");
    net.then("layer.avg_pool2d", "avgpool1");
    neuron(net, "neuron.if", "if1", {{"v_threshold", 0.75}});
    net.row();
    constexpr std::int64_t channels[]{128, 256, 512, 512}, strides[]{1, 2, 1, 2};
    for (int stage = 0; stage < 4; ++stage) {
        const std::string n = std::to_string(stage + 2);
        const EdgeEnd in = net.end();
        net.beginGroup("Stage " + n);
        conv("cnn" + n + "1", channels[stage], 3, 1);
        lif("lif" + n + "1");
        conv("cnn" + n + "2", channels[stage], 3, strides[stage]);
        const NodeId sum = net.then("container.residual", "add" + n);
        lif("lif" + n);
        const EdgeEnd end = net.end();
        net.row(true);
        net.from(in);
        if (stage < 3)
            conv("shortcut" + std::to_string(stage + 1), channels[stage], 1, strides[stage]);
        else
            net.then("layer.avg_pool2d", "shortcut4", {{"kernel_size", Sides{1, 1}}, {"stride", Sides{2, 2}}});
        net.wire(net.end(), sum, "b");
        net.from(end);
        net.endGroup();
        net.row();
    }
    net.then("layer.flatten", "Flatten");
    net.then("layer.linear", "fc0", {{"out_features", 1024}, {"bias", false}, {"init", "lecun_normal"}});
    lif("lif6");
    net.then("layer.linear", "fc1", {{"out_features", classesOf(options)}, {"bias", false}, {"init", "lecun_normal"}});
    const NodeId last = net.then("neuron.readout", "lif_out", {{"tau", 100.0}, {"decay_input", false}});
    net.row();
    net.from(last, "v");
    net.then("readout.membrane", "Readout", {{"reduce", "last"}});
    const NodeId loss = net.then("loss.mse", "Loss");
    net.wire(net.label, loss, "label");
    net.then("learner.bptt", "Learner",
             {{"optimizer", "sgd"}, {"learning_rate", 0.0025}, {"momentum", 0.0}, {"weight_decay", 5e-4}, {"batch_size", 16}, {"epochs", 150},
              {"schedule", "step"}, {"step_size", 40}, {"gamma", 0.2}});
    return net.finish();
}

ParamSpec hiddenOption(std::int64_t neurons)
{
    return wholeOption("hidden", "Hidden neurons", neurons, between(1, 65536), "Neurons between input and answer.");
}

} // namespace

std::vector<Template> tutorialNets()
{
    const auto sequential = [](const char* id, const char* title, const char* summary, std::int64_t parameters, Memory memory) {
        return Template{.id = id, .title = title, .family = "Tutorials", .summary = summary,
                        .source = "SpikingJelly, tutorial on recurrent connections and stateful synapses (sequential Fashion-MNIST)",
                        .options = joined({{hiddenOption(32), classesOption(10)}, dataOptions("Fashion-MNIST", kDigit)}),
                        .counts = {{{}, parameters}}, .build = buildSequential, .shape = {memory}};
    };
    return {
        {.id = "lif_fc_mnist", .title = "One layer of LIF (MNIST)", .family = "Tutorials",
         .summary = "The smallest network that learns: each pixel fires by chance, ten leaky neurons watch. About 92 % right.",
         .source = "SpikingJelly, examples.lif_fc_mnist",
         .options = joined({{stepsOption(100), classesOption(10)}, dataOptions("MNIST", kDigit)}), .counts = {{{}, 7'840}},
         .build = buildLifFc},
        {.id = "csnn_fashion_mnist", .title = "CSNN (Fashion-MNIST)", .family = "Tutorials",
         .summary = "Two convolutions with pools and two dense layers; the first layer learns to turn pictures into spikes.",
         .source = "SpikingJelly, examples.conv_fashion_mnist",
         .options = joined({{neuronOption("if"), stepsOption(4),
                             wholeOption("channels", "Channels", 128, between(1, 4096), "Maps of both convolutions."), classesOption(10)},
                            dataOptions("Fashion-MNIST", kDigit)}),
         .counts = {{{}, 13'014'656}}, .build = buildCsnn},
        sequential("plain_net", "PlainNet (column by column)", "A picture read column by column by a network without memory but its membranes.",
                   1'258, kNone),
        sequential("stateful_synapse_net", "StatefulSynapseNet (column by column)",
                   "The same with a synapse that remembers: a spike leaves an echo whose length is learned.", 1'259, kSynapse),
        sequential("feedback_net", "FeedBackNet (column by column)", "The same with a loop: what the neurons said a step ago comes in again.",
                   3'338, kFeedback),
        {.id = "spiking_lstm_mnist", .title = "Spiking LSTM (row by row)", .family = "Tutorials",
         .summary = "A recurrent cell whose gates are spikes reads digits row by row; the last step answers.",
         .source = "SpikingJelly, examples.spiking_lstm_sequential_mnist",
         .options = joined({{hiddenOption(1024), classesOption(10)}, dataOptions("MNIST", kDigit)}), .counts = {{{}, 4'327'434}},
         .build = buildLstmDigits},
        {.id = "spiking_lstm_text", .title = "Spiking LSTM (names, letter by letter)", .family = "Tutorials",
         .summary = "Tells from which of 18 languages a name comes. Letters are one-hot arrays of 58 characters that end with the name.",
         .source = "SpikingJelly, examples.spiking_lstm_text",
         .options = {hiddenOption(256), stepsOption(20), wholeOption("classes", "Languages", 18, between(2, 1000), "As many as there are lists of names.")},
         .counts = {{{}, 4 * 256 * (58 + 256) + 8 * 256 + 256 * 18 + 18}}, .build = buildLstmText},
        {.id = "lava_mnist", .title = "CSNN for Loihi (MNIST)", .family = "Tutorials",
         .summary = "Convolutions of stride 2 in place of pools, 8-bit weights and no biases: made to be exported to Lava.",
         .source = "SpikingJelly, examples.lava_mnist",
         .options = joined({{stepsOption(32), wholeOption("channels", "Channels", 16, between(1, 1024), "Maps of all convolutions."), classesOption(10)},
                            dataOptions("MNIST", kDigit)}),
         .counts = {{{}, 106'128}}, .build = buildLavaMnist},
        {.id = "speech_commands", .title = "Speech Commands", .family = "Tutorials",
         .summary = "Words from their frequencies: three convolutions that look at ever longer stretches of time, then LIF neurons whose "
                    "steps are the frames of the sound. Convolutions over time are four delayed copies side by side.",
         .source = "SpikingJelly, examples.speechcommands; Pellegrini and others 2021",
         .options = {choiceOption("data", "Data", "own", "What the network hears.", {{"own", "Speech Commands"}, {"arrays", "Arrays (npz, npy)"}}),
                     wholeOption("slopes", "Slopes", 0, between(0, 2), "Further channels: the first and second slope along time."),
                     wholeOption("classes", "Classes", 12, between(2, 1000), "Words to tell apart.")},
         .counts = {{{}, 129'804}, {{{"slopes", "2"}}, 131'340}}, .build = buildSpeech},
        {.id = "resnet11_cifar10", .title = "ResNet-11 (CIFAR-10)", .family = "Tutorials",
         .summary = "Four residual stages of leaky neurons with a memory of a hundred steps; the answer is a membrane that never fires.",
         .source = "SpikingJelly, examples.cifar10_r11_enabling_spikebased_backpropagation; Lee and others 2020",
         .options = joined({{stepsOption(100), classesOption(10)}, dataOptions("CIFAR-10", 32)}),
         .counts = {{{}, 27 * 64 + 9 * 64 * 128 + 9 * 128 * 128 + 64 * 128 + 9 * 128 * 256 + 9 * 256 * 256 + 128 * 256 + 9 * 256 * 512 +
                             3 * 9 * 512 * 512 + 256 * 512 + 8192 * 1024 + 1024 * 10}},
         .build = buildResNet11},
        {.id = "agent", .title = "Agent (DQN, actor and critic)", .family = "Tutorials",
         .summary = "The spiking heads of reinforcement learning: what an action is worth is the membrane of a neuron that never fires. "
                    "Learning needs a world to act in, which is outside of a project.",
         .source = "SpikingJelly, examples.Spiking_DQN_state, Spiking_A2C, Spiking_PPO",
         .options = {choiceOption("algorithm", "Algorithm", "dqn", "Which heads the network has.",
                                  {{"dqn", "DQN: values of actions"}, {"actor_critic", "A2C, PPO: actor and critic"}}),
                     wholeOption("inputs", "Inputs", 4, between(1, 65536), "Numbers that the agent sees; CartPole has 4."),
                     wholeOption("actions", "Actions", 2, between(1, 65536), "What it can do."), hiddenOption(256), stepsOption(16)},
         .counts = {{{}, 4 * 256 + 256 + 256 * 2 + 2}, {{{"algorithm", "actor_critic"}}, 2 * (4 * 256 + 256) + 256 * 2 + 2 + 256 + 1}},
         .build = buildAgent},
    };
}

} // namespace spw::zoo
