// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/node_spec.h"

namespace spw {

const NodeSpec& pointsSpec()
{
    static const NodeSpec spec{
        .id = "dataset.points",
        .title = "Clouds of points",
        .category = Category::Dataset,
        .caption = "A few numbers for each sample: enough to see how a rule learns.",
        .doc = "Each class is a cloud of points around a centre of its own, values 0 to 1: x_d = 1/2 + 0.35 sin(2 pi (k + 1/2) (d + 1) / "
               "classes + d) + noise for class k and feature d. No file is needed; the same seed gives the same points.",
        .source = "Made up, in the manner of Fisher's irises",
        .outputs = {{"x", PortType::Static, "The features of one sample."}, {"label", PortType::Label, "Which cloud it is from."}},
        .params = {
            {.name = "classes", .caption = "Classes", .type = ParamType::Int, .initial = 3, .range = between(2, 1000),
             .doc = "How many clouds there are.", .applies = Applies::Rebuild},
            {.name = "features", .caption = "Features", .type = ParamType::Int, .initial = 4, .range = between(1, 10'000),
             .doc = "Numbers of one sample.", .applies = Applies::Rebuild},
            {.name = "train_samples", .caption = "Training samples", .type = ParamType::Int, .initial = 300,
             .range = between(1, 10'000'000), .doc = "Points to learn from, spread evenly over the classes."},
            {.name = "test_samples", .caption = "Test samples", .type = ParamType::Int, .initial = 150,
             .range = between(1, 10'000'000), .doc = "Points to test with; none of them is trained on."},
            {.name = "spread", .caption = "Spread", .type = ParamType::Real, .initial = 0.08, .range = between(0, 1),
             .doc = "Standard deviation of a cloud along each feature."},
            {.name = "seed", .caption = "Seed", .type = ParamType::Int, .initial = 1, .range = between(0, 2'147'483'647),
             .doc = "Another seed gives other points of the same clouds.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            return ShapeAnswer{.outputs = {{.type = PortType::Static, .features = {q.values.integer("features")}, .steps = {}, .classes = {}},
                                           {.type = PortType::Label, .features = {1}, .steps = {}, .classes = q.values.integer("classes")}}};
        },
    };
    return spec;
}

} // namespace spw
