// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/losses/common.h"

namespace spw {

const NodeSpec& spikeSimilarLossSpec()
{
    static const NodeSpec spec{
        .id = "loss.spike_similar",
        .title = "Spike similarity",
        .category = Category::Loss,
        .caption = "Same class, similar spike pattern.",
        .doc = "With s[i] all spikes of sample i as one list, p[i][j] = K(s[i], s[j]) and sim[i][j] = 1 if the labels of i and j are the "
               "same, else 0: loss = mean of (p - sim)^2 (mse), |p - sim| (l1) or the binary cross-entropy (bce, p kept within 1e-7 of 0 "
               "and 1). K: linear a.b / (|a||b| + 1e-8), sigmoid 1/(1 + exp(-alpha a.b)), gaussian exp(-|a - b|^2 / (2 sigma^2)). Cost "
               "grows with the square of the batch.",
        .source = "SpikingJelly, functional.spike_similar_loss",
        .inputs = {{"x", PortType::Sequence, "Spikes of a layer, any shape."},
                   {"label", PortType::Label, "The classes of the samples."}},
        .outputs = losses::outputs(),
        .params = {
            {.name = "kernel_type", .caption = "Kernel", .type = ParamType::Choice, .initial = "linear",
             .doc = "How similar two spike patterns are.",
             .choices = {{"linear", "Linear"}, {"sigmoid", "Sigmoid"}, {"gaussian", "Gaussian"}}},
            {.name = "alpha", .caption = "Steepness", .type = ParamType::Real, .initial = 1.0,
             .range = anyReal(), .doc = "Steepness of the sigmoid kernel.", .visibleWhen = "kernel_type=sigmoid"},
            {.name = "sigma", .caption = "Width", .type = ParamType::Real, .initial = 1.0,
             .range = above(0), .doc = "Width of the Gaussian kernel.", .visibleWhen = "kernel_type=gaussian"},
            {.name = "loss_type", .caption = "Distance", .type = ParamType::Choice, .initial = "mse",
             .doc = "How the similarities are compared with the labels.",
             .choices = {{"mse", "Mean squared"}, {"l1", "Mean absolute"}, {"bce", "Binary cross-entropy"}}},
        },
        .shape = [](const ShapeQuery&, NodeReport&) {
            return ShapeAnswer{.outputs = {{.type = PortType::Scalar, .features = {1}, .steps = {}, .classes = {}}}};
        },
    };
    return spec;
}

} // namespace spw
