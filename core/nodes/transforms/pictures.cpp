// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures and frames that look a little different each time they are learned from.
#include "core/nodes/transforms/common.h"

namespace spw {

namespace {

constexpr const char* kRule =
    "While learning, by chance and in this order: a part of at least 'Smallest part' of the area, its sides at most 3 : 4 apart, becomes as "
    "large as the whole; up to 'Shift' pixels to each side; mirrored with chance 1/2; turned by up to 'Turn' to either side; with the chance "
    "'Erase' a rectangle of 2 to 33 % becomes zeros. ";

std::vector<ParamSpec> augmentParams()
{
    return {
        {.name = "mirror", .caption = "Mirror", .type = ParamType::Choice, .initial = "columns",
         .doc = "Letters and digits are others when mirrored: take care.",
         .choices = {{"none", "Never"}, {"columns", "Left and right"}, {"rows", "Top and bottom"}, {"both", "Both"}}},
        {.name = "shift", .caption = "Shift", .type = ParamType::Int, .initial = 0, .range = between(0, 1024), .unit = Unit::Pixels,
         .doc = "At most so many pixels; zeros come in. The usual crop of CIFAR-10 with padding is 4."},
        {.name = "smallest_area", .caption = "Smallest part", .type = ParamType::Real, .initial = 1.0, .range = {0.01, 1, false, false},
         .doc = "1: always the whole. The usual crop of ImageNet is 0.08."},
        {.name = "turn", .caption = "Turn", .type = ParamType::Real, .initial = 0.0, .range = between(0, 180),
         .doc = "Degrees to either side at most."},
        {.name = "erase", .caption = "Erase", .type = ParamType::Real, .initial = 0.0, .range = between(0, 1),
         .doc = "Chance of random erasing."},
        {.name = "between", .caption = "Between pixels", .type = ParamType::Choice, .initial = "smooth",
         .doc = "What a place between pixels shows.", .choices = {{"smooth", "Bilinear"}, {"nearest", "The nearest pixel"}}, .common = false},
    };
}

ShapeAnswer likePictures(const ShapeQuery& q, NodeReport& report, PortType type)
{
    if (shapes::knowsAxes(q) && q.inputs[0]->features.size() < 2) {
        report.error("x", "Its input is " + shapeText(q.inputs[0]->features) + ".", "It has no height and width.", "Wire pictures or frames to it.");
        return shapes::refused(type);
    }
    return shapes::like(q, type);
}

} // namespace

const NodeSpec& augmentPicturesSpec()
{
    static const NodeSpec spec{
        .id = "transform.augment_pictures",
        .title = "Augment pictures",
        .category = Category::Transform,
        .caption = "Never the same picture twice: shifted, mirrored, turned, recoloured.",
        .doc = std::string(kRule) + "TrivialAugmentWide does one of 14 changes, as strong as chance wants: none, shear, shift (up to 14 % of a side) "
               "or turn (up to 135 degrees), brightness, colour, contrast, sharpness, fewer bits, inverted highlights, stretched or evened "
               "contrast; values must lie from 0 to 1. Stands between the pictures and the encoder.",
        .source = "torchvision, RandomResizedCrop, RandomErasing and TrivialAugmentWide; SpikingJelly, train_classify",
        .inputs = {{"x", PortType::Static, "Pictures, channels x height x width."}},
        .outputs = {{"y", PortType::Static, "The same, changed."}},
        .params = transforms::joined(
            transforms::joined(augmentParams(), {{.name = "policy", .caption = "Policy", .type = ParamType::Choice, .initial = "none",
                                                  .doc = "A ready-made mixture of changes, after those above.",
                                                  .choices = {{"none", "None"}, {"trivial", "TrivialAugmentWide"}}}}),
            transforms::chanceParams()),
        .shape = [](const ShapeQuery& q, NodeReport& report) { return likePictures(q, report, PortType::Static); },
    };
    return spec;
}

const NodeSpec& augmentFramesSpec()
{
    static const NodeSpec spec{
        .id = "transform.augment_frames",
        .title = "Augment frames",
        .category = Category::Transform,
        .caption = "Never the same film twice: all its frames shifted, mirrored and turned alike.",
        .doc = std::string(kRule) + "All steps of a sample are changed alike. Bilinear values lie between whole numbers of events; the nearest pixel "
               "keeps them whole. Stands between the frames and the network.",
        .source = "torchvision, RandomResizedCrop and RandomErasing; Li, Kim, Park, Geller, Panda 2022 (NDA)",
        .inputs = {{"x", PortType::Sequence, "Frames, channels x height x width."}},
        .outputs = {{"y", PortType::Sequence, "The same, changed."}},
        .params = transforms::joined(augmentParams(), transforms::chanceParams()),
        .shape = [](const ShapeQuery& q, NodeReport& report) { return likePictures(q, report, PortType::Sequence); },
    };
    return spec;
}

} // namespace spw
