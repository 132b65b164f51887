// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& oneHotSpec()
{
    static const NodeSpec spec{
        .id = "encoder.one_hot",
        .title = "One-hot target",
        .category = Category::Encoder,
        .caption = "The wish, spelled out for every neuron.",
        .doc = "A label c becomes num_classes n values: 1 at n c to n c + n - 1, else 0 (n neurons per class).",
        .source = "SpikingJelly, functional.redundant_one_hot",
        .inputs = {{"label", PortType::Label, "The right class."}},
        .outputs = {{"y", PortType::Static, "n ones for the class, zeros elsewhere."}},
        .params = {
            {.name = "num_classes", .caption = "Classes", .type = ParamType::Int, .initial = 0,
             .range = between(0, 1'000'000), .doc = "Number of classes; 0 takes it from the label.", .applies = Applies::Rebuild},
            {.name = "n", .caption = "Copies", .type = ParamType::Int, .initial = 1,
             .range = between(1, 10'000), .doc = "Neurons per class.", .applies = Applies::Rebuild},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            Dim classes = q.inputs[0] ? q.inputs[0]->classes : Dim{};
            if (const std::int64_t wanted = q.values.integer("num_classes"); wanted > 0) {
                if (classes && *classes > wanted) {
                    report.error("num_classes", "The labels have " + std::to_string(*classes) + " classes, not " +
                                                    std::to_string(wanted) + ".",
                                 "A class without neurons cannot be told.",
                                 "Set 'Classes' to 0 to take them from the label.");
                    return shapes::refused(PortType::Static);
                }
                classes = wanted;
            }
            return ShapeAnswer{.outputs = {{.type = PortType::Static,
                                            .features = {shapes::product({classes, q.values.integer("n")})},
                                            .steps = {}, .classes = {}}}};
        },
    };
    return spec;
}

} // namespace spw
