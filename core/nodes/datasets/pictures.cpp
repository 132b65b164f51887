// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/datasets/event_sets.h"

namespace spw {

namespace {

ParamSpec normaliseParam()
{
    return {.name = "normalise", .caption = "Values", .type = ParamType::Choice, .initial = "unit",
            .doc = "How bytes b become numbers. Spike encoders that draw by chance need 0 to 1.",
            .choices = {{"unit", "0 to 1"}, {"standard", "Mean 0 and deviation 1 of the set"}, {"own", "Own mean and deviation"}, {"bytes", "0 to 255"}}};
}

std::vector<ParamSpec> ownScale()
{
    return {{.name = "mean", .caption = "Mean", .type = ParamType::Real, .initial = 0.5, .range = anyReal(),
             .doc = "Subtracted from the values of 0 to 1.", .visibleWhen = "normalise=own"},
            {.name = "std", .caption = "Deviation", .type = ParamType::Real, .initial = 0.5, .range = above(0),
             .doc = "The values less the mean are divided by it.", .visibleWhen = "normalise=own"}};
}

std::vector<PortSpec> pictureOutputs()
{
    return {{"image", PortType::Static, "The picture, channels x height x width."},
            {"rows", PortType::Sequence, "The picture row by row: a step for each row, from the top."},
            {"label", PortType::Label, "What is in the picture."}};
}

ShapeAnswer pictureShape(std::int64_t channels, std::int64_t side, std::int64_t classes)
{
    return {.outputs = {{.type = PortType::Static, .features = {channels, side, side}, .steps = {}, .classes = {}},
                        {.type = PortType::Sequence, .features = {channels * side}, .steps = side, .classes = {}},
                        {.type = PortType::Label, .features = {1}, .steps = {}, .classes = classes}}};
}

} // namespace

const NodeSpec& mnistSpec()
{
    static const NodeSpec spec{
        .id = "dataset.mnist",
        .title = "MNIST, Fashion-MNIST",
        .category = Category::Dataset,
        .caption = "Handwritten digits, or clothes: the fruit flies of pattern recognition.",
        .doc = "60000 grey pictures of 28x28 pixels to learn from and 10000 to test with, in four IDX files, packed (.gz) or not: "
               "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte. Values are "
               "(b / 255 - mean) / std with mean 0.1307 and std 0.3081 (MNIST) or 0.2860 and 0.3530 (Fashion-MNIST) where chosen.",
        .source = "LeCun, Bottou, Bengio, Haffner 1998 (MNIST); Xiao, Rasul, Vollgraf 2017 (Fashion-MNIST)",
        .outputs = pictureOutputs(),
        .params = event_sets::joined(
            {{event_sets::folder("Where the four files lie, relative to the project file or absolute."),
              {.name = "set", .caption = "Set", .type = ParamType::Choice, .initial = "digits",
               .doc = "Gives the names of the classes, and the mean and deviation.",
               .choices = {{"digits", "MNIST"}, {"fashion", "Fashion-MNIST"}}},
              normaliseParam()}, ownScale()}),
        .shape = [](const ShapeQuery&, NodeReport&) { return pictureShape(1, 28, 10); },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

const NodeSpec& cifarSpec()
{
    static const NodeSpec spec{
        .id = "dataset.cifar",
        .title = "CIFAR-10, CIFAR-100",
        .category = Category::Dataset,
        .caption = "Small colour photographs of ten, or a hundred, kinds of things.",
        .doc = "50000 pictures of 3x32x32 to learn from and 10000 to test with, in the binary version: data_batch_1.bin to data_batch_5.bin "
               "and test_batch.bin, or train.bin and test.bin. Values are (b / 255 - mean) / std for each colour, with the means "
               "0.4914, 0.4822, 0.4465 and deviations 0.2470, 0.2435, 0.2616 of CIFAR-10 (0.5071, 0.4867, 0.4408 and 0.2675, 0.2565, "
               "0.2761 of CIFAR-100) where chosen.",
        .source = "Krizhevsky 2009 (CIFAR)",
        .outputs = pictureOutputs(),
        .params = event_sets::joined(
            {{event_sets::folder("Where the .bin files lie, relative to the project file or absolute."),
              {.name = "set", .caption = "Set", .type = ParamType::Choice, .initial = "10",
               .doc = "Ten kinds, or a hundred.", .choices = {{"10", "CIFAR-10"}, {"100", "CIFAR-100"}}, .applies = Applies::Rebuild},
              normaliseParam()}, ownScale()}),
        .shape = [](const ShapeQuery& q, NodeReport&) { return pictureShape(3, 32, q.values.text("set") == "100" ? 100 : 10); },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

} // namespace spw
