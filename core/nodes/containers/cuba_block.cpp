// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/neurons/cuba_lif.h"
#include "core/nodes/shape_rules.h"

namespace spw {
namespace {

ParamSpec only(ParamSpec param, const char* synapses)
{
    param.visibleWhen = std::string("synapse=") + synapses;
    param.applies = Applies::Rebuild;
    return param;
}

std::vector<ParamSpec> blockParams()
{
    std::vector<ParamSpec> params{
        {.name = "synapse", .caption = "Synapse", .type = ParamType::Choice, .initial = "linear",
         .doc = "What joins the block to its input.",
         .choices = {{"linear", "Linear"}, {"conv2d", "Convolution"}, {"sum_pool2d", "Sum pooling"}},
         .applies = Applies::Rebuild},
        only({.name = "out_features", .caption = "Outputs", .type = ParamType::Int, .initial = 10,
              .range = between(1, 1 << 24), .doc = "Neurons of the block."}, "linear"),
        only({.name = "out_channels", .caption = "Output channels", .type = ParamType::Int, .initial = 16,
              .range = between(1, 65536), .doc = "Number of filters."}, "conv2d"),
        only({.name = "kernel_size", .caption = "Kernel", .type = ParamType::IntPair,
              .initial = std::vector<std::int64_t>{3, 3}, .range = between(1, 4096),
              .doc = "Height and width of the window."}, "conv2d|sum_pool2d"),
        only({.name = "stride", .caption = "Stride", .type = ParamType::IntPair,
              .initial = std::vector<std::int64_t>{1, 1}, .range = between(1, 4096),
              .doc = "How far the window moves."}, "conv2d|sum_pool2d"),
        only({.name = "padding", .caption = "Padding", .type = ParamType::IntPair,
              .initial = std::vector<std::int64_t>{0, 0}, .range = between(0, 4096),
              .doc = "Rows and columns of zeros around the image."}, "conv2d|sum_pool2d"),
        only({.name = "dilation", .caption = "Dilation", .type = ParamType::IntPair,
              .initial = std::vector<std::int64_t>{1, 1}, .range = between(1, 4096),
              .doc = "Distance of neighbouring taps of the window."}, "conv2d|sum_pool2d"),
        only({.name = "groups", .caption = "Groups", .type = ParamType::Int, .initial = 1, .range = between(1, 65536),
              .doc = "Channels are split into this many groups that do not mix."}, "conv2d"),
    };
    for (ParamSpec& param : neurons::cubaLifParams())
        params.push_back(std::move(param));
    return params;
}

ShapeAnswer blockShape(const ShapeQuery& query, NodeReport& report)
{
    const ParamValues& v = query.values;
    const std::string& synapse = v.text("synapse");
    const bool linear = synapse == "linear";
    if (!shapes::hasAxes(query, linear ? 1 : 3, linear ? "a flat list of features" : "channels x height x width",
                         linear ? "Insert a Flatten node before it." : "Choose Linear, or wire an image.", report,
                         "SPW-S015"))
        return shapes::refused(PortType::Spikes);
    ShapeAnswer answer = shapes::like(query, PortType::Spikes);
    answer.parameterCount = v.flag("requires_grad") ? 2 : 0;
    std::vector<Dim>& features = answer.outputs[0].features;
    if (linear) {
        const std::int64_t in = shapes::knowsAxes(query) ? features.at(0).value_or(0) : 0;
        features = {v.integer("out_features")};
        if (in > 0) {
            const std::int64_t weights = shapes::saturatingProduct({in, v.integer("out_features")});
            answer.parameterCount += weights;
            answer.multiplications = double(weights);
        }
        return answer;
    }
    if (!shapes::knowsAxes(query))
        return answer;
    const Dim channels = features.at(0);
    const bool convolves = synapse == "conv2d";
    if (convolves) {
        const std::int64_t groups = v.integer("groups");
        if (v.integer("out_channels") % groups != 0 || (channels && *channels % groups != 0)) {
            report.error("groups", "The channels cannot be split into " + std::to_string(groups) + " groups.",
                         "Input and output channels must be multiples of the groups.", "Change the groups.");
            return shapes::refused(PortType::Spikes);
        }
        features[0] = v.integer("out_channels");
    }
    for (std::size_t axis = 0; axis < 2; ++axis) {
        features[1 + axis] = shapes::slid(features[1 + axis], {.kernel = v.pair("kernel_size")[axis],
                                                              .stride = v.pair("stride")[axis],
                                                              .padding = v.pair("padding")[axis],
                                                              .dilation = v.pair("dilation")[axis]});
        if (features[1 + axis] && *features[1 + axis] <= 0) {
            report.error("kernel_size", "The window is larger than the image.", "Nothing would come out.",
                         "Make the window smaller or pad the image.");
            return shapes::refused(PortType::Spikes);
        }
    }
    if (convolves && channels) {
        const std::int64_t weights =
            shapes::saturatingProduct({v.integer("out_channels"), *channels / v.integer("groups"),
                                       v.pair("kernel_size")[0], v.pair("kernel_size")[1]});
        answer.parameterCount += weights;
        if (features[1] && features[2])
            answer.multiplications = double(weights) * double(*features[1]) * double(*features[2]);
    }
    return answer;
}

} // namespace

const NodeSpec& cubaBlockSpec()
{
    static const NodeSpec spec{
        .id = "container.cuba_block",
        .title = "Exchange block",
        .category = Category::Container,
        .caption = "A synapse with the eight bits of the chip and the chip's neuron, trained as one.",
        .doc = "BlockContainer of SpikingJelly's lava exchange: a linear map, convolution or sum pooling without bias, "
               "then the CubaLIF neuron. Weights are used as multiples of 2/scale between -256/scale and 255/scale; "
               "the gradient passes the rounding straight through.",
        .source = "SpikingJelly, lava_exchange.BlockContainer",
        .inputs = {{"x", PortType::Sequence, "Spikes: a flat list for Linear, else images."}},
        .outputs = neurons::outputs(),
        .params = blockParams(),
        .shape = blockShape,
        .check =
            [](const ParamValues& values, NodeReport& report) {
                neurons::checkCubaLif(values, report);
                if (values.text("synapse") == "sum_pool2d") {
                    for (std::size_t axis = 0; axis < 2; ++axis)
                        if (2 * values.pair("padding")[axis] > values.pair("kernel_size")[axis])
                            report.error("padding", "The padding is more than half of the window.",
                                         "Some windows would see nothing but padding.", "Pad less.");
                }
                if (values.text("norm") != "none" && values.text("synapse") == "linear")
                    report.error("norm", "Batch norm of the current needs images.",
                                 "It averages over the batch and both axes of an image.", "Set it to 'No'.");
            },
        .states = {"v", "i"},
        .learns = true,
    };
    return spec;
}

} // namespace spw
