// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/node_spec.h"

namespace spw {

const NodeSpec& glyphsSpec()
{
    static const NodeSpec spec{
        .id = "dataset.glyphs",
        .title = "Glyphs",
        .category = Category::Dataset,
        .caption = "Ten glyphs, each time a little elsewhere, turned and speckled: digits for those who have none at hand.",
        .doc = "The shapes of 'Moving shapes' as still pictures: dark outside and bright inside, at another size, place and angle in each "
               "sample. Noise adds a normal random number to every pixel; what leaves 0 to 1 is cut. The same seed gives the same pictures, "
               "and no test picture is among the training ones.",
        .source = "Spikewright, after the role of MNIST (LeCun and others 1998)",
        .outputs = {{"image", PortType::Static, "1 or 2 x height x width, 0 to 1."}, {"label", PortType::Label, "Which of the ten glyphs it is."}},
        .params = {
            {.name = "width", .caption = "Width", .type = ParamType::Int, .initial = 28, .range = between(8, 1024),
             .unit = Unit::Pixels, .doc = "Columns.", .applies = Applies::Rebuild},
            {.name = "height", .caption = "Height", .type = ParamType::Int, .initial = 28, .range = between(8, 1024),
             .unit = Unit::Pixels, .doc = "Rows.", .applies = Applies::Rebuild},
            {.name = "train_samples", .caption = "Training samples", .type = ParamType::Int, .initial = 1000,
             .range = between(1, 10'000'000), .doc = "Pictures to learn from, spread evenly over the classes."},
            {.name = "test_samples", .caption = "Test samples", .type = ParamType::Int, .initial = 200,
             .range = between(1, 10'000'000), .doc = "Pictures to test with; none of them is trained on."},
            {.name = "classes", .caption = "Classes", .type = ParamType::Int, .initial = 10, .range = between(2, 10),
             .doc = "So many of the ten glyphs, from the first.", .applies = Applies::Rebuild},
            {.name = "brightness", .caption = "Brightness", .type = ParamType::Real, .initial = 1.0, .range = between(0, 1),
             .doc = "Of the inside; before a Poisson encoder the probability of a spike per step."},
            {.name = "on_off", .caption = "On and off", .type = ParamType::Bool, .initial = false,
             .doc = "A second channel that is bright where the first is dark, as behind a retina: all pictures are equally bright then.",
             .applies = Applies::Rebuild},
            {.name = "shift", .caption = "Shift", .type = ParamType::Real, .initial = 1.5, .range = between(0, 1000), .unit = Unit::Pixels,
             .doc = "Furthest from the middle, in both directions."},
            {.name = "turn", .caption = "Turn", .type = ParamType::Real, .initial = 0.2, .range = between(0, 3.2),
             .doc = "Largest angle to either side, in radians."},
            {.name = "zoom", .caption = "Size", .type = ParamType::Real, .initial = 0.1, .range = betweenBelow(0, 1),
             .doc = "Largest share by which a glyph is larger or smaller."},
            {.name = "noise", .caption = "Noise", .type = ParamType::Real, .initial = 0.1, .range = between(0, 10),
             .doc = "Standard deviation of what is added to each pixel."},
            {.name = "seed", .caption = "Seed", .type = ParamType::Int, .initial = 1,
             .range = between(0, 2'147'483'647), .doc = "Another seed gives other pictures of the same kind.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            return ShapeAnswer{.outputs = {
                {.type = PortType::Static, .features = {q.values.flag("on_off") ? 2 : 1, q.values.integer("height"), q.values.integer("width")}, .steps = {}, .classes = {}},
                {.type = PortType::Label, .features = {1}, .steps = {}, .classes = q.values.integer("classes")}}};
        },
    };
    return spec;
}

} // namespace spw
