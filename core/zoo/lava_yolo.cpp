// SPDX-License-Identifier: GPL-3.0-or-later
// The object detectors of lava-dl: sigma-delta convolutions and heads whose values are boxes.
#include "core/zoo/lava_parts.h"

#include <utility>

namespace spw::zoo {
namespace {

class YoloNet {
public:
    explicit YoloNet(const Options& options) : m_options(options), m_extras(options.flag("extras"))
    {
        const std::int64_t side = options.integer("size");
        const std::string shape = "3x" + std::to_string(side) + "x" + std::to_string(side);
        net.from(lavaArrays(net, "Pictures", shape, options.integer("T")), "x");
        net.then("encoder.delta", "Changes", {{"threshold", 0.1}, {"tau_grad", 0.1}, {"scale_grad", 0.1}});
        net.row();
    }

    void conv(std::int64_t channels, std::int64_t kernel, std::int64_t stride, double scale = 1)
    {
        lavaConv(net, net.numbered("Conv"),
                 {{"out_features", channels}, {"kernel_size", Sides{kernel, kernel}}, {"stride", Sides{stride, stride}},
                  {"padding", Sides{kernel / 2, kernel / 2}}},
                 {.neuron = "sigma_delta", .neuronValues = neurons(), .weightScale = scale, .weightNorm = m_extras, .shift = false});
        if (++m_convs % 3 == 0)
            net.row();
    }

    /// Boxes: for three anchors place, size, certainty and classes each.
    void head()
    {
        constexpr std::int64_t kAnchors = 3, kBox = 5;
        const std::string title = net.numbered("Head");
        lavaConv(net, title, {{"out_features", kAnchors * (kBox + m_options.integer("classes"))}, {"kernel_size", Sides{1, 1}}},
                 {.neuron = "sigma", .shift = false});
        const NodeId probe = net.add("probe.probe", title + " boxes", {{"units", 1024}});
        net.wire(net.end(), probe, "x");
        net.row();
    }

    Values neurons() const
    {
        return {{"threshold", 0.1}, {"tau_grad", 0.1}, {"scale_grad", 0.1}, {"norm", "MeanOnlyBatchNorm"}};
    }

    NetBuilder net;

private:
    const Options& m_options;
    bool m_extras;
    int m_convs = 0;
};

Graph buildYoloKp(const Template&, const Options& options)
{
    YoloNet yolo(options);
    for (const std::int64_t channels : {16, 32, 64})
        yolo.conv(channels, 3, 2);
    yolo.conv(128, 3, 2, 3);
    yolo.conv(256, 3, 1, 3);
    yolo.conv(256, 3, 2);
    yolo.conv(512, 3, 1);
    yolo.conv(256, 1, 1);
    yolo.conv(512, 3, 1);
    yolo.head();
    return yolo.net.finish();
}

Graph buildTinyYolo(const Template&, const Options& options)
{
    YoloNet yolo(options);
    NetBuilder& net = yolo.net;
    for (const std::int64_t channels : {16, 32, 64})
        yolo.conv(channels, 3, 2);
    yolo.conv(128, 3, 2, 3);
    yolo.conv(256, 3, 1, 3);
    const EdgeEnd fine = net.end();
    yolo.conv(256, 3, 2);
    yolo.conv(512, 3, 1);
    yolo.conv(1024, 3, 1);
    yolo.conv(256, 1, 1);
    const EdgeEnd coarse = net.end();
    net.row();
    yolo.conv(512, 3, 1);
    yolo.head();
    net.from(coarse);
    yolo.conv(128, 1, 1);
    const NodeId wider = net.then("synapse.lava_unpool", "Unpool");
    lavaNeuron(net, "Unpool neurons", wider, {.neuron = "sigma_delta", .neuronValues = yolo.neurons(), .shift = false});
    const NodeId both = net.then("container.concat", "Coarse and fine");
    net.wire(fine, both, "b");
    net.row();
    yolo.conv(256, 3, 1);
    yolo.head();
    return net.finish();
}

std::vector<ParamSpec> yoloOptions()
{
    ParamSpec side = wholeOption("size", "Picture size", 448, between(64, 4096), "Height and width of the pictures.");
    side.unit = Unit::Pixels;
    return {wholeOption("classes", "Classes", 80, between(1, 10000), "Kinds of objects: 80 of COCO, 11 of BDD100K."), side, stepsOption(16),
            extrasOption()};
}

} // namespace

std::vector<Template> yoloNets()
{
    using Settings = std::map<std::string, std::string>;
    const Settings weights{{"extras", "false"}}, fewer{{"extras", "false"}, {"classes", "11"}};
    const char* source = "lava-dl, slayer.object_detection; Redmon, Farhadi 2018 (YOLOv3)";
    return {
        {.id = "yolo_kp_sdnn", .title = "YOLO-KP (sigma-delta)", .family = "lava-dl",
         .summary = "Finds objects in films on one chip: nine sigma-delta convolutions and one head with three anchors. It is drawn up to its boxes.",
         .source = source, .options = yoloOptions(), .counts = {{weights, 3'602'864}, {fewer, 3'496'880}}, .build = buildYoloKp},
        {.id = "tiny_yolov3_sdnn", .title = "Tiny YOLOv3 (sigma-delta)", .family = "lava-dl",
         .summary = "Two heads for large and small objects, strides in place of pools. It is drawn up to its boxes.", .source = source,
         .options = yoloOptions(), .counts = {{weights, 9'435'312}, {fewer, 9'276'336}}, .build = buildTinyYolo},
    };
}

} // namespace spw::zoo
