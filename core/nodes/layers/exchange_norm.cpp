// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/shape_rules.h"

namespace spw {

const NodeSpec& exchangeNormSpec()
{
    static const NodeSpec spec{
        .id = "layer.exchange_batch_norm2d",
        .title = "Exchange batch norm",
        .category = Category::Layer,
        .caption = "A batch norm that a chip without division can do: a shift in place of the scale.",
        .doc = "y = (x - mean of the channel) / 2^clamp(ceil(log2 sqrt(var + eps)), -weight_exp_bits, "
               "weight_exp_bits); var is one number, over all values. Nothing is learned by gradient. The running "
               "variance takes n / (n + 1) of the batch's, n values a channel. At every step for itself.",
        .source = "SpikingJelly, lava_exchange.BatchNorm2d; lava-dl, neuron.norm.WgtScaleBatchNorm",
        .inputs = {{"x", PortType::Sequence, "Images over time, channels x height x width."}},
        .outputs = {{"y", PortType::Sequence, "Normalised, in the shape of the input."}},
        .params = {
            {.name = "eps", .caption = "Epsilon", .type = ParamType::Real, .initial = 1e-5, .range = above(0),
             .doc = "Added to the variance so that nothing is divided by zero.", .common = false},
            {.name = "momentum", .caption = "Momentum", .type = ParamType::Real, .initial = 0.1,
             .range = between(0, 1), .doc = "How fast the running statistics follow.", .common = false},
            {.name = "track_running_stats", .caption = "Use statistics of the batch", .type = ParamType::Bool,
             .initial = true, .doc = "Off: the running statistics are used in training too and stay as they are.",
             .common = false},
            {.name = "weight_exp_bits", .caption = "Bits of the exponent", .type = ParamType::Int, .initial = 3,
             .range = between(0, 30), .doc = "The scale is between 2^-bits and 2^bits."},
            {.name = "quantise_mean", .caption = "Quantise the mean", .type = ParamType::Bool, .initial = false,
             .doc = "Round the mean as weights with 8 bits at scale 64 are rounded.", .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            if (!shapes::hasAxes(q, 3, "channels x height x width", "Wire the output of a convolution or an image.",
                                 report, "SPW-S015"))
                return shapes::refused(PortType::Sequence);
            return shapes::like(q, PortType::Sequence);
        },
    };
    return spec;
}

} // namespace spw
