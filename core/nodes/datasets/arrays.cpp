// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/node_spec.h"
#include "core/data/datasets/arrays.h"

namespace spw {

const NodeSpec& arraysSpec()
{
    static const NodeSpec spec{
        .id = "dataset.arrays",
        .title = "Arrays (npz, npy)",
        .category = Category::Dataset,
        .caption = "Sequences from a NumPy file, for networks that came from elsewhere.",
        .doc = "A .npz with x and, if there are labels, y; or with x_train, y_train, x_test and y_test; or a .npy with x alone. "
               "Without separate splits both are the same samples. x has T steps of the given shape for each sample, in the order "
               "that 'Order' says. Without a file there is one sample of zeros, so that a network can be drawn before its data.",
        .source = "NumPy's .npy format",
        .outputs = {{"x", PortType::Sequence, "T steps of the values of one sample."},
                    {"label", PortType::Label, "The class of the sample; 0 where the file has none."}},
        .params = {
            {.name = "file", .caption = "File", .type = ParamType::Path, .initial = "",
             .doc = "A .npz or .npy file, relative to the project file or absolute; empty: one sample of zeros."},
            {.name = "shape", .caption = "Shape", .type = ParamType::Text, .initial = "1",
             .doc = "Of one step of one sample: \"700\", \"2x34x34\".", .applies = Applies::Rebuild},
            {.name = "T", .caption = "Steps", .type = ParamType::Int, .initial = 16, .range = between(1, 1'000'000),
             .unit = Unit::Steps, .doc = "Steps of a sample. Longer arrays are cut, shorter ones end in zeros.",
             .applies = Applies::Rebuild},
            {.name = "order", .caption = "Order", .type = ParamType::Choice, .initial = "nt",
             .doc = "What the first dimensions of the array count.",
             .choices = {{"nt", "Samples, then steps"}, {"tn", "Steps, then samples"}, {"nft", "Samples, shape, then steps (SLAYER, Lava)"}}},
            {.name = "classes", .caption = "Classes", .type = ParamType::Int, .initial = 1, .range = between(1, 1'000'000),
             .doc = "Labels are 0 to this number less one.", .applies = Applies::Rebuild},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            const std::optional<std::vector<std::int64_t>> shape = shapeFromText(q.values.text("shape"));
            if (!shape) {
                report.error("shape", "'" + q.values.text("shape") + "' is no shape.",
                             "A shape is one to four whole numbers above 0, with at most 2^28 values.", "Write it as \"2x34x34\".");
                return ShapeAnswer{.outputs = {}, .valid = false};
            }
            std::vector<Dim> features(shape->begin(), shape->end());
            return ShapeAnswer{.outputs = {{.type = PortType::Sequence, .features = features, .steps = q.values.integer("T"),
                                            .classes = {}},
                                           {.type = PortType::Label, .features = {1}, .steps = {},
                                            .classes = q.values.integer("classes")}}};
        },
    };
    return spec;
}

} // namespace spw
