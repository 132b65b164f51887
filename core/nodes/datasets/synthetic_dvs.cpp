// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/node_spec.h"

namespace spw {

const NodeSpec& syntheticDvsSpec()
{
    static const NodeSpec spec{
        .id = "dataset.synthetic_dvs",
        .title = "Moving shapes",
        .category = Category::Dataset,
        .caption = "An event camera watches simple shapes move: only what changes is told.",
        .doc = "Ten classes of glyphs and shapes move and turn in front of the model of an event camera; no file is "
               "needed. Each pixel remembers the logarithm L of its last reported brightness. When |ln I(t) - L| reaches "
               "contrast_threshold C it sends an event (t, x, y, p), p = 1 for brighter and 0 for darker, is blind for "
               "refractory_us and then takes the logarithm it sees as its new L. Noise events come at noise_rate. The same "
               "seed gives the same recordings.",
        .source = "Pixel model: Lichtsteiner, Posch, Delbruck 2008 (DVS128); Hu, Liu, Delbruck 2021 (v2e)",
        .outputs = {{"events", PortType::Events, "Events of one recording, 2 polarities x height x width."},
                    {"image", PortType::Static, "The shape as a still picture, brightness 0 to 1."},
                    {"label", PortType::Label, "Which of the ten shapes it is."}},
        .params = {
            {.name = "width", .caption = "Width", .type = ParamType::Int, .initial = 34, .range = between(8, 1024),
             .unit = Unit::Pixels, .doc = "Columns of the sensor.", .applies = Applies::Rebuild},
            {.name = "height", .caption = "Height", .type = ParamType::Int, .initial = 34, .range = between(8, 1024),
             .unit = Unit::Pixels, .doc = "Rows of the sensor.", .applies = Applies::Rebuild},
            {.name = "train_samples", .caption = "Training samples", .type = ParamType::Int, .initial = 1000,
             .range = between(1, 10'000'000), .doc = "Recordings to learn from, spread evenly over the classes."},
            {.name = "test_samples", .caption = "Test samples", .type = ParamType::Int, .initial = 200,
             .range = between(1, 10'000'000), .doc = "Recordings to test with; none of them is trained on."},
            {.name = "duration_ms", .caption = "Duration", .type = ParamType::Real, .initial = 100.0,
             .range = between(1, 60'000), .unit = Unit::Milliseconds, .doc = "Length of each recording."},
            {.name = "contrast_threshold", .caption = "Contrast threshold", .type = ParamType::Real, .initial = 0.15,
             .range = between(0.01, 10),
             .doc = "Change of log brightness that makes an event. Real sensors reach 0.1 to 0.3.", .common = false},
            {.name = "refractory_us", .caption = "Refractory time", .type = ParamType::Int, .initial = 1000,
             .range = between(0, 1'000'000), .unit = Unit::Microseconds,
             .doc = "How long a pixel stays silent after an event.", .common = false},
            {.name = "noise_rate", .caption = "Noise", .type = ParamType::Real, .initial = 1.0,
             .range = between(0, 10'000), .unit = Unit::Hertz,
             .doc = "Events per pixel and second that nothing in the scene caused.", .common = false},
            {.name = "seed", .caption = "Seed", .type = ParamType::Int, .initial = 1,
             .range = between(0, 2'147'483'647), .doc = "Another seed gives other recordings of the same kind.",
             .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            const std::int64_t height = q.values.integer("height"), width = q.values.integer("width");
            return ShapeAnswer{.outputs = {
                {.type = PortType::Events, .features = {2, height, width}, .steps = {}, .classes = {}},
                {.type = PortType::Static, .features = {1, height, width}, .steps = {}, .classes = {}},
                {.type = PortType::Label, .features = {1}, .steps = {}, .classes = 10}}};
        },
    };
    return spec;
}

} // namespace spw
