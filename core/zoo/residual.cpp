// SPDX-License-Identifier: GPL-3.0-or-later
// Spiking ResNet and SEW ResNet. Titles are the names of torchvision's state dicts, so that its weights load by name.
#include "core/zoo/parts.h"

namespace spw::zoo {
namespace {

// Numbers of a row: blocks of the four stages, bottleneck or basic, groups, width of a group, spike-element-wise or not.
struct ResidualShape {
    std::vector<std::int64_t> blocks;
    bool bottleneck, sew;
    std::int64_t groups, width;
    explicit ResidualShape(const Template& row)
        : blocks(row.shape.begin(), row.shape.begin() + 4), bottleneck(row.shape.at(4) != 0), sew(row.shape.at(7) != 0),
          groups(row.shape.at(5)), width(row.shape.at(6))
    {
    }
    std::int64_t expansion() const { return bottleneck ? 4 : 1; }
};

class ResidualNet {
public:
    ResidualNet(const Template& row, const Options& options) : m_shape(row), m_options(options), m_base(options.integer("channels")) {}

    Graph build()
    {
        input(m_net, {.channels = 3}, m_options);
        conv("conv1", m_base, 7, 2);
        norm("bn1");
        neuron(m_net, m_options, "sn1");
        m_net.then("layer.max_pool2d", "maxpool", {{"kernel_size", Sides{3, 3}}, {"stride", Sides{2, 2}}, {"padding", Sides{1, 1}}});
        m_channels = m_base;
        m_net.row();
        m_net.beginStages();
        for (std::size_t stage = 0; stage < m_shape.blocks.size(); ++stage) {
            if (stage > 0)
                m_net.stage();
            drawStage(std::int64_t(stage) + 1, m_base << stage, m_shape.blocks[stage], stage > 0 ? 2 : 1);
        }
        m_net.stage();
        m_net.then("layer.adaptive_avg_pool2d", "avgpool");
        m_net.then("layer.flatten", "flatten");
        m_net.then("layer.linear", "fc", {{"out_features", classesOf(m_options)}});
        output(m_net, {.readout = "readout.membrane", .loss = "loss.cross_entropy", .lossValues = {{"label_smoothing", 0.1}},
                       .learner = {{"optimizer", "sgd"}, {"learning_rate", 0.1}, {"momentum", 0.9}, {"schedule", "cosine"},
                                   {"warmup_epochs", 5}, {"epochs", 90}, {"batch_size", 32}}});
        return m_net.finish();
    }

private:
    void conv(const std::string& title, std::int64_t out, std::int64_t kernel, std::int64_t stride, std::int64_t groups = 1)
    {
        m_net.then("layer.conv2d", title,
                   {{"out_channels", out}, {"kernel_size", Sides{kernel, kernel}}, {"stride", Sides{stride, stride}},
                    {"padding", Sides{kernel / 2, kernel / 2}}, {"groups", groups}, {"bias", false}, {"init", "kaiming_normal"}});
    }

    void norm(const std::string& title, bool zero = false)
    {
        m_net.then("layer.batch_norm2d", title, {{"initial_weight", zero ? 0.0 : 1.0}});
    }

    void drawStage(std::int64_t number, std::int64_t planes, std::int64_t blocks, std::int64_t stride)
    {
        const std::string name = "layer" + std::to_string(number) + ".";
        block(name + "0", planes, stride, 1);
        const bool stacked = m_options.flag("stacked") && blocks > 2;
        for (std::int64_t k = 1; k < (stacked ? 2 : blocks); ++k)
            block(name + std::to_string(k), planes, 1, stacked ? blocks - 1 : 1);
    }

    void block(const std::string& name, std::int64_t planes, std::int64_t stride, std::int64_t repeat)
    {
        const std::string prefix = name + ".";
        const std::int64_t out = planes * m_shape.expansion();
        const bool zero = m_options.flag("zero_init_residual");
        const EdgeEnd in = m_net.end();
        const bool shrinks = stride != 1 || m_channels != out;
        m_net.beginGroup(name);
        if (m_shape.bottleneck) {
            const std::int64_t width = planes * m_shape.width / 64 * m_shape.groups;
            conv(prefix + "conv1", width, 1, 1);
            norm(prefix + "bn1");
            neuron(m_net, m_options, prefix + "sn1");
            conv(prefix + "conv2", width, 3, stride, m_shape.groups);
            norm(prefix + "bn2");
            neuron(m_net, m_options, prefix + "sn2");
            conv(prefix + "conv3", out, 1, 1);
            norm(prefix + "bn3", zero);
        } else {
            conv(prefix + "conv1", out, 3, stride);
            norm(prefix + "bn1");
            neuron(m_net, m_options, prefix + "sn1");
            conv(prefix + "conv2", out, 3, 1);
            norm(prefix + "bn2", zero);
        }
        const std::string last = m_shape.bottleneck ? "sn3" : "sn2";
        if (m_shape.sew)
            neuron(m_net, m_options, prefix + last);
        join(prefix, in, out, shrinks ? stride : 0);
        if (!m_shape.sew)
            neuron(m_net, m_options, prefix + last);
        m_net.endGroup(repeat);
        m_channels = out;
        m_net.row();
    }

