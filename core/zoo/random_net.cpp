// SPDX-License-Identifier: GPL-3.0-or-later
// A network by chance, as large as wanted: to see how the studio and a machine cope.
#include "core/zoo/parts.h"

#include <iterator>
#include <random>
#include <utility>

namespace spw::zoo {
namespace {

Graph buildRandom(const Template&, const Options& options)
{
    static constexpr const char* kNeurons[]{"neuron.if", "neuron.lif", "neuron.parametric_lif", "neuron.klif", "neuron.qif", "neuron.eif",
                                            "neuron.izhikevich"};
    constexpr std::int64_t kInRow = 10;
    const std::int64_t width = options.integer("width");
    std::mt19937_64 random(std::uint64_t(options.integer("seed")));   // its numbers are the same everywhere; distributions are not
    NetBuilder net;
    const NodeId data = net.add("dataset.arrays", "Arrays", {{"shape", std::to_string(width)}, {"T", options.integer("T")}, {"classes", 10}});
    net.label = {data, "label"};
    net.from(data, "x");
    net.row();
    std::vector<EdgeEnd> ends{net.end()};
    for (std::int64_t drawn = 0, inRow = 0; drawn < options.integer("nodes");) {
        net.then("layer.linear", net.numbered("Linear"), {{"out_features", width}});
        neuron(net, kNeurons[random() % std::size(kNeurons)], net.numbered("Neuron"));
        drawn += 2;
        inRow += 2;
        if (random() % 3 == 0) {
            const NodeId sum = net.then("container.residual", net.numbered("Join"));
            net.wire(ends[random() % ends.size()], sum, "b");
            ++drawn;
            ++inRow;
        }
        ends.push_back(net.end());
        if (inRow >= kInRow) {
            net.row();
            inRow = 0;
        }
    }
    net.row();
    net.then("layer.linear", "Answer", {{"out_features", 10}});
    neuron(net, "neuron.lif", "Answer neurons");
    output(net, {.loss = "loss.cross_entropy"});
    return net.finish();
}

} // namespace

std::vector<Template> randomNets()
{
    return {{.id = "random", .title = "Random network", .family = "Tests of strength",
             .summary = "Layers, neurons of seven kinds and short cuts by chance, as many as wanted: to see how the studio and the machine cope.",
             .source = "Spikewright",
             .options = {wholeOption("nodes", "Nodes", 100, between(2, 2000), "About how many nodes are drawn."),
                         wholeOption("width", "Neurons a layer", 64, between(1, 4096), "Values that every layer passes on."),
                         wholeOption("seed", "Seed", 1, between(0, 2147483647), "Another seed draws another network."), stepsOption(8)},
             .build = buildRandom}};
}

} // namespace spw::zoo