    /// Joins the branch at the end of the chain with the short cut; stride 0: a plain wire.
    void join(const std::string& prefix, const EdgeEnd& in, std::int64_t out, std::int64_t stride)
    {
        const bool iand = m_shape.sew && m_options.text("cnf") == "IAND";
        const bool asLibrary = iand && m_shape.bottleneck && m_options.text("iand_order") == "library";
        const NodeId joined = m_net.then("container.residual", prefix + "connect",
                                         {{"connect", m_shape.sew ? m_options.text("cnf") : "ADD"}, {"bottleneck_order", asLibrary}});
        const EdgeEnd end = m_net.end();
        const double x = m_net.column();
        EdgeEnd shortCut = in;
        if (stride != 0) {
            m_net.row(true);
            m_net.from(in);
            conv(prefix + "downsample.0", out, 1, stride);
            norm(prefix + "downsample.1");
            if (m_shape.sew)
                neuron(m_net, m_options, prefix + "downsample_sn");
            shortCut = m_net.end();
            m_net.backUp();
        }
        m_net.wire(shortCut, joined, "b");
        m_net.from(end);
        m_net.column(x);
    }

    NetBuilder m_net;
    ResidualShape m_shape;
    const Options& m_options;
    std::int64_t m_base, m_channels = 0;
};

Graph buildResidualNet(const Template& row, const Options& options)
{
    return ResidualNet(row, options).build();
}

struct ResidualRow {
    const char *id, *title;
    std::int64_t parameters;
    std::vector<std::int64_t> shape;   // without the last number
};

std::vector<ResidualRow> residualRows()
{
    return {
        {"resnet18", "ResNet-18", 11'689'512, {2, 2, 2, 2, 0, 1, 64}},
        {"resnet34", "ResNet-34", 21'797'672, {3, 4, 6, 3, 0, 1, 64}},
        {"resnet50", "ResNet-50", 25'557'032, {3, 4, 6, 3, 1, 1, 64}},
        {"resnet101", "ResNet-101", 44'549'160, {3, 4, 23, 3, 1, 1, 64}},
        {"resnet152", "ResNet-152", 60'192'808, {3, 8, 36, 3, 1, 1, 64}},
        {"resnext50_32x4d", "ResNeXt-50 32x4d", 25'028'904, {3, 4, 6, 3, 1, 32, 4}},
        {"resnext101_32x8d", "ResNeXt-101 32x8d", 88'791'336, {3, 4, 23, 3, 1, 32, 8}},
        {"wide_resnet50_2", "Wide ResNet-50-2", 68'883'240, {3, 4, 6, 3, 1, 1, 128}},
        {"wide_resnet101_2", "Wide ResNet-101-2", 126'886'696, {3, 4, 23, 3, 1, 1, 128}},
    };
}

std::vector<Template> residualFamily(bool sew)
{
    std::vector<Template> list;
    for (ResidualRow& row : residualRows()) {
        std::vector<ParamSpec> options = joined({{neuronOption("if"), stepsOption(4)}, dataOptions("", 224), {classesOption(1000)}});
        // Bottlenecks of ResNeXt divide the planes by their groups.
        options.push_back(wholeOption("channels", "Channels", 64, {row.shape[5] == 1 && row.shape[4] == 0 ? 1.0 : 16.0, 512.0},
                                      "Maps of the first stage; each further stage has twice as many."));
        if (sew)
            options.push_back(choiceOption("cnf", "Connect by", "ADD",
                                           "How the spikes of branch and short cut become one: A + B, A B or (1 - A) B.",
                                           {{"ADD", "ADD"}, {"AND", "AND"}, {"IAND", "IAND"}}));
        if (sew && row.shape[4] != 0) {
            ParamSpec order = choiceOption("iand_order", "IAND order", "paper",
                                           "SpikingJelly's bottlenecks exchange branch and short cut; weights trained there need its order.",
                                           {{"paper", "(1 - branch) short cut"}, {"library", "branch (1 - short cut)"}});
            order.visibleWhen = "cnf=IAND";
            options.push_back(order);
        }
        options.push_back(flagOption("zero_init_residual", "Begin as identity", false,
                                     "The last normalisation of each branch starts at weight 0, so that every block passes on what it gets."));
        options.push_back(flagOption("stacked", "Draw equal blocks once", false,
                                     "Equal blocks of a stage become one group that is repeated; their copies then have names of their own."));
        const std::string id = (sew ? "sew_" : "spiking_") + std::string(row.id);
        row.shape.push_back(sew);
        list.push_back({.id = id, .title = (sew ? "SEW " : "Spiking ") + std::string(row.title),
                        .family = sew ? "SEW ResNet" : "Spiking ResNet",
                        .summary = sew ? "A residual network whose short cuts join spikes with spikes. Weights named as torchvision's load by name."
                                       : "A residual network with neurons where the ReLUs were, behind each addition. Weights of torchvision load by name.",
                        .source = sew ? "SpikingJelly, model.sew_resnet; Fang and others 2021 (Deep residual learning in spiking neural networks)"
                                      : "SpikingJelly, model.spiking_resnet; He and others 2016 (ResNet)",
                        .options = std::move(options), .counts = {{{}, row.parameters}, {{{"stacked", "true"}}, row.parameters}},
                        .build = buildResidualNet, .shape = row.shape});
    }
    return list;
}

} // namespace

std::vector<Template> sewResNets()
{
    return residualFamily(true);
}

std::vector<Template> spikingResNets()
{
    return residualFamily(false);
}

} // namespace spw::zoo
